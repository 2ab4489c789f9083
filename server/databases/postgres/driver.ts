import postgres from 'postgres'
import type { Cell, Row } from '../../domain.ts'
import type { DatabaseOptions, DatabaseTarget } from '../database.ts'
import { BUILT_IN_READERS } from './cells.ts'
import type { CellReader } from './cells.ts'
import { CONNECT_TIMEOUT, connectionLost, failed } from '../failure.ts'
import type { PooledSession } from '../session-pool.ts'
import { toAppError, toConnectError } from './errors.ts'
import { createPortal } from './portal.ts'
import type { Portal } from './portal.ts'
import { beginReadOnly, ROLL_BACK, FORGET } from './transaction.ts'

export interface DescribedColumn {
  name: string
  typeOid: number
}

/**
 * One session: a postgres.js client that holds a single connection and never makes a second one. One call at a time:
 * what the driver has to queue it would send over a *new* connection when this one breaks, outside of our
 * transaction. All failures are AppErrors.
 */
export interface Session extends PooledSession {
  readonly processId: number
  /** e.g. 180004 */
  readonly serverVersionNumber: number
  /** False once the connection is gone, whoever ended it. */
  isOpen(): boolean
  /** For fixed text of ours: simple protocol, several statements. */
  script(text: string): Promise<void>
  /** Extended protocol: the server takes exactly one statement. All rows at once, for small results of our own. */
  query(text: string): Promise<readonly Row[]>
  /** Parses and names the columns, executes nothing. The server takes exactly one statement. */
  describe(text: string): Promise<{ columns: readonly DescribedColumn[]; parameterCount: number }>
  /** Extended protocol, rows in portions. The server takes exactly one statement. */
  openPortal(text: string): Portal
  /** How cells of these types (by OID) are read from now on. */
  useReaders(readers: ReadonlyMap<number, CellReader>): void
}

/** `simple` is not in the driver's types; without it a text without parameters goes over the simple protocol. */
const EXTENDED = { prepare: false, simple: false }

type Client = ReturnType<typeof createClient>

/** Connects within `connectTimeoutMs` or rejects with the reason (DATABASE_NOT_LISTENING, DATABASE_AUTH_FAILED …). */
export async function openSession(target: DatabaseTarget, options: DatabaseOptions): Promise<Session> {
  const closed = createSignal()
  const client = createClient(target, options, () => {
    closed.send()
    // Else the driver would connect anew for the next statement and run it there, outside of our transaction.
    void client.end({ timeout: 0 })
  })
  let cancelInFlight: () => void = () => undefined

  async function run<T>(result: Promise<T>, cancel: () => Promise<unknown>): Promise<T> {
    if (closed.sent()) throw connectionLost()
    cancelInFlight = () => void cancel().catch(() => undefined)
    try {
      return await result
    } catch (error) {
      throw toAppError(error)
    } finally {
      cancelInFlight = () => undefined
    }
  }
  const extended = (text: string) => client.unsafe<Record<string, Cell>[]>(text, [], EXTENDED)

  async function script(text: string): Promise<void> {
    const query = client.unsafe(text)
    await run(query, () => requestCancel(query))
  }

  const identity = await identify(client, target, options)
  return {
    ...identity,
    begin: timeoutMs => script(beginReadOnly(timeoutMs, identity.serverVersionNumber)),
    async clean() {
      await script(ROLL_BACK)
      await script(FORGET)
    },
    isOpen: () => !closed.sent(),
    onClose: closed.listen,
    script,
    query(text) {
      const query = extended(text)
      return run(query.values(), () => requestCancel(query))
    },
    async describe(text) {
      const query = extended(text)
      const statement = await run(query.describe(), () => requestCancel(query))
      return {
        columns: statement.columns.map(({ name, type }) => ({ name, typeOid: type })),
        parameterCount: statement.types.length,
      }
    },
    openPortal(text) {
      if (closed.sent()) throw connectionLost()
      const portal = createPortal(onRows => {
        const query = extended(text)
        return { result: query.values().cursor(1, onRows), cancel: () => requestCancel(query) }
      }, client.CLOSE)
      cancelInFlight = () => portal.cancel()
      return portal
    },
    useReaders(readers) {
      Object.assign(client.options.parsers, Object.fromEntries(readers))
    },
    async end() {
      if (!closed.sent()) cancelInFlight()
      closed.send()
      await client.end({ timeout: 0 })
    },
  }
}

function createClient(target: DatabaseTarget, options: DatabaseOptions, onClose: () => void) {
  const client = postgres({
    host: target.host,
    port: target.port,
    database: target.database,
    username: target.username,
    password: target.password,
    ssl: tlsOption(target),
    max: 1,
    connect_timeout: options.connectTimeoutMs / 1000,
    // The pool ends idle sessions itself. This ends a connection that the driver still made after we gave it up.
    idle_timeout: (2 * options.idleTimeoutMs) / 1000,
    max_lifetime: null,
    fetch_types: false,
    prepare: false,
    onnotice: () => undefined,
    onclose: onClose,
    connection: { application_name: options.applicationName, default_transaction_read_only: true },
  })
  // The driver's own readers make Date objects: they lose microseconds, and turn a date into an instant.
  const { parsers } = client.options
  for (const oid of Object.keys(parsers)) delete parsers[Number(oid)]
  Object.assign(parsers, Object.fromEntries(BUILT_IN_READERS))
  return client
}

/**
 * Asks the server to stop a query; rejects when the server cannot be reached. The driver's `cancel()` does the same and
 * forgets the promise: a server that is gone would then end our process by an unhandled rejection.
 */
async function requestCancel(query: object): Promise<void> {
  const { canceller } = query as { canceller: (query: object) => Promise<void> }
  await canceller(query)
}

function tlsOption({ tls, host }: DatabaseTarget) {
  switch (tls) {
    case 'DISABLE':
      return false
    case 'PREFER':
      return 'prefer'
    case 'REQUIRE':
      return 'require'
    case 'VERIFY_FULL':
      // With the driver's own 'verify-full', a certificate for an IP address would be checked against "localhost".
      return { rejectUnauthorized: true, host }
  }
}

/** The driver's own timeout starts anew whenever a server hangs up without a word, so there is one around it. */
async function identify(client: Client, target: DatabaseTarget, options: DatabaseOptions) {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(failed(CONNECT_TIMEOUT, 'timeout')), options.connectTimeoutMs)
  })
  try {
    const answer = client.unsafe<{ pid: number; version: number }[]>(
      "select pg_catalog.pg_backend_pid() as pid, pg_catalog.current_setting('server_version_num')::int as version",
    )
    const [row] = await Promise.race([answer, timeout])
    if (row === undefined) throw connectionLost()
    return { processId: row.pid, serverVersionNumber: row.version }
  } catch (error) {
    await client.end({ timeout: 0 })
    throw toConnectError(error, target.tls === 'REQUIRE' || target.tls === 'VERIFY_FULL')
  } finally {
    clearTimeout(timer)
  }
}

/** Something that happens once; listeners that come late are not called. */
function createSignal() {
  const listeners: (() => void)[] = []
  let isSent = false
  return {
    sent: () => isSent,
    listen: (listener: () => void) => void listeners.push(listener),
    send() {
      if (isSent) return
      isSent = true
      for (const listener of listeners) listener()
    },
  }
}
