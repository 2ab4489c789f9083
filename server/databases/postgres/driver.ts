import type { Cell, Row } from '../../domain.ts'
import type { AppError, ErrorCode } from '../../errors.ts'
import type { DatabaseOptions, DatabaseTarget } from '../database.ts'
import { connectionLost, failed, stateOf, TIMEOUT, TLS_REQUIRED } from '../failure.ts'
import type { PooledSession } from '../session-pool.ts'
import { createClient, EXTENDED, identify, requestCancel } from './client.ts'
import { toAppError, toConnectError } from './errors.ts'
import { createPortal, wholeResult } from './portal.ts'
import type { RowSink } from './message-gate.ts'
import type { RowFlow } from './row-stream.ts'
import { createSignal } from './signal.ts'
import { createSockets } from './sockets.ts'
import { beginReadOnly, FORGET, ROLL_BACK, ROLL_BACK_AND_UNLOCK } from './transaction.ts'

export interface DescribedColumn {
  name: string
  typeOid: number
}

/**
 * One session: a postgres.js client that holds a single connection and never makes a second one. One call at a time:
 * what the driver has to queue it would send over a *new* connection when this one breaks, outside of our
 * transaction. All failures are AppErrors; a statement outside of `begin` … `clean` is a bug and throws.
 */
export interface Session extends PooledSession {
  /** The server's process of this transaction, for `pg_cancel_backend`. */
  processId(): number
  /** e.g. 180004 */
  readonly serverVersionNumber: number
  readonly encrypted: boolean
  /** From dialling to the server's first answer to a query. */
  readonly connectMs: number
  /** What answers is a pooler: the key it gave us is not that of the server's process. */
  readonly pooled: boolean
  /** False once the connection is gone, whoever ended it. */
  isOpen(): boolean
  /** Gives the transaction up, e.g. because a statement has failed in it, and opens one as before. */
  beginAnew(): Promise<void>
  /** For fixed text of ours: simple protocol, several statements. */
  script(text: string): Promise<void>
  /** Extended protocol: the server takes exactly one statement. All rows at once, for small results of our own. */
  query(text: string): Promise<readonly Row[]>
  /**
   * Parses and names the columns, executes nothing. The server takes exactly one statement. May be asked for while the
   * transaction is being begun, and is answered inside of it.
   */
  describe(text: string): Promise<{ columns: readonly DescribedColumn[]; parameterCount: number }>
  /**
   * Extended protocol: the server takes exactly one statement, whose rows go to the sink. It begins with the first rows that are asked for.
   * @param inPortions whether the server waits after so many rows as were asked for, and computes none ahead; else all are asked for
   */
  openRows(text: string, sink: RowSink, inPortions: boolean): RowFlow
}

/** What a server says only to a connection that its rules on hosts have let through. */
const PAST_THE_DOOR: readonly ErrorCode[] = [
  'DATABASE_AUTH_FAILED',
  'DATABASE_USER_NOT_FOUND',
  'DATABASE_NOT_FOUND',
  'DATABASE_PERMISSION_DENIED',
  'DATABASE_TOO_MANY_CONNECTIONS',
]

/** For the answer to a statement of ours: the catalog of 500,000 columns. */
const ANSWER = { rows: 2_000_000, bytes: 64 * 2 ** 20 }
/** For one portion of rows that somebody wants to see. */
const MAX_PORTION_BYTES = 256 * 2 ** 20
/** The server's own time limit comes first, where it keeps to it. */
const GRACE_MS = 2000

/** Connects within `connectTimeoutMs` or rejects with the reason, e.g. DATABASE_NOT_LISTENING or DATABASE_AUTH_FAILED. */
export async function openSession(target: DatabaseTarget, options: DatabaseOptions): Promise<Session> {
  const startedAt = performance.now()
  try {
    return await openOnce(target, options)
  } catch (error) {
    const failure = toConnectError(error)
    if (failure.code !== 'DATABASE_HOST_NOT_ALLOWED' || target.tls !== 'DISABLE') throw failure
    const leftMs = options.connectTimeoutMs - (performance.now() - startedAt)
    const isLetIn = await isLetInEncrypted(target, { ...options, connectTimeoutMs: leftMs })
    throw isLetIn ? failed(TLS_REQUIRED, stateOf(failure)) : failure
  }
}

/** The server says "no encryption" of every plain connection that it refuses, so only trying tells whether that is why. */
async function isLetInEncrypted(target: DatabaseTarget, options: DatabaseOptions): Promise<boolean> {
  try {
    await (await openOnce({ ...target, tls: 'REQUIRE' }, options)).end()
    return true
  } catch (error) {
    return PAST_THE_DOOR.includes(toConnectError(error).code)
  }
}

async function openOnce(target: DatabaseTarget, options: DatabaseOptions): Promise<Session> {
  const startedAt = performance.now()
  const closed = createSignal()
  const sockets = createSockets(target, options)
  const client = createClient(target, options, sockets.open, () => {
    closed.send()
    // Else the driver would connect anew for the next statement and run it there, outside of our transaction.
    void client.end({ timeout: 0 })
  })
  const cancel = (query: object) => sockets.forCancel(() => requestCancel(query))
  let cancelInFlight: () => void = () => undefined
  let processId: number | null = null
  let isBeginning = false
  let transactionMs = options.statementTimeoutMs

  /** The driver sends it only when it is waited for. */
  async function run<T>(
    result: PromiseLike<T>,
    cancelResult: () => Promise<unknown>,
    timeoutMs = transactionMs + GRACE_MS,
    tooLate: () => AppError = () => failed(TIMEOUT, 'clock'),
  ): Promise<T> {
    if (closed.sent()) throw connectionLost()
    cancelInFlight = () => void cancelResult().catch(() => undefined)
    sockets.allow(ANSWER)
    const late = setTimeout(() => sockets.cutOff(tooLate()), timeoutMs)
    try {
      return await result
    } catch (error) {
      throw toAppError(error)
    } finally {
      clearTimeout(late)
      cancelInFlight = () => undefined
    }
  }

  function extended(text: string) {
    if (processId === null) throw new Error('A statement outside of a transaction')
    return sent(text)
  }

  const sent = (text: string) => client.unsafe<Record<string, Cell>[]>(text, [], EXTENDED)

  async function simple(text: string) {
    const query = client.unsafe<Record<string, Cell>[]>(text)
    return run(query, () => cancel(query))
  }

  /** What takes no time. A firewall may have forgotten a session that was idle, without a word. */
  async function briefly(text: string) {
    const query = client.unsafe<Record<string, Cell>[]>(text)
    return run(query, () => cancel(query), options.connectTimeoutMs, connectionLost)
  }

  async function begin(timeoutMs: number): Promise<void> {
    transactionMs = timeoutMs
    isBeginning = true
    try {
      processId = processIdIn(await briefly(beginReadOnly(timeoutMs, serverVersionNumber)))
    } finally {
      isBeginning = false
    }
  }

  const { serverVersionNumber, pooled } = await identify(client, sockets, options.connectTimeoutMs)
  const connectMs = performance.now() - startedAt
  return {
    serverVersionNumber,
    pooled,
    encrypted: sockets.isEncrypted(),
    connectMs,
    processId: () => processId ?? 0,
    begin,
    async beginAnew() {
      await briefly(ROLL_BACK)
      await begin(transactionMs)
    },
    async clean() {
      processId = null
      if (pooled) return void (await briefly(ROLL_BACK_AND_UNLOCK))
      // Both in one write; the second would fail where the first did, and the session is thrown away then.
      await Promise.all([briefly(ROLL_BACK), briefly(FORGET)])
    },
    isOpen: () => !closed.sent(),
    onClose: closed.listen,
    async script(text) {
      if (processId === null) throw new Error('A script outside of a transaction')
      await simple(text)
    },
    async query(text) {
      const query = extended(text)
      return run(query.values(), () => cancel(query))
    },
    async describe(text) {
      if (processId === null && !isBeginning) throw new Error('A statement outside of a transaction')
      const query = sent(text)
      const statement = await run(query.describe(), () => cancel(query))
      return {
        columns: statement.columns.map(({ name, type }) => ({ name, typeOid: type })),
        parameterCount: statement.types.length,
      }
    },
    openRows(text, sink, inPortions) {
      if (closed.sent()) throw connectionLost()
      const query = extended(text).values()
      const stop = () => cancel(query)
      const flow = inPortions
        ? createPortal(onPortion => ({ result: query.cursor(1, onPortion), cancel: stop }), client.CLOSE)
        : wholeResult({ result: query, cancel: stop })
      const resume = () => {
        sockets.allow({ rows: 0, bytes: MAX_PORTION_BYTES })
        sockets.resume()
      }
      sockets.rowsTo(sink)
      cancelInFlight = () => flow.cancel()
      return {
        ...flow,
        resume,
        ask(maxRows) {
          resume()
          return flow.ask(maxRows)
        },
      }
    },
    async end() {
      if (!closed.sent()) cancelInFlight()
      closed.send()
      await client.end({ timeout: 0 })
      sockets.end()
    },
  }
}

/** The last of the results of `beginReadOnly`. */
function processIdIn(results: unknown): number {
  const last: unknown = Array.isArray(results) ? results.at(-1) : undefined
  const row = Array.isArray(last) ? (last[0] as { pid?: unknown } | undefined) : undefined
  if (typeof row?.pid !== 'number') throw connectionLost()
  return row.pid
}
