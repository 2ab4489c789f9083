import type { ColumnValues } from '../../domain.ts'
import { AppError } from '../../errors.ts'
import type { ErrorCode } from '../../errors.ts'
import type { Database, DatabaseEngine, DatabaseOptions, DatabaseTarget } from '../database.ts'
import { TIMEOUT } from '../failure.ts'
import { createSessionPool } from '../session-pool.ts'
import type { SessionPool } from '../session-pool.ts'
import { createWatchdog } from '../watchdog.ts'
import { createColumnTypes } from './column-types.ts'
import { openCsv } from './csv.ts'
import { openCursor } from './cursor.ts'
import { postgresDialect } from './dialect.ts'
import { openSession } from './driver.ts'
import type { Session } from './driver.ts'
import { readFacts, readLogin } from './facts.ts'
import { readCatalog } from './introspect.ts'
import { readPlan } from './plan.ts'
import { groupByTable, readTableValues } from './values.ts'

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

/** PostgreSQL by postgres.js; tested with 18. All of `maxSessions` are for runs; three more are for everything else. */
export const postgresEngine: DatabaseEngine = {
  engine: 'POSTGRES',
  dialect: postgresDialect,
  defaultPort: 5432,
  open: openDatabase,
}

function openDatabase(target: DatabaseTarget, options: DatabaseOptions): Database {
  const open = () => openSession(target, options)
  const poolOptions = { open, idleTimeoutMs: options.idleTimeoutMs, waitTimeoutMs: options.connectTimeoutMs }
  const runs = createSessionPool({ ...poolOptions, maxSessions: options.maxSessions })
  const control = createSessionPool({ ...poolOptions, maxSessions: CONTROL_SESSIONS })
  // Their sessions are dropped after use, so that each check connects anew.
  const checks = createSessionPool({ ...poolOptions, maxSessions: CONTROL_SESSIONS })
  const rescue = createSessionPool({ ...poolOptions, maxSessions: RESCUE_SESSIONS })
  const types = createColumnTypes()
  let closeReason: AppError | null = null

  const explained = <T>(work: Promise<T>) =>
    work.catch((error: unknown) => {
      throw closeReason ?? error
    })

  async function onPool<T>(
    pool: SessionPool<Session>,
    use: (session: Session) => Promise<T>,
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
  const onControl = <T>(use: (session: Session) => Promise<T>) => onPool(control, use)

  /** For what can call functions of users, which can take the time limit off. */
  function watched<T>(use: (session: Session) => Promise<T>, timeoutMs = options.statementTimeoutMs) {
    return onPool(
      control,
      session => {
        const terminate = () => terminateBackend(session.processId()).catch(() => undefined)
        const giveUp = () => terminate().then(() => control.drop(session))
        return createWatchdog(timeoutMs, TIMEOUT, giveUp).watch(() => use(session))
      },
      timeoutMs,
    )
  }

  const signalBackend = (signal: 'cancel' | 'terminate') => async (processId: number) => {
    await onPool(rescue, session => session.query(`select pg_catalog.pg_${signal}_backend(${processId})`))
  }
  const cancelBackend = signalBackend('cancel')
  const terminateBackend = signalBackend('terminate')

  const cursorParts = {
    ...{ pool: runs, types, cancelBackend, terminateBackend },
    closeReason: () => closeReason,
  }

  return {
    dialect: postgresDialect,

    async check() {
      const session = await explained(checks.begin(options.statementTimeoutMs))
      try {
        const { serverVersion, login, readOnlyReplica, schemas, privileges } = await explained(
          readLogin(session),
        )
        const { connectMs: latencyMs, encrypted, pooled } = session
        return {
          serverVersion,
          latencyMs,
          canWrite: login.canWrite,
          canRead: schemas.length > 0,
          privileges,
          encrypted,
          readOnlyReplica,
          pooled,
          schemas,
        }
      } finally {
        await checks.drop(session)
      }
    },

    readCatalog: () => onControl(session => readCatalog(session, new Date())),

    readFacts: () => onControl(readFacts),

    async readValues({ columns, timeoutMs, ...bounds }) {
      const deadline = performance.now() + timeoutMs
      const values: ColumnValues[] = []
      for (const group of groupByTable(columns)) {
        const remainingMs = deadline - performance.now()
        if (remainingMs <= 0) break
        try {
          values.push(
            ...(await watched(
              session => readTableValues(session, group, bounds),
              Math.min(remainingMs, VALUES_PER_TABLE_MS),
            )),
          )
        } catch (error) {
          if (!isOfOneTable(error)) throw error
        }
      }
      return values
    },

    plan: sql => watched(session => readPlan(session, sql)),

    openCursor: (sql, limits) => openCursor(cursorParts, sql, limits),

    copyCsv: (sql, format, limits) => openCsv(cursorParts, sql, format, limits),

    async close(reason) {
      closeReason ??= reason ?? null
      await Promise.all([runs.close(), control.close(), checks.close(), rescue.close()])
    },
  }
}

/** A view that is broken, slow or not ours to read says nothing about the other tables. */
function isOfOneTable(error: unknown): boolean {
  return error instanceof AppError && ABOUT_ONE_TABLE.includes(error.code)
}
