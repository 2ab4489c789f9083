import type { Cell, Row } from '../../domain.ts'
import type { DatabaseOptions, DatabaseTarget } from '../database.ts'
import { connectionLost, failed, TIMEOUT } from '../failure.ts'
import { toChangeError } from './change-errors.ts'
import { createClient, EXTENDED, identify, requestCancel } from './client.ts'
import { toConnectError } from './errors.ts'
import { PIN_CHANGE_SETTINGS } from './pinned-settings.ts'
import { createSignal } from './signal.ts'
import { createSockets } from './sockets.ts'

/**
 * A session that may write, apart from those of the pool, which never do. One call at a time, but for `cancel`; when the
 * connection breaks it is not made anew. All failures are AppErrors, with the server's words where they speak of names only.
 */
export interface ChangeSession {
  /** e.g. 180004 */
  readonly serverVersionNumber: number
  /** What answers is a pooler: what a session holds or has set may be another one's with the next statement. */
  readonly pooled: boolean
  readonly processId: number
  isOpen(): boolean
  /** For fixed text of ours: simple protocol, several statements. */
  script(text: string): Promise<void>
  /** Extended protocol: the server takes exactly one statement. All rows at once. */
  query(text: string, timeoutMs?: number): Promise<readonly Row[]>
  /** The same for a statement of somebody's. @returns its command as the server names it, e.g. `ALTER TABLE` */
  change(text: string, timeoutMs?: number): Promise<string>
  /** Several at once in as few round trips as it takes; the first that failed is thrown, when all are answered. */
  changeAll(texts: readonly string[]): Promise<void>
  /** Asks the server to stop what is in flight; a request that overtakes its statement is lost. */
  cancel(): void
  /** What the server says aside from now on, until it is called with null. */
  listen(listener: ((words: string) => void) | null): void
  /** Hangs up, with what is in flight cancelled. Idempotent, never rejects. */
  end(): Promise<void>
}

const ANSWER = { rows: 2_000_000, bytes: 64 * 2 ** 20 }
/** The server's own time limit comes first, where it keeps to it. */
const GRACE_MS = 5000

/** Connects as `openSession` of the pool does, with the same failures; the settings of `pinned-settings.ts` are on. */
export async function openChangeSession(
  target: DatabaseTarget,
  options: DatabaseOptions,
): Promise<ChangeSession> {
  try {
    return await open(target, options)
  } catch (error) {
    throw toConnectError(error)
  }
}

async function open(target: DatabaseTarget, options: DatabaseOptions): Promise<ChangeSession> {
  const closed = createSignal()
  const sockets = createSockets(target, options)
  let onNotice: ((words: string) => void) | null = null
  let cancelInFlight: () => void = () => undefined
  const client = createClient(
    target,
    options,
    sockets.open,
    () => {
      closed.send()
      // Else the driver would connect anew for the next statement, and run it outside of our transaction.
      void client.end({ timeout: 0 })
    },
    words => onNotice?.(words),
  )
  const { serverVersionNumber, pooled } = await identify(client, sockets, options.connectTimeoutMs)

  async function run<T>(
    result: PromiseLike<T>,
    cancel: () => Promise<unknown>,
    timeoutMs: number,
  ): Promise<T> {
    if (closed.sent()) throw connectionLost()
    cancelInFlight = () => void cancel().catch(() => undefined)
    sockets.allow(ANSWER)
    const late = setTimeout(() => sockets.cutOff(failed(TIMEOUT, 'clock')), timeoutMs + GRACE_MS)
    try {
      return await result
    } catch (error) {
      throw toChangeError(error)
    } finally {
      clearTimeout(late)
      cancelInFlight = () => undefined
    }
  }

  const cancelOf = (query: object) => () => sockets.forCancel(() => requestCancel(query))
  const extended = (text: string) => client.unsafe<Record<string, Cell>[]>(text, [], EXTENDED)

  async function script(text: string): Promise<void> {
    const query = client.unsafe(text)
    await run(query, cancelOf(query), options.statementTimeoutMs)
  }

  async function end(): Promise<void> {
    if (!closed.sent()) cancelInFlight()
    closed.send()
    await client.end({ timeout: 0 })
    sockets.end()
  }

  try {
    await script(`${PIN_CHANGE_SETTINGS}; set statement_timeout = ${Math.ceil(options.statementTimeoutMs)}`)
    const [row] = await extended('select pg_catalog.pg_backend_pid()').values()
    return {
      serverVersionNumber,
      pooled,
      processId: Number(row?.[0]),
      isOpen: () => !closed.sent(),
      script,
      async query(text, timeoutMs = options.statementTimeoutMs) {
        const query = extended(text)
        return run(query.values(), cancelOf(query), timeoutMs)
      },
      async change(text, timeoutMs = options.statementTimeoutMs) {
        const query = extended(text)
        const result = await run(query, cancelOf(query), timeoutMs)
        return result.command
      },
      async changeAll(texts) {
        const queries = texts.map(extended)
        const answers = Promise.allSettled(queries)
        const [first] = queries
        if (first === undefined) return
        const settled = await run(answers, cancelOf(first), options.statementTimeoutMs * texts.length)
        const failure = settled.find(({ status }) => status === 'rejected')
        if (failure?.status === 'rejected') throw toChangeError(failure.reason)
      },
      cancel: () => cancelInFlight(),
      listen(listener) {
        onNotice = listener
      },
      end,
    }
  } catch (error) {
    await end()
    throw error
  }
}
