import type { Database, DatabaseEngine, DatabaseOptions, DatabaseTarget } from '../database.ts'
import { createPooledSessions } from '../pooled-sessions.ts'
import { createColumnTypes } from './column-types.ts'
import { openCsv } from './csv.ts'
import { openCursor } from './cursor.ts'
import { postgresDialect } from './dialect.ts'
import { openSession } from './driver.ts'
import { readFacts, readLogin } from './facts.ts'
import { readCatalog } from './introspect.ts'
import { readPlan } from './plan.ts'
import { writeRollback } from './rollback.ts'
import { createChanges } from './schema-changes.ts'
import { readTableDetails } from './table-details.ts'
import { readTableValues } from './values.ts'

/** PostgreSQL by postgres.js; tested with 18. All of `maxSessions` are for runs; three more are for everything else. */
export const postgresEngine: DatabaseEngine = {
  engine: 'POSTGRES',
  dialect: postgresDialect,
  defaultPort: 5432,
  writeRollback,
  open: openDatabase,
}

function openDatabase(target: DatabaseTarget, options: DatabaseOptions): Database {
  const sessions = createPooledSessions({
    options,
    open: () => openSession(target, options),
    endWork: session => terminateBackend(session.processId()),
  })
  const signalBackend = (signal: 'cancel' | 'terminate') => async (processId: number) => {
    await sessions.onRescue(session => session.query(`select pg_catalog.pg_${signal}_backend(${processId})`))
  }
  const terminateBackend = signalBackend('terminate')
  const cursorParts = {
    pool: sessions.runs,
    types: createColumnTypes(),
    cancelBackend: signalBackend('cancel'),
    terminateBackend,
    closeReason: sessions.closeReason,
  }

  return {
    dialect: postgresDialect,

    check: () =>
      sessions.onNewSession(async session => {
        const { serverVersion, login, readOnlyReplica, schemas, privileges } = await readLogin(session)
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
      }),

    readCatalog: () => sessions.onControl(session => readCatalog(session, new Date())),

    readFacts: () => sessions.onControl(readFacts),

    readTableDetails: tables => sessions.onControl(session => readTableDetails(session, tables)),

    readValues: ({ columns, timeoutMs, ...bounds }) =>
      sessions.sampleTables(columns, timeoutMs, (session, group) => readTableValues(session, group, bounds)),

    plan: sql => sessions.watched(session => readPlan(session, sql)),

    openCursor: (sql, limits) => openCursor(cursorParts, sql, limits),

    copyCsv: (sql, format, limits) => openCsv(cursorParts, sql, format, limits),

    changes: createChanges({
      target,
      options,
      onControl: sessions.onControl,
      control: { cancelBackend: cursorParts.cancelBackend, terminateBackend },
    }),

    close: sessions.close,
  }
}
