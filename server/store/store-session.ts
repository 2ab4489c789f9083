import postgres from 'postgres'
import { createFrequentStatements } from './frequent-statements.ts'

/**
 * One session with our own PostgreSQL: a postgres.js client of a single connection that is thrown away when that
 * connection is lost. What the driver itself offers for more than one statement is not used: of version 3.4.9, a
 * transaction whose connection is lost ends the process (porsager/postgres #1154, #1208), and a pooled connection that
 * is made anew may answer with the failure of the old one or never.
 */
export interface StoreSession {
  isOpen(): boolean
  /** One statement at a time. */
  run(text: string, parameters: readonly unknown[], rows: 'arrays' | 'objects'): Promise<unknown[]>
  /** Several statements without parameters, as one transaction. */
  script(text: string): Promise<void>
  /** What is running gets that long to end. Idempotent, never rejects. */
  end(timeoutMs: number): Promise<void>
}

const CONNECT_MS = 10_000
/** Drizzle turns dates and JSON into text and back itself: by OID, what the driver has to leave alone. */
const READ_BY_DRIZZLE = [1082, 1083, 1114, 1115, 1182, 1184, 1185, 1231]
const WRITTEN_BY_DRIZZLE = [...READ_BY_DRIZZLE, 114, 3802]

/** Connects within ten seconds, or rejects with an error that `storeFailure` names. */
export async function openStoreSession(url: string): Promise<StoreSession> {
  let isOpen = true
  const frequent = createFrequentStatements()
  const client = postgres(url, {
    max: 1,
    connect_timeout: CONNECT_MS / 1000,
    max_lifetime: null,
    fetch_types: false,
    // As each statement says.
    prepare: true,
    onnotice: () => undefined,
    onclose: () => {
      isOpen = false
      void client.end({ timeout: 0 })
    },
    connection: { application_name: 'lovable-ai:store' },
  })
  let mayPrepare = false
  for (const oid of READ_BY_DRIZZLE) client.options.parsers[oid] = (text: string) => text
  for (const oid of WRITTEN_BY_DRIZZLE) client.options.serializers[oid] = (text: string) => text

  const end = async (timeoutMs: number) => {
    isOpen = false
    await client.end({ timeout: timeoutMs / 1000 })
  }
  try {
    // The driver's own limit starts anew whenever a server hangs up without a word.
    const identity = client.unsafe<{ pid: number }[]>('select pg_catalog.pg_backend_pid() as pid')
    const answer = await within(CONNECT_MS, identity)
    // A pooler in between introduces itself with a process id of its own, and gives each statement another server session.
    mayPrepare = answer[0]?.pid === answer.state.pid
  } catch (error) {
    await end(0)
    throw error
  }
  return {
    isOpen: () => isOpen,
    async run(text, parameters, rows) {
      if (!isOpen) throw new StoreSilent('CONNECTION_CLOSED')
      const prepare = mayPrepare && frequent.isKept(text)
      const query = client.unsafe(text, parameters as postgres.ParameterOrJSON<never>[], { prepare })
      return [...(await (rows === 'arrays' ? query.values() : query))]
    },
    async script(text) {
      if (!isOpen) throw new StoreSilent('CONNECTION_CLOSED')
      await client.unsafe(text)
    },
    end,
  }
}

/** Rejects when the work takes longer; whoever started it ends it. */
export async function within<T>(timeoutMs: number, work: PromiseLike<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new StoreSilent('CONNECT_TIMEOUT')), timeoutMs)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

/** Coded as the driver codes its own. */
class StoreSilent extends Error {
  override readonly name = 'StoreSilent'
  readonly code: 'CONNECT_TIMEOUT' | 'CONNECTION_CLOSED'

  constructor(code: StoreSilent['code']) {
    super(code)
    this.code = code
  }
}
