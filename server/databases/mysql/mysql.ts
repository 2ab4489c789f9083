import type { Database, DatabaseEngine, DatabaseOptions, DatabaseTarget } from '../database.ts'
import { createPooledSessions } from '../pooled-sessions.ts'
import { openCursor } from './cursor.ts'
import { mysqlDialect } from './dialect.ts'
import { openSession } from './driver.ts'
import { readFacts, readLogin } from './facts.ts'
import { readCatalog } from './introspect.ts'
import { readPlan } from './plan.ts'
import { writeRollback } from './rollback.ts'
import { createChanges } from './schema-changes.ts'
import { readTableDetails } from './table-details.ts'
import { readTableValues } from './values.ts'

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
  writeRollback,
  open: openDatabase,
}

function openDatabase(target: DatabaseTarget, options: DatabaseOptions): Database {
  const sessions = createPooledSessions({
    options,
    open: () => openSession(target, options),
    endWork: (session): Promise<unknown> => killSession(session.threadId),
  })
  const killSession = (threadId: number): Promise<void> =>
    sessions.onRescue(session => session.script(`kill ${threadId}`))
  const cursorParts = {
    pool: sessions.runs,
    applicationName: options.applicationName,
    killSession,
    closeReason: sessions.closeReason,
  }

  return {
    dialect: mysqlDialect,

    check: () =>
      sessions.onNewSession(async session => {
        const { serverVersion, login, privileges, canRead } = await readLogin(session)
        const [[readOnly] = []] = await session.query(READ_ONLY_QUERY)
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
      }),

    readCatalog: () => sessions.onControl(session => readCatalog(session, new Date())),

    readFacts: () => sessions.onControl(readFacts),

    readTableDetails: tables => sessions.onControl(session => readTableDetails(session, tables)),

    readValues: ({ columns, timeoutMs, ...bounds }) =>
      sessions.sampleTables(columns, timeoutMs, (session, group) => readTableValues(session, group, bounds)),

    plan: sql => sessions.watched(session => readPlan(session, sql)),

    openCursor: (sql, limits) => openCursor(cursorParts, sql, limits),

    copyCsv: null,

    changes: createChanges({
      target,
      options,
      onControl: sessions.onControl,
      control: {
        killSession,
        killStatement: threadId => sessions.onRescue(session => session.script(`kill query ${threadId}`)),
      },
    }),

    close: sessions.close,
  }
}
