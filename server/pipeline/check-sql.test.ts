/** Guard, plan and cost gate together, on a real PostgreSQL. */
import { randomUUID } from 'node:crypto'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectionOf } from '../../tests/fixtures/store.ts'
import { createTestDatabase, createTestLogin } from '../../tests/fixtures/postgres.ts'
import type { TestDatabase, TestLogin } from '../../tests/fixtures/postgres.ts'
import { createDial } from '../databases/dial.ts'
import { createOpenDatabases } from '../databases/open-databases.ts'
import type { OpenDatabases } from '../databases/open-databases.ts'
import { postgresEngine } from '../databases/postgres/postgres.ts'
import type { AuditRecord, Connection, Role } from '../domain.ts'
import { createGuard } from '../guard/guard.ts'
import { assess } from '../preview/preview.ts'
import { loadSqlParsers } from '../sql/sql.ts'
import { createCheckSql, hashSql } from './check-sql.ts'
import type { EstimateLimits } from './estimate-limits.ts'

const RUN_LIMITS = {
  ...{ maxRows: 1_000_000, maxBytes: 1e9, maxSeconds: 60 },
  ...{ firstRowSeconds: 60, runsPerUser: 5 },
}
const LIMITS = {
  requireReadOnlyLogin: false,
  runs: {
    byRole: { READ_ONLY: RUN_LIMITS, DEVELOPER: RUN_LIMITS, ADMIN: RUN_LIMITS },
    ...{ runsPerConnection: 5, byConnection: {}, stallSeconds: 60 },
  },
  checks: { atOnce: 0, perMinute: 0 },
}
const OWN_LIMITS: EstimateLimits = {
  ...{ warnRows: 1000, warnCost: 0, confirmRows: 0, confirmCost: 0 },
  ...{ maxCost: 10_000_000_000, maxEstimatedRows: 10_000_000_000 },
}

const LOGINS: Parameters<typeof createCheckSql>[1] = {
  factsOf: (_, opened) => opened.facts(),
  refusal: () => null,
}
const EVERYBODY = { READ_ONLY: OWN_LIMITS, DEVELOPER: OWN_LIMITS, ADMIN: OWN_LIMITS }

let testDatabase: TestDatabase
let login: TestLogin
let connection: Connection
let databases: OpenDatabases

beforeAll(async () => {
  testDatabase = await createTestDatabase()
  const admin = postgres(testDatabase.url, { max: 1, onnotice: () => undefined })
  await admin.unsafe(`
    create table things (id int primary key);
    insert into things select generate_series(1, 10000);
    create table secrets (word text);
    analyze`)
  await admin.end()
  login = await createTestLogin(testDatabase, name => [`grant select on things to ${name}`])
  const { hostname: host, port } = new URL(testDatabase.url)
  connection = connectionOf({
    host,
    port: Number(port),
    database: testDatabase.name,
    username: login.username,
    tls: 'DISABLE',
  })
  databases = createOpenDatabases({
    engines: [postgresEngine],
    readPassword: () => Promise.resolve(login.password),
    readChangeLogin: () => Promise.resolve(null),
    now: () => new Date(),
    limits: {
      maxSessions: 2,
      idleTimeoutMs: 60_000,
      connectTimeoutMs: 10_000,
      statementTimeoutMs: 10_000,
    },
    dial: createDial(),
    sampleDial: createDial(),
  })
})
afterAll(async () => {
  await databases?.close()
  await login?.drop()
  await testDatabase?.drop()
})

async function check(sql: string, limits: Partial<EstimateLimits> = {}, role: Role = 'READ_ONLY') {
  const records: AuditRecord[] = []
  const warnings: unknown[] = []
  const checkSql = createCheckSql(
    {
      databases,
      guard: createGuard({ parsers: await loadSqlParsers() }),
      assess,
      limits: { ...LIMITS, byRole: { ...EVERYBODY, READ_ONLY: { ...OWN_LIMITS, ...limits } } },
      audit: { record: record => Promise.resolve(void records.push(record as AuditRecord)) },
      warn: detail => void warnings.push(detail),
    },
    LOGINS,
  )
  return { ...(await checkSql(connection, sql, role)), records, logged: warnings }
}

const EVERY_WITH_EVERY = 'select count(*) from things a, things b, things c'

describe('the cost gate of a check', () => {
  it('refuses a join of everything with everything, and shows its estimate', async () => {
    const { allowed, refusals, estimatedCost, summary } = await check(EVERY_WITH_EVERY)
    expect({ allowed, summary }).toEqual({ allowed: false, summary: null })
    expect(refusals).toMatchObject([{ code: 'RUN_TOO_EXPENSIVE', severity: 'BLOCKING' }])
    expect(estimatedCost).toBeGreaterThan(10_000_000_000)
  })

  it('lets everyday work pass', async () => {
    const sql = 'select a.id, count(*) from things a join things b using (id) group by a.id order by 2 desc'
    expect(await check(sql)).toMatchObject({ allowed: true, refusals: [] })
  })

  it('is off where both limits are 0', async () => {
    const limits = { maxCost: 0, maxEstimatedRows: 0 }
    expect(await check(EVERY_WITH_EVERY, limits)).toMatchObject({ allowed: true })
  })
})

describe('a check of what is a lot of work', () => {
  it('asks for a confirmation, in words, above the limits of whoever wants it', async () => {
    const sql = 'select a.id from things a, things b'
    expect(await check(sql, { confirmRows: 1_000_000 })).toMatchObject({
      allowed: true,
      needsConfirmation: true,
      confirmationReason: expect.stringMatching(/^About 100 million rows, /) as string,
      estimatedRows: 100_000_000,
    })
    expect(await check(sql, { confirmRows: 1_000_000 }, 'ADMIN')).toMatchObject({
      needsConfirmation: false,
      confirmationReason: null,
    })
  })

  it('refuses without asking what is too much in any case', async () => {
    const { needsConfirmation, refusals } = await check(EVERY_WITH_EVERY, { confirmCost: 1000 })
    expect({ needsConfirmation, refusals }).toMatchObject({
      needsConfirmation: false,
      refusals: [{ code: 'RUN_TOO_EXPENSIVE' }],
    })
  })

  it('warns of many rows without a LIMIT, and of nothing where there is one', async () => {
    const codes = async (sql: string) => (await check(sql)).warnings.map(({ code }) => code)
    expect(await codes('select id from things')).toEqual(['warn-no-limit'])
    expect(await codes('select id from things order by id limit 10')).toEqual([])
  })
})

describe('what the database stops although the guard has allowed it', () => {
  it('is refused, logged and put on record as an alert, without its text', async () => {
    const sql = 'select word from secrets'
    const { allowed, refusals, records, logged } = await check(sql)
    expect({ allowed, refusals }).toMatchObject({
      allowed: false,
      refusals: [{ code: 'DATABASE_PERMISSION_DENIED' }],
    })
    const detail = {
      code: 'DATABASE_PERMISSION_DENIED',
      sqlHash: hashSql(sql),
      queryId: null,
      during: 'plan',
    }
    expect(records).toEqual([
      {
        action: 'guard.passed-violation',
        actorId: null,
        connectionId: connection.id,
        subjectId: null,
        detail,
      },
    ])
    expect(logged).toEqual([{ ...detail, connectionId: connection.id, runId: null }])
  })

  it.each([`select gone_${randomUUID().slice(0, 4)} from things`, 'delete from things', 'selec 1'])(
    'is no alert where there was another reason: %s',
    async sql => {
      const { allowed, records, logged } = await check(sql)
      expect({ allowed, records, logged }).toEqual({ allowed: false, records: [], logged: [] })
    },
  )
})
