import type { ColumnRef, ColumnValues } from '../domain.ts'
import { AppError } from '../errors.ts'
import type { ErrorCode } from '../errors.ts'
import type { DatabaseOptions } from './database.ts'
import { TIMEOUT } from './failure.ts'
import { groupByTable } from './sample-values.ts'
import type { TableColumns } from './sample-values.ts'
import { createSessionPool } from './session-pool.ts'
import type { PooledSession, SessionPool } from './session-pool.ts'
import { createWatchdog } from './watchdog.ts'

/** Sessions for catalog and plan: apart from those of the runs, so that these can never block them. */
const CONTROL_SESSIONS = 2
/** And one that only ends what the others do, so that nothing can keep us from it. */
const RESCUE_SESSIONS = 1
/** Ceiling for the sampling of one table, so that a slow view does not use up the time of all others. */
const VALUES_PER_TABLE_MS = 2000

const ABOUT_ONE_TABLE: readonly ErrorCode[] = [
  'DATABASE_PERMISSION_DENIED',
  'DATABASE_STATEMENT_FAILED',
  'DATABASE_READ_ONLY_VIOLATION',
  'DATABASE_TIMEOUT',
]

export interface PooledSessionsParts<S extends PooledSession> {
  options: DatabaseOptions
  open: () => Promise<S>
  /** Ends what a session does in the server, with the session: by `onRescue`. */
  endWork: (session: S) => Promise<unknown>
}

/** The sessions of one database by what they are for. All failures after `close` are its reason. */
export function createPooledSessions<S extends PooledSession>({
  options,
  open,
  endWork,
}: PooledSessionsParts<S>) {
  const poolOptions = { open, idleTimeoutMs: options.idleTimeoutMs, waitTimeoutMs: options.connectTimeoutMs }
  const runs = createSessionPool({ ...poolOptions, maxSessions: options.maxSessions })
  const control = createSessionPool({ ...poolOptions, maxSessions: CONTROL_SESSIONS })
  // Their sessions are dropped after use, so that each check connects anew.
  const checks = createSessionPool({ ...poolOptions, maxSessions: CONTROL_SESSIONS })
  const rescue = createSessionPool({ ...poolOptions, maxSessions: RESCUE_SESSIONS })
  let closeReason: AppError | null = null

  const explained = <T>(work: Promise<T>) =>
    work.catch((error: unknown) => {
      throw closeReason ?? error
    })

  async function onPool<T>(
    pool: SessionPool<S>,
    use: (session: S) => Promise<T>,
    timeoutMs = options.statementTimeoutMs,
  ) {
    const session = await explained(pool.begin(timeoutMs))
    try {
      return await explained(use(session))
    } finally {
      // The result is there; the cleaning of the session does not delay it.
      void pool.release(session)
    }
  }

  /** For what can call functions of users, which can take the time limit off. */
  function watched<T>(use: (session: S) => Promise<T>, timeoutMs = options.statementTimeoutMs) {
    return onPool(
      control,
      session => {
        const giveUp = () =>
          endWork(session)
            .catch(() => undefined)
            .then(() => control.drop(session))
        return createWatchdog(timeoutMs, TIMEOUT, giveUp).watch(() => use(session))
      },
      timeoutMs,
    )
  }

  return {
    /** For cursors, which give their sessions back themselves. */
    runs,
    closeReason: () => closeReason,
    watched,
    onControl: <T>(use: (session: S) => Promise<T>) => onPool(control, use),
    onRescue: <T>(use: (session: S) => Promise<T>) => onPool(rescue, use),

    /** On a session that connects for it, and is dropped after it. */
    async onNewSession<T>(use: (session: S) => Promise<T>): Promise<T> {
      const session = await explained(checks.begin(options.statementTimeoutMs))
      try {
        return await explained(use(session))
      } finally {
        await checks.drop(session)
      }
    },

    /** Table by table, as many as `timeoutMs` allows; a table that cannot be read says nothing about the others. */
    async sampleTables(
      columns: readonly ColumnRef[],
      timeoutMs: number,
      readTable: (session: S, group: TableColumns) => Promise<readonly ColumnValues[]>,
    ): Promise<ColumnValues[]> {
      const deadline = performance.now() + timeoutMs
      const values: ColumnValues[] = []
      for (const group of groupByTable(columns)) {
        const remainingMs = deadline - performance.now()
        if (remainingMs <= 0) break
        try {
          const tableMs = Math.min(remainingMs, VALUES_PER_TABLE_MS)
          values.push(...(await watched(session => readTable(session, group), tableMs)))
        } catch (error) {
          if (!isOfOneTable(error)) throw error
        }
      }
      return values
    },

    async close(reason?: AppError): Promise<void> {
      closeReason ??= reason ?? null
      await Promise.all([runs.close(), control.close(), checks.close(), rescue.close()])
    },
  }
}

/** A view that is broken, slow or not ours to read says nothing about the other tables. */
function isOfOneTable(error: unknown): boolean {
  return error instanceof AppError && ABOUT_ONE_TABLE.includes(error.code)
}
