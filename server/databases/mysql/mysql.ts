import type { ColumnValues } from '../../domain.ts'
import { AppError } from '../../errors.ts'
import type { ErrorCode } from '../../errors.ts'
import type { Database, DatabaseEngine, DatabaseOptions, DatabaseTarget } from '../database.ts'
import { groupByTable } from '../sample-values.ts'
import { TIMEOUT } from '../failure.ts'
import { createSessionPool } from '../session-pool.ts'
import type { SessionPool } from '../session-pool.ts'
import { createWatchdog } from '../watchdog.ts'
import { openCursor } from './cursor.ts'
import { mysqlDialect } from './dialect.ts'
import { openSession } from './driver.ts'
import type { Session } from './driver.ts'
import { readFacts, readLogin } from './facts.ts'
import { readCatalog } from './introspect.ts'
import { readPlan } from './plan.ts'
import { readTableValues } from './values.ts'

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

/** A server that takes no writes at all; a replica that takes some is none. */
const READ_ONLY_QUERY = 'select @@global.read_only or @@global.innodb_read_only'

/**
 * MySQL and MariaDB by mysql2; tested with MariaDB 10.11, and with a MySQL 8 where the tests are given one. All of
 * `maxSessions` are for runs; three more are for everything else, and one for each check.
 */
export const mysqlEngine: DatabaseEngine = {
  engine: 'MYSQL',
  dialect: mysqlDialect,
  defaultPort: 3306,
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
  const killSession = (threadId: number) => onPool(rescue, session => session.script(`kill ${threadId}`))

  /** For what can call functions of users, which can take the time limit off. */
  function watched<T>(use: (session: Session) => Promise<T>, timeoutMs = options.statementTimeoutMs) {
    return onPool(
      control,
      session => {
        const giveUp = () =>
          killSession(session.threadId)
            .catch(() => undefined)
            .then(() => control.drop(session))
        return createWatchdog(timeoutMs, TIMEOUT, giveUp).watch(() => use(session))
      },
      timeoutMs,
    )
  }

  return {
    dialect: mysqlDialect,

    async check() {
      const session = await explained(checks.begin(options.statementTimeoutMs))
      try {
        const { serverVersion, login, privileges, canRead } = await explained(readLogin(session))
        const [[readOnly] = []] = await explained(session.query(READ_ONLY_QUERY))
        const { connectMs: latencyMs, encrypted, pooled } = session
        return {
          serverVersion,
          latencyMs,
          canWrite: login.canWrite,
          ...{ canRead, privileges },
          encrypted,
          readOnlyReplica: readOnly === 1,
          pooled,
          schemas: [],
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

    openCursor: (sql, limits) =>
      openCursor(
        {
          pool: runs,
          applicationName: options.applicationName,
          killSession,
          closeReason: () => closeReason,
        },
        sql,
        limits,
      ),

    copyCsv: null,

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
