import { randomUUID } from 'node:crypto'
import { createDial } from '../../server/databases/dial.ts'
import { createOpenDatabases } from '../../server/databases/open-databases.ts'
import type { GeneratedQuery, ResultSet, SqlCheck } from '../../server/domain.ts'
import { createExecutor } from '../../server/execute/execute.ts'
import { createGuard } from '../../server/guard/guard.ts'
import * as connect from '../../server/connect/connect.ts'
import { createApproveQuery } from '../../server/pipeline/approve-query.ts'
import { createCheckSql, hashSql } from '../../server/pipeline/check-sql.ts'
import { createKnownLogins } from '../../server/pipeline/known-logins.ts'
import type { Dependencies } from '../../server/pipeline/dependencies.ts'
import { createLookup } from '../../server/pipeline/lookup.ts'
import { createResultDigests } from '../../server/pipeline/result-digests.ts'
import { createRunQuery } from '../../server/pipeline/run-query.ts'
import { createResultDigest } from '../../server/explain/explain.ts'
import { assess } from '../../server/preview/preview.ts'
import { loadSqlParsers } from '../../server/sql/sql.ts'
import { connectionOf, queryOf, userOf } from '../fixtures/store.ts'
import type { LoginName, Throwaway } from './throwaway.ts'

const LIMIT = 10_000_000_000
const NO_LIMITS = {
  warnRows: 0,
  warnCost: 0,
  confirmRows: 0,
  confirmCost: 0,
  maxCost: LIMIT,
  maxEstimatedRows: LIMIT,
}

const RUN_LIMITS = {
  ...{ maxRows: 10_000, maxBytes: 10_000_000 },
  ...{ maxSeconds: 20, firstRowSeconds: 20, runsPerUser: 1 },
}

export interface ProductDoor {
  check(sql: string): Promise<SqlCheck>
  /** Runs what was checked before. Rejects where it does not even begin. */
  run(sql: string, check: SqlCheck): Promise<ResultSet>
  close(): Promise<void>
}

/** The way of a user's SQL to a database, as main.ts puts it together, with a store in memory. */
export async function openProductDoor(server: Throwaway, login: LoginName): Promise<ProductDoor> {
  const { password, ...target } = server.target(login)
  const user = userOf({ role: 'ADMIN' })
  const connection = connectionOf({ ...target, engine: server.engine.engine })
  const owner = { authorId: user.id, connectionId: connection.id }
  let query: GeneratedQuery | null = null
  const databases = createOpenDatabases({
    engines: [server.engine],
    readPassword: () => Promise.resolve(password),
    readChangeLogin: () => Promise.resolve(null),
    now: () => new Date(),
    limits: {
      maxSessions: 1,
      idleTimeoutMs: 60_000,
      connectTimeoutMs: 10_000,
      statementTimeoutMs: 20_000,
      maxExaminedRows: LIMIT,
    },
    dial: createDial(),
    sampleDial: createDial(),
  })
  // As far as checking and running use them.
  const dependencies = {
    connect,
    databases,
    guard: createGuard({ parsers: await loadSqlParsers() }),
    assess,
    executor: createExecutor({ now: () => new Date() }),
    createResultDigest,
    limits: {
      runs: {
        byRole: { [user.role]: RUN_LIMITS },
        runsPerConnection: 8,
        byConnection: {},
        stallSeconds: 20,
      },
      requireReadOnlyLogin: false,
      byRole: { [user.role]: NO_LIMITS },
    },
    audit: { record: () => Promise.resolve() },
    warn: () => undefined,
    now: () => new Date(),
    newId: randomUUID,
    store: {
      queries: {
        find: () => Promise.resolve(query),
        findWithConnection: () => Promise.resolve(query && { query, connection }),
      },
      connections: {
        find: () => Promise.resolve(connection),
        setFound: () => Promise.resolve(true),
      },
      resultSets: {
        findByRequest: () => Promise.resolve(null),
        add: () => Promise.resolve(true),
        update: () => Promise.resolve(),
      },
    },
  } as unknown as Dependencies
  const logins = createKnownLogins(dependencies)
  const checkSql = createCheckSql(dependencies, logins)
  const lookup = createLookup(dependencies)
  const { approve } = createApproveQuery(dependencies, lookup, logins)
  const runs = createRunQuery(dependencies, lookup, createResultDigests(dependencies), approve)
  return {
    check: sql => checkSql(connection, sql, user.role),
    async run(sql, check) {
      const sqlHash = hashSql(sql)
      query = queryOf(owner, { sql, sqlHash, check })
      const events = await runs.run(user, {
        ...{ queryId: query.id, sqlHash, maxRows: null, requestId: null },
        ...{ confirmed: true, announceQueue: false },
      })
      for await (const event of events) if (event.kind === 'finished') return event.resultSet
      throw new Error('A run without an end')
    },
    close: () => databases.close(),
  }
}
