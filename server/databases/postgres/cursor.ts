import { AppError } from '../../errors.ts'
import type { CursorLimits, ReadBounds, RowCursor } from '../database.ts'
import { NO_ROWS } from '../encoded-rows.ts'
import { failed, TIME_LIMIT } from '../failure.ts'
import { pause } from '../pause.ts'
import type { SessionPool } from '../session-pool.ts'
import { createWatchdog } from '../watchdog.ts'
import type { createColumnTypes, TypedColumns } from './column-types.ts'
import type { Session } from './driver.ts'
import { toRunError } from './errors.ts'
import { executesWhatItExplains } from './explain-that-runs.ts'
import { createJsonCollector } from './json-collector.ts'
import { createRowStream } from './row-stream.ts'
import type { RowStream } from './row-stream.ts'
import { stopStatement } from './stop-statement.ts'
import type { BackendControl } from './stop-statement.ts'

/** `close()` drops the session when the server has not answered by then. */
const CLOSE_WITHIN_MS = 4500

export interface CursorParts extends BackendControl {
  pool: SessionPool<Session>
  types: ReturnType<typeof createColumnTypes>
  /** Why the database was closed, once it was closed for a reason. */
  closeReason: () => AppError | null
}

/** Fulfils `Database.openCursor`: one statement, in a READ ONLY transaction on a session of its own. */
export async function openCursor(parts: CursorParts, sql: string, limits: CursorLimits): Promise<RowCursor> {
  const { session, columns, writers } = await describe(parts, sql, limits)
  const rows = createRowStream({
    open: sink => session.openRows(sql, sink, limits.inPortions ?? false),
    form: 'QUERY',
    columns: columns.length,
    collector: createJsonCollector(writers),
    inPortions: limits.inPortions ?? false,
  })
  const { read, close } = readAndClose(parts, limits, session, rows, NO_ROWS)
  return {
    columns,
    async read(bounds) {
      const { batch, done } = await read(bounds)
      return { rows: batch, done }
    },
    close,
  }
}

/**
 * A session whose server has read the text alone, over the extended protocol, and found it to be exactly one statement
 * that returns columns.
 */
export async function describe(
  { pool, types, closeReason }: CursorParts,
  sql: string,
  { timeoutMs }: CursorLimits,
): Promise<TypedColumns & { session: Session }> {
  let description: ReturnType<Session['describe']> | null = null
  const session = await pool
    .begin(timeoutMs, begun => {
      description = begun.describe(sql)
      // It is waited for when the transaction has begun.
      description.catch(() => undefined)
    })
    .catch((error: unknown) => {
      throw closeReason() ?? error
    })
  try {
    const describing = createWatchdog(timeoutMs, TIME_LIMIT, () => pool.drop(session))
    const { columns, parameterCount } = await describing.watch(() => description ?? session.describe(sql))
    if (parameterCount > 0) throw hasParameters()
    if (columns.length === 0) throw returnsNoColumns()
    if (executesWhatItExplains(sql)) throw executes()
    return { session, ...(await types.describe(session, columns)) }
  } catch (error) {
    await pool.release(session)
    throw closeReason() ?? toRunError(error)
  }
}

/** @param none after the last row */
export function readAndClose<T>(
  parts: CursorParts,
  { timeoutMs }: CursorLimits,
  session: Session,
  rows: RowStream<T>,
  none: T,
) {
  const { pool, closeReason } = parts
  const watchdog = createWatchdog(timeoutMs, TIME_LIMIT, () => {
    isTooLate = true
    return stop()
  })
  let isTooLate = false
  let done = false
  let reading: Promise<unknown> | null = null
  let stopping: Promise<void> | null = null
  let closing: Promise<void> | null = null

  async function read(bounds: ReadBounds): Promise<{ batch: T; done: boolean }> {
    if (closing !== null) throw cancelled()
    if (done) return { batch: none, done }
    try {
      const fetched = await watchdog.watch(() => {
        const fetching = rows.read(bounds)
        reading = fetching
        return fetching
      })
      done = fetched.done
      if (closing !== null) throw cancelled()
      return fetched
    } catch (error) {
      done = true
      if (closing !== null) throw cancelled()
      throw closeReason() ?? (isTooLate ? failed(TIME_LIMIT, 'watchdog') : toRunError(error))
    } finally {
      reading = null
    }
  }

  function stop(): Promise<void> {
    const inFlight = rows.running() ?? reading
    return (stopping ??=
      inFlight === null
        ? Promise.resolve()
        : stopStatement(parts, session, inFlight, () => rows.cancel()).then(() => pool.drop(session)))
  }

  async function finish(): Promise<void> {
    // Not handed back: a cancel that is still on its way would hit whatever runs on it next.
    if (rows.running() !== null || reading !== null || stopping !== null) return stop()
    await rows.close()
    // The cleaning is the pool's business; nobody has to wait for it.
    void pool.release(session)
  }

  return {
    read,
    close: () => (closing ??= within(finish(), CLOSE_WITHIN_MS, () => pool.drop(session))),
  }
}

/** Waits for the work, or gives up on it after a time. */
async function within(work: Promise<void>, timeoutMs: number, giveUp: () => Promise<void>): Promise<void> {
  const late = pause(timeoutMs)
  const outcome = await Promise.race([
    work.then(
      () => 'done' as const,
      () => 'failed' as const,
    ),
    late.then(() => 'late' as const),
  ])
  if (outcome !== 'done') await giveUp()
}

function cancelled(): AppError {
  return new AppError('RUN_CANCELLED', 'The run was cancelled.', { retryable: true })
}

function returnsNoColumns(): AppError {
  return new AppError('DATABASE_STATEMENT_FAILED', 'The statement returns no columns.', {
    hints: ['Only statements that read are run here, such as SELECT with a list of columns.'],
  })
}

function executes(): AppError {
  return new AppError(
    'DATABASE_STATEMENT_FAILED',
    'EXPLAIN ANALYZE executes the statement that it explains.',
    {
      hints: ['Leave ANALYZE out: the plan is the same.'],
    },
  )
}

function hasParameters(): AppError {
  return new AppError('DATABASE_STATEMENT_FAILED', 'The statement has placeholders such as $1.', {
    hints: ['Put values in their place.'],
  })
}
