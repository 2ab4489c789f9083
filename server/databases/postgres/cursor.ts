import { AppError } from '../../errors.ts'
import type { CursorLimits, ReadBatch, ReadBounds, RowCursor } from '../database.ts'
import { NO_ROWS } from '../encoded-rows.ts'
import { failed, stateOf, TIME_LIMIT } from '../failure.ts'
import { pause } from '../pause.ts'
import type { SessionPool } from '../session-pool.ts'
import { createWatchdog } from '../watchdog.ts'
import type { createColumnTypes, TypedColumns } from './column-types.ts'
import type { Session } from './driver.ts'
import { toAppError, toRunError } from './errors.ts'
import { executesWhatItExplains } from './explain-that-runs.ts'
import { copiedRows, portalRows } from './row-source.ts'
import type { RowSource } from './row-source.ts'
import { stopStatement } from './stop-statement.ts'
import type { BackendControl } from './stop-statement.ts'

/** `close()` drops the session when the server has not answered by then. */
const CLOSE_WITHIN_MS = 4500
/** What COPY says of a statement that it does not take: a syntax error, or that it is not supported. */
const NOT_FOR_COPY = ['42601', '0A000']

export interface CursorParts extends BackendControl {
  pool: SessionPool<Session>
  types: ReturnType<typeof createColumnTypes>
  /** Why the database was closed, once it was closed for a reason. */
  closeReason: () => AppError | null
}

/** Fulfils `Database.openCursor`: one statement, in a READ ONLY transaction on a session of its own. */
export async function openCursor(parts: CursorParts, sql: string, limits: CursorLimits): Promise<RowCursor> {
  const { session, columns, writers } = await describe(parts, sql, limits)
  const { read, close } = readAndClose(parts, limits, session, {
    source: copiedRows(session, sql, writers),
    instead: () => portalRows(session, sql),
    none: { rows: NO_ROWS, done: true },
  })
  return { columns, read, close }
}

/**
 * A session whose server has read the text alone, over the extended protocol, and found it to be exactly one statement
 * that returns columns. Only then may the text stand between the brackets of a COPY.
 */
export async function describe(
  { pool, types, closeReason }: CursorParts,
  sql: string,
  { timeoutMs }: CursorLimits,
): Promise<TypedColumns & { session: Session }> {
  const session = await pool.begin(timeoutMs).catch((error: unknown) => {
    throw closeReason() ?? error
  })
  try {
    const describing = createWatchdog(timeoutMs, TIME_LIMIT, () => pool.drop(session))
    const { columns, parameterCount } = await describing.watch(() => session.describe(sql))
    if (parameterCount > 0) throw hasParameters()
    if (columns.length === 0) throw returnsNoColumns()
    if (executesWhatItExplains(sql)) throw executes()
    return { session, ...(await types.describe(session, columns)) }
  } catch (error) {
    await pool.release(session)
    throw closeReason() ?? toRunError(error)
  }
}

export interface Reading<Batch> {
  source: RowSource<Batch>
  /** Where the rows come from when `source` cannot be had; null: the failure stays. */
  instead: (() => RowSource<Batch>) | null
  /** After the last row. */
  none: Batch
}

export function readAndClose<Batch extends { done: boolean } = ReadBatch>(
  parts: CursorParts,
  { timeoutMs }: CursorLimits,
  session: Session,
  { source: first, instead, none }: Reading<Batch>,
) {
  const { pool, closeReason } = parts
  const watchdog = createWatchdog(timeoutMs, TIME_LIMIT, () => {
    isTooLate = true
    return stop()
  })
  let isTooLate = false
  let source = first
  let isFirst = true
  let done = false
  let reading: Promise<unknown> | null = null
  let stopping: Promise<void> | null = null
  let closing: Promise<void> | null = null

  async function read(bounds: ReadBounds): Promise<Batch> {
    if (closing !== null) throw cancelled()
    if (done) return none
    try {
      const batch = await watchdog.watch(() => {
        const fetched = readSource(bounds)
        reading = fetched
        return fetched
      })
      done = batch.done
      if (closing !== null) throw cancelled()
      return batch
    } catch (error) {
      done = true
      if (closing !== null) throw cancelled()
      throw closeReason() ?? (isTooLate ? failed(TIME_LIMIT, 'watchdog') : toRunError(error))
    } finally {
      reading = null
    }
  }

  async function readSource(bounds: ReadBounds): Promise<Batch> {
    const mayBeElsewhere = isFirst && instead !== null
    isFirst = false
    try {
      return await source.read(bounds)
    } catch (error) {
      const isRefused = NOT_FOR_COPY.includes(stateOf(toAppError(error)))
      if (!mayBeElsewhere || !isRefused || closing !== null) throw error
      await session.beginAnew()
      if (stopping !== null || closing !== null) throw error
      source = instead()
      return source.read(bounds)
    }
  }

  function stop(): Promise<void> {
    const inFlight = source.running() ?? reading
    return (stopping ??=
      inFlight === null
        ? Promise.resolve()
        : stopStatement(parts, session, inFlight, () => source.cancel()).then(() => pool.drop(session)))
  }

  async function finish(): Promise<void> {
    // Not handed back: a cancel that is still on its way would hit whatever runs on it next.
    if (source.running() !== null || reading !== null || stopping !== null) return stop()
    await source.close()
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
