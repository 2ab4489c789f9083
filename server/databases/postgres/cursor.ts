import { AppError } from '../../errors.ts'
import type { CursorLimits, ReadBatch, ReadBounds, RowCursor } from '../database.ts'
import { createBatchReader, NO_ROWS } from '../encoded-rows.ts'
import { TIME_LIMIT } from '../failure.ts'
import { pause } from '../pause.ts'
import type { SessionPool } from '../session-pool.ts'
import { createWatchdog } from '../watchdog.ts'
import type { createColumnTypes } from './column-types.ts'
import type { Session } from './driver.ts'
import { toRunError } from './errors.ts'
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

/** Fulfils `Database.openCursor`: one statement, in a portal, in a READ ONLY transaction on a session of its own. */
export async function openCursor(parts: CursorParts, sql: string, limits: CursorLimits): Promise<RowCursor> {
  const session = await parts.pool.begin(limits.timeoutMs).catch((error: unknown) => {
    throw parts.closeReason() ?? error
  })
  try {
    const describing = createWatchdog(limits.timeoutMs, TIME_LIMIT, () => parts.pool.drop(session))
    const { columns, parameterCount } = await describing.watch(() => session.describe(sql))
    if (parameterCount > 0) throw hasParameters()
    if (columns.length === 0) throw returnsNoRows()
    const resultColumns = await parts.types.describe(session, columns)
    return { columns: resultColumns, ...readAndClose(parts, limits, session, sql) }
  } catch (error) {
    await parts.pool.release(session)
    throw parts.closeReason() ?? toRunError(error)
  }
}

function readAndClose(parts: CursorParts, { timeoutMs }: CursorLimits, session: Session, sql: string) {
  const { pool, closeReason } = parts
  const portal = session.openPortal(sql)
  const watchdog = createWatchdog(timeoutMs, TIME_LIMIT, stop)
  let done = false
  let reading: Promise<unknown> | null = null
  let stopping: Promise<void> | null = null
  let closing: Promise<void> | null = null

  const readBatch = createBatchReader(async maxRows => {
    try {
      const rows = await watchdog.watch(() => {
        const fetched = portal.fetch(maxRows)
        reading = fetched
        return fetched
      })
      return { rows, done: rows.length < maxRows }
    } finally {
      reading = null
    }
  })

  async function read(bounds: ReadBounds): Promise<ReadBatch> {
    if (closing !== null) throw cancelled()
    if (done) return { rows: NO_ROWS, done }
    try {
      const batch = await readBatch(bounds)
      done = batch.done
      if (closing !== null) throw cancelled()
      return batch
    } catch (error) {
      done = true
      throw closing === null ? (closeReason() ?? toRunError(error)) : cancelled()
    }
  }

  function stop(): Promise<void> {
    return (stopping ??=
      reading === null
        ? Promise.resolve()
        : stopStatement(parts, session, reading, () => portal.cancel()).then(() => pool.drop(session)))
  }

  async function finish(): Promise<void> {
    // Not handed back: a cancel that is still on its way would hit whatever runs on it next.
    if (reading !== null || stopping !== null) return stop()
    await portal.close()
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

function returnsNoRows(): AppError {
  return new AppError('DATABASE_STATEMENT_FAILED', 'The statement returns no rows.', {
    hints: ['Only statements that read are run here, such as SELECT.'],
  })
}

function hasParameters(): AppError {
  return new AppError('DATABASE_STATEMENT_FAILED', 'The statement has placeholders such as $1.', {
    hints: ['Put values in their place.'],
  })
}
