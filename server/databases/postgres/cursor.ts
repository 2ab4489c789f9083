import { AppError } from '../../errors.ts'
import type { CursorLimits, ReadBatch, RowCursor } from '../database.ts'
import type { createColumnTypes } from './column-types.ts'
import type { Session } from './driver.ts'
import { toRunError } from './errors.ts'
import type { SessionPool } from '../session-pool.ts'

/** `close()` drops the session when the server has not answered by then. */
const CLOSE_WITHIN_MS = 4500
const CANCEL_AGAIN_AFTER_MS = 400

export interface CursorParts {
  pool: SessionPool<Session>
  types: ReturnType<typeof createColumnTypes>
  /** Cancels by process id from another session; used when the driver's own cancel overtook its statement. */
  cancelBackend: (processId: number) => Promise<void>
  /** Why the database was closed, once it was closed for a reason. */
  closeReason: () => AppError | null
}

/** Fulfils `Database.openCursor`: one statement, in a portal, in a READ ONLY transaction on a session of its own. */
export async function openCursor(parts: CursorParts, sql: string, limits: CursorLimits): Promise<RowCursor> {
  const session = await parts.pool.begin(limits.timeoutMs).catch((error: unknown) => {
    throw parts.closeReason() ?? error
  })
  try {
    const { columns, parameterCount } = await session.describe(sql)
    if (parameterCount > 0) throw hasParameters()
    if (columns.length === 0) throw returnsNoRows()
    const resultColumns = await parts.types.describe(session, columns)
    return { columns: resultColumns, ...readAndClose(parts, session, sql) }
  } catch (error) {
    await parts.pool.release(session)
    throw parts.closeReason() ?? toRunError(error)
  }
}

function readAndClose({ pool, cancelBackend, closeReason }: CursorParts, session: Session, sql: string) {
  const portal = session.openPortal(sql)
  let done = false
  let reading: Promise<unknown> | null = null
  let closing: Promise<void> | null = null

  async function read(maxRows: number): Promise<ReadBatch> {
    if (closing !== null) throw cancelled()
    if (done) return { rows: [], done }
    try {
      const fetched = portal.fetch(maxRows)
      reading = fetched
      const rows = await fetched
      done = rows.length < maxRows
      if (closing !== null) throw cancelled()
      return { rows, done }
    } catch (error) {
      done = true
      throw closing === null ? (closeReason() ?? toRunError(error)) : cancelled()
    } finally {
      reading = null
    }
  }

  /** The request to cancel and the statement travel on different connections, so it is sent until one has hit. */
  async function cancelUntilSettled(inFlight: Promise<unknown>): Promise<void> {
    let settled = false
    const settling = inFlight.then(
      () => (settled = true),
      () => (settled = true),
    )
    portal.cancel()
    await Promise.race([settling, pause(CANCEL_AGAIN_AFTER_MS)])
    while (!settled && session.isOpen()) {
      await Promise.race([settling, cancelBackend(session.processId()).catch(() => undefined)])
      await Promise.race([settling, pause(CANCEL_AGAIN_AFTER_MS)])
    }
  }

  async function finish(): Promise<void> {
    if (reading !== null) {
      await cancelUntilSettled(reading)
      // Not handed back: a cancel that is still on its way would hit whatever runs on it next.
      return pool.drop(session)
    }
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

function pause(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms).unref())
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
