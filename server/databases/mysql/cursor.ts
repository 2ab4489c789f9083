import { AppError } from '../../errors.ts'
import type { CursorLimits, ReadBatch, ReadBounds, RowCursor } from '../database.ts'
import { NO_ROWS } from '../encoded-rows.ts'
import { failed, TIME_LIMIT } from '../failure.ts'
import { pause } from '../pause.ts'
import type { SessionPool } from '../session-pool.ts'
import { createWatchdog } from '../watchdog.ts'
import type { Watchdog } from '../watchdog.ts'
import { toResultColumn } from './column-types.ts'
import type { Session, SessionStatement } from './driver.ts'
import { refuseUnexplainable } from './explainable.ts'
import { toRunError } from './errors.ts'
import type { Field } from './field.ts'
import type { RowStream } from './statement.ts'

/** The other session has that long to end a statement; then the session tries it by itself, which takes 2 s at most. */
const KILL_WITHIN_MS = 2000
/**
 * Statements that only tell, and whose columns some servers name only when they are executed (mysql2 issue #169). By
 * the manual they change nothing, and the transaction is READ ONLY as for all others.
 */
const TELLS = /^\s*(explain|describe|desc|show)\b/i

export interface CursorParts {
  pool: SessionPool<Session>
  /** Shown by SHOW PROCESSLIST while the statement runs. */
  applicationName: string
  /** Ends a session with whatever it does, from another session. */
  killSession: (threadId: number) => Promise<void>
  /** Why the database was closed, once it was closed for a reason. */
  closeReason: () => AppError | null
}

/** Fulfils `Database.openCursor`: one prepared statement, in a READ ONLY transaction on a session of its own. */
export async function openCursor(parts: CursorParts, sql: string, limits: CursorLimits): Promise<RowCursor> {
  const session = await parts.pool.begin(limits.timeoutMs).catch((error: unknown) => {
    throw parts.closeReason() ?? error
  })
  /** The whole session, not its statement: a KILL QUERY can arrive before what it is meant for, or after. */
  async function end(): Promise<void> {
    const killed = parts.killSession(session.threadId).then(() => session.cutOff())
    await Promise.race([killed.catch(() => undefined), pause(KILL_WITHIN_MS)])
    await parts.pool.drop(session)
  }
  // Also when the server's own limit does not hold: MySQL's is for SELECT only, and a statement can carry one of its own.
  const watchdog = createWatchdog(limits.timeoutMs, TIME_LIMIT, end)
  try {
    const text = `${comment(parts.applicationName)} ${sql}`
    const statement = await watchdog.watch(() => session.prepare(text))
    if (statement.parameterCount > 0) throw hasParameters()
    await watchdog.watch(() => refuseUnexplainable(session, sql))
    const rows = statement.openRows()
    const fields = await watchdog.watch(() => findFields(statement, rows, sql))
    if (fields.length === 0) throw returnsNoRows()
    return {
      columns: fields.map(toResultColumn),
      ...readAndClose(parts, { session, statement, rows, watchdog, end, timeoutMs: limits.timeoutMs }),
    }
  } catch (error) {
    await parts.pool.release(session)
    throw parts.closeReason() ?? toRunError(error)
  }
}

/** The processlist has no place for the name of a client, but it shows the text of the statement. */
function comment(applicationName: string): string {
  return `/* ${applicationName.replace(/[^\w:.-]/g, '_')} */`
}

async function findFields(
  statement: SessionStatement,
  rows: RowStream,
  sql: string,
): Promise<readonly Field[]> {
  if (statement.fields.length > 0 || !TELLS.test(sql)) return statement.fields
  return rows.start()
}

interface Running {
  session: Session
  statement: SessionStatement
  rows: RowStream
  watchdog: Watchdog
  end: () => Promise<void>
  timeoutMs: number
}

function readAndClose(
  { pool, closeReason }: CursorParts,
  { session, statement, rows, watchdog, end, timeoutMs }: Running,
) {
  let done = false
  let closing: Promise<void> | null = null

  async function read(bounds: ReadBounds): Promise<ReadBatch> {
    if (closing !== null) throw cancelled()
    if (done) return { rows: NO_ROWS, done }
    try {
      const batch = await fetchInTime(bounds)
      done = batch.done
      if (closing !== null) throw cancelled()
      return batch
    } catch (error) {
      done = true
      throw closing === null ? (closeReason() ?? toRunError(error)) : cancelled()
    }
  }

  /** SLEEP and BENCHMARK that meet the server's limit end as if they were done, so the clock decides. */
  async function fetchInTime(bounds: ReadBounds): Promise<ReadBatch> {
    const batch = await watchdog.watch(() => rows.fetch(bounds))
    if (batch.done && watchdog.waitedMs() >= timeoutMs) throw failed(TIME_LIMIT, 'clock')
    return batch
  }

  async function finish(): Promise<void> {
    if (rows.isExecuting()) return end()
    statement.close()
    // The cleaning is the pool's business; nobody has to wait for it.
    void pool.release(session)
  }

  return { read, close: () => (closing ??= finish()) }
}

function cancelled(): AppError {
  return new AppError('RUN_CANCELLED', 'The run was cancelled.', { retryable: true })
}

function returnsNoRows(): AppError {
  return new AppError('DATABASE_STATEMENT_FAILED', 'The statement returns no rows.', {
    hints: ['Only statements that read are run here, such as SELECT.'],
  })
}

function hasParameters(): AppError {
  return new AppError('DATABASE_STATEMENT_FAILED', 'The statement has placeholders (?).', {
    hints: ['Put values in their place.'],
  })
}
