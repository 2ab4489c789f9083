import type { Connection } from 'mysql2'
import type { Row } from '../../domain.ts'
import type { AppError } from '../../errors.ts'
import type { DatabaseOptions, DatabaseTarget, ReadBounds } from '../database.ts'
import { CONNECT_TIMEOUT, connectionLost, failed, TIMEOUT, TOO_MUCH_DATA } from '../failure.ts'
import type { PooledSession } from '../session-pool.ts'
import { connect } from './connect.ts'
import { toSessionError } from './errors.ts'
import { hangUp } from './hang-up.ts'
import { readServerIdentity } from './server-identity.ts'
import type { ServerIdentity } from './server-identity.ts'
import { prepare } from './statement.ts'
import type { PreparedStatement, RowStream } from './statement.ts'
import { BEGIN_READ_ONLY, ROLL_BACK, sessionSettings } from './transaction.ts'

/** A server that answers neither a goodbye nor a KILL within that time is left without one. */
const GOODBYE_MS = 2000

/** Of the answer to a statement of ours: the catalog of 500,000 columns. */
const MAX_ANSWER_BYTES = 64 * 2 ** 20
/** Their rows as JSON, and their cells: a row says with next to no bytes how many it has. */
const MAX_ANSWER_JSON_BYTES = 96 * 2 ** 20
const MAX_ANSWER_CELLS = 8_000_000
const ANSWER_PORTION: ReadBounds = { maxRows: 10_000, maxBytes: 2 ** 20 }
/** Of one row that somebody wants to see, give or take what comes between two looks. */
const MAX_ROW_BYTES = 32 * 2 ** 20
/** Of a statement in the text protocol: none of ours gives more than one row. */
const MAX_TEXT_ROWS = 100
/** The server's own time limit comes first, where it keeps to it. */
const GRACE_MS = 2000

const IDENTIFY = 'select version(), connection_id()'

/** Its failures are AppErrors. */
export type SessionStatement = PreparedStatement

/** One session: one connection, never made anew. One call at a time. All failures are AppErrors. */
export interface Session extends PooledSession {
  /** What KILL takes, also in a proxy in front of the server. */
  readonly threadId: number
  readonly server: ServerIdentity
  readonly encrypted: boolean
  /** Something in between, such as ProxySQL or MaxScale, gives out thread ids of its own. */
  readonly pooled: boolean
  /** From dialling to the first answer. */
  readonly connectMs: number
  /** False once the connection is gone, whoever ended it. */
  isOpen(): boolean
  /** For fixed text of ours: one statement a call, rows are dropped. */
  script(text: string): Promise<void>
  /** As a prepared statement: the server takes exactly one. All rows at once, for small results of our own. */
  query(text: string): Promise<readonly Row[]>
  /** Parses and names the columns, executes nothing. The server takes exactly one statement. */
  prepare(text: string): Promise<SessionStatement>
  /** Hangs up at once, when whatever was in flight has been killed. */
  cutOff(): void
}

/**
 * Connects within `connectTimeoutMs` or rejects with the reason; see `connect.ts`.
 * @param toError what a statement of the session fails with
 */
export async function openSession(
  target: DatabaseTarget,
  options: DatabaseOptions,
  toError: (error: unknown) => AppError = toSessionError,
): Promise<Session> {
  const startedAt = performance.now()
  const { connection, socket, watch, encrypted } = await connect(target, options)
  const closed = createSignal()
  socket.once('close', closed.send)
  closed.listen(() => rows?.fail(lost()))
  let calls = 0
  let transactionMs = options.statementTimeoutMs
  /** The time limit that the settings of the session were made for; null: they are the server's own. */
  let settingsMs: number | null = null
  let reason: AppError | null = null
  let rows: RowStream | null = null
  let ending: Promise<void> | null = null

  /** Within the time limit. The driver tells nobody that the connection is lost when a statement without a callback is waiting. */
  function run<T>(start: () => Promise<T>, timeoutMs = transactionMs + GRACE_MS): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (closed.sent()) return reject(lost())
      const late = setTimeout(() => giveUp(failed(TIMEOUT, 'clock')), timeoutMs)
      const forget = closed.listen(() => reject(lost()))
      asked(start, MAX_ANSWER_BYTES)
        .then(resolve, (error: unknown) => reject(closed.sent() ? lost() : (error as Error)))
        .finally(() => {
          clearTimeout(late)
          forget()
        })
    })
  }

  /** What is asked of an open session: so many bytes may come for it. */
  async function asked<T>(start: () => Promise<T>, bytes: number): Promise<T> {
    calls += 1
    watch.allow(bytes)
    try {
      return await start()
    } catch (error) {
      throw toError(error)
    } finally {
      calls -= 1
      watch.allowNothing()
    }
  }

  function lost(): AppError {
    return reason ?? (watch.hasHungUp() ? failed(TOO_MUCH_DATA, 'bytes') : connectionLost())
  }

  function giveUp(why: AppError): void {
    reason ??= why
    cutOff()
  }
  const script = (text: string) => run(() => sendText(connection, text)).then(() => undefined)

  async function applySettings(server: ServerIdentity, timeoutMs: number): Promise<void> {
    for (const statement of sessionSettings(timeoutMs, server, options.maxExaminedRows))
      await script(statement)
    settingsMs = timeoutMs
  }

  async function prepareHere(text: string): Promise<SessionStatement> {
    const statement = await run(() => prepare(connection, text, watch))
    return {
      ...statement,
      openRows() {
        const stream = statement.openRows()
        rows = stream
        if (closed.sent()) stream.fail(lost())
        return {
          ...stream,
          // Who reads a cursor watches the clock (`cursor.ts`). Rows that came before a loss come before the failure.
          fetch: bounds => asked(() => stream.fetch(bounds), MAX_ROW_BYTES),
          start: () => run(() => stream.start()),
        }
      },
      close() {
        if (!closed.sent()) statement.close()
      },
    }
  }

  async function leave(): Promise<void> {
    if (closed.sent()) return
    const isBusy = calls > 0 || (rows?.isExecuting() ?? false)
    // A server that computes does not notice that we are gone.
    if (isBusy) await atMost(GOODBYE_MS, kill(target, options, connection.threadId))
    else await sayGoodbye(connection, closed)
    cutOff()
  }

  /** The polite way would wait for the rows that nobody reads. */
  function cutOff(): void {
    closed.send()
    hangUp(socket)
  }

  let timedOut = false
  const late = setTimeout(
    () => {
      timedOut = true
      cutOff()
    },
    startedAt + options.connectTimeoutMs - performance.now(),
  )
  try {
    const [[version, threadId] = []] = await run(() => sendText(connection, IDENTIFY))
    const server = readServerIdentity(String(version))
    return {
      threadId: connection.threadId,
      server,
      encrypted,
      // The greeting has room for 32 bits of it.
      pooled: Number(threadId) % 2 ** 32 !== connection.threadId,
      connectMs: performance.now() - startedAt,
      isOpen: () => !closed.sent(),
      onClose: listener => void closed.listen(listener),
      async begin(timeoutMs) {
        // Nothing that takes time: a session that was idle may have been forgotten by a firewall, without a word.
        transactionMs = timeoutMs
        const late = setTimeout(cutOff, options.connectTimeoutMs)
        try {
          if (settingsMs !== timeoutMs) await applySettings(server, timeoutMs)
          await script(BEGIN_READ_ONLY)
        } finally {
          clearTimeout(late)
        }
      },
      async clean() {
        const timeoutMs = transactionMs
        transactionMs = options.connectTimeoutMs
        settingsMs = null
        await script(ROLL_BACK)
        // Settings, user variables, temporary tables, locks, prepared statements.
        await run(() => resetSession(connection))
        // Here nobody waits for it. The next transaction most likely has the same time limit.
        await applySettings(server, timeoutMs)
      },
      script,
      async query(text) {
        const statement = await prepareHere(text)
        try {
          const answer = await run(() => readAnswer(statement))
          if (answer !== null) return answer
          giveUp(failed(TOO_MUCH_DATA, 'answer'))
          throw lost()
        } finally {
          statement.close()
        }
      },
      prepare: prepareHere,
      cutOff,
      end: () => (ending ??= leave()),
    }
  } catch (error) {
    socket.destroy()
    throw timedOut ? failed(CONNECT_TIMEOUT, 'identify') : error
  } finally {
    clearTimeout(late)
  }
}

/** Null for more than we take. */
async function readAnswer(statement: SessionStatement): Promise<readonly Row[] | null> {
  const stream = statement.openRows()
  const rows: Row[] = []
  let bytes = 0
  for (;;) {
    const batch = await stream.fetch(ANSWER_PORTION)
    for (const row of JSON.parse(`[${batch.rows.json.toString()}]`) as Row[]) rows.push(row)
    if (batch.done) return rows
    bytes += batch.rows.bytes
    if (bytes > MAX_ANSWER_JSON_BYTES || rows.length * (rows[0]?.length ?? 0) > MAX_ANSWER_CELLS) return null
  }
}

/** Ends a session of this login, from a connection of its own, with whatever it is busy with. */
async function kill(target: DatabaseTarget, options: DatabaseOptions, threadId: number): Promise<void> {
  const connectTimeoutMs = Math.min(options.connectTimeoutMs, GOODBYE_MS)
  const { connection, socket } = await connect(target, { ...options, connectTimeoutMs })
  await atMost(GOODBYE_MS, sendText(connection, `kill ${threadId}`))
  connection.end()
  setTimeout(() => socket.destroy(), GOODBYE_MS).unref()
}

/** Whatever comes of it. */
async function atMost(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise(resolve => (timer = setTimeout(resolve, ms)))
  await Promise.race([work.catch(() => undefined), late])
  clearTimeout(timer)
}

/** The text protocol, without CLIENT_MULTI_STATEMENTS: the server takes one statement. */
function sendText(connection: Connection, text: string): Promise<readonly unknown[][]> {
  return new Promise((resolve, reject) => {
    const rows: unknown[][] = []
    connection
      .query({ sql: text, rowsAsArray: true })
      .on('result', (row: unknown) => {
        if (!Array.isArray(row)) return
        rows.push(row)
        if (rows.length > MAX_TEXT_ROWS) connection.destroy()
      })
      .on('error', reject)
      .on('end', () => resolve(rows))
  })
}

function resetSession(connection: Connection): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.reset(error => (error ? reject(error) : resolve()))
  })
}

/** So that the server does not log an aborted connection. */
function sayGoodbye(connection: Connection, closed: Signal): Promise<void> {
  return new Promise(resolve => {
    const late = setTimeout(resolve, GOODBYE_MS)
    closed.listen(() => {
      clearTimeout(late)
      resolve()
    })
    connection.end()
  })
}

type Signal = ReturnType<typeof createSignal>

/** Something that happens once; listeners that come late are not called. */
function createSignal() {
  const listeners = new Set<() => void>()
  let isSent = false
  return {
    sent: () => isSent,
    /** @returns stops listening */
    listen(listener: () => void): () => void {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    send() {
      if (isSent) return
      isSent = true
      for (const listener of listeners) listener()
    },
  }
}
