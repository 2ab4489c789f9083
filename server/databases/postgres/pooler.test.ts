/** Behind PgBouncer in transaction mode each of our transactions may be on another session of the server. */
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startPgBouncer } from '../../../tests/fixtures/pgbouncer.ts'
import type { PgBouncer } from '../../../tests/fixtures/pgbouncer.ts'
import { createTestDatabase, createTestLogin } from '../../../tests/fixtures/postgres.ts'
import type { TestDatabase, TestLogin } from '../../../tests/fixtures/postgres.ts'
import type { Database, DatabaseTarget } from '../database.ts'
import { createDial } from '../dial.ts'
import { openSession } from './driver.ts'
import type { RowSink } from './message-gate.ts'
import { postgresEngine } from './postgres.ts'
import { readRows } from '../../../tests/fixtures/encoded-rows.ts'

const LIMITS = { timeoutMs: 60_000 }
const NOBODY: RowSink = { form: 'QUERY', columns: 1, take: () => 'MORE', end: () => undefined }
const OPTIONS = {
  dial: createDial(),
  applicationName: 'pooler-test',
  maxSessions: 4,
  idleTimeoutMs: 60_000,
  connectTimeoutMs: 10_000,
  statementTimeoutMs: 10_000,
}

let testDatabase: TestDatabase
let login: TestLogin
let pooler: PgBouncer
let admin: postgres.Sql
let database: Database

const targetAt = (port: number, change: Partial<DatabaseTarget> = {}): DatabaseTarget => ({
  host: '127.0.0.1',
  port,
  database: testDatabase.name,
  username: login.username,
  password: login.password,
  tls: 'PREFER',
  ...change,
})

beforeAll(async () => {
  testDatabase = await createTestDatabase()
  admin = postgres(testDatabase.url, { max: 1 })
  await admin.unsafe(
    'create table things (id int primary key); insert into things select generate_series(1, 1000); analyze things',
  )
  login = await createTestLogin(testDatabase, name => [`grant select, insert on things to ${name}`])
  pooler = await startPgBouncer({ poolMode: 'transaction', settings: { default_pool_size: '3' } })
  database = postgresEngine.open(targetAt(pooler.port), OPTIONS)
})
afterAll(async () => {
  await database?.close()
  await pooler?.stop()
  await admin?.end()
  await login?.drop()
  await testDatabase?.drop()
})

async function readAll(sql: string, from = database) {
  const cursor = await from.openCursor(sql, LIMITS)
  try {
    return (await readRows(cursor, 10_000)).rows
  } finally {
    await cursor.close()
  }
}
const countBusy = async () =>
  (await admin`select from pg_stat_activity where usename = ${login.username} and state <> 'idle'`).count

describe('behind a pooler of transactions', () => {
  it('a check says so', async () => {
    expect(await database.check()).toMatchObject({ pooled: true, canWrite: true })
    const { port } = new URL(testDatabase.url)
    const direct = postgresEngine.open(targetAt(Number(port)), OPTIONS)
    expect(await direct.check()).toMatchObject({ pooled: false })
    await direct.close()
  })

  it('everything works that works without one', async () => {
    expect((await database.readCatalog()).tables.map(({ name }) => name)).toEqual(['things'])
    expect((await database.readFacts()).login.name).toBe(login.username)
    expect(await database.plan('select * from things')).toMatchObject({ rows: 1000 })
    expect(await database.plan('show search_path')).toMatchObject({ tables: [] })
    expect(await readAll('select id from things order by id')).toHaveLength(1000)
    await expect(readAll('select nothing from things')).rejects.toMatchObject({
      code: 'DATABASE_CATALOG_CHANGED',
    })
  })

  it('many runs at once share few sessions of the server', async () => {
    const runs = Array.from({ length: 4 }, async (_, run) => {
      for (let round = 0; round < 10; round += 1)
        expect(await readAll(`select ${run}, id from things where id <= 3 order by id`)).toEqual([
          [run, 1],
          [run, 2],
          [run, 3],
        ])
    })
    await Promise.all(runs)
  })

  it.each([
    'insert into things values (0) returning id',
    "select set_config('transaction_read_only', 'off', true)",
    "select set_config('transaction_read_only', 'off', false)",
    'set transaction read write',
    'commit',
    'rollback; insert into things values (0)',
  ])('nothing gets past the READ ONLY transaction: %s', async sql => {
    await expect(readAll(sql)).rejects.toHaveProperty('code')
    expect(await admin`select from things where id = 0`).toHaveLength(0)
    expect(await readAll('select 1')).toEqual([[1]])
  })

  it('a temporary table that another client has left does not stand in for a table', async () => {
    const leave = async () => {
      const client = postgres(login.url.replace(/:\d+\//, `:${pooler.port}/`), { max: 1, prepare: false })
      await client.begin(async sql => {
        await sql`create temporary table things (id int)`
        await sql`select pg_sleep(0.3)`
      })
      await client.end()
    }
    // At the same time, so that each session of the server has one.
    await Promise.all([leave(), leave(), leave()])
    expect(await readAll('select count(*) from things')).toEqual([[1000]])
    expect((await database.readFacts()).searchPath).toEqual(['pg_catalog', 'public'])
    expect((await database.readCatalog()).searchPath).toEqual(['public'])
  })

  it('a setting that a statement makes does not outlive its transaction', async () => {
    await readAll(
      "select set_config('default_transaction_read_only', 'off', false), set_config('search_path', 'nowhere', false)",
    )
    for (let round = 0; round < 5; round += 1)
      expect(
        await readAll("select current_setting('search_path'), current_setting('transaction_read_only')"),
      ).toEqual([['pg_catalog, public, pg_temp', 'on']])
  })

  it('a lock that a statement takes on the session of the server is given back', async () => {
    await readAll('select pg_advisory_lock(42)')
    const locks = async () =>
      (await admin`select from pg_locks where locktype = 'advisory' and objid = 42`).count
    await expect.poll(locks).toBe(0)
  })

  it('a cancel stops the statement in the server, whichever session of it runs it', async () => {
    for (let round = 0; round < 3; round += 1) {
      const cursor = await database.openCursor('select pg_sleep(600)', LIMITS)
      const reading = expect(readRows(cursor, 1)).rejects.toMatchObject({ code: 'RUN_CANCELLED' })
      await expect.poll(countBusy).toBe(1)
      await cursor.close()
      await reading
      await expect.poll(countBusy, { timeout: 10_000 }).toBe(0)
    }
  })

  it('a cancel stops a statement that waits for its reader, and the next one gets its own rows', async () => {
    for (let round = 0; round < 3; round += 1) {
      const cursor = await database.openCursor('select generate_series(1, 100000000)', LIMITS)
      expect((await readRows(cursor, 10)).rows).toHaveLength(10)
      await cursor.close()
      await expect.poll(countBusy, { timeout: 10_000 }).toBe(0)
      expect(await readAll('select 1')).toEqual([[1]])
    }
  })

  it('a statement ends at its time limit', async () => {
    const cursor = await database.openCursor('select pg_sleep(600)', { timeoutMs: 200 })
    await expect(readRows(cursor, 1)).rejects.toMatchObject({ code: 'RUN_TIME_LIMIT' })
    await cursor.close()
  })

  it('a session names the process that its transaction runs in', async () => {
    const session = await openSession(targetAt(pooler.port), OPTIONS)
    for (let round = 0; round < 3; round += 1) {
      await session.begin(1000)
      expect(await session.query('select pg_backend_pid()')).toEqual([[session.processId()]])
      await session.clean()
    }
    await session.end()
  })

  it('a wrong password is told from a wrong user', async () => {
    const failureOf = async (change: Partial<DatabaseTarget>) => {
      const other = postgresEngine.open(targetAt(pooler.port, change), OPTIONS)
      const failure: unknown = await other.check().catch((error: unknown) => error)
      await other.close()
      return failure
    }
    expect(await failureOf({ password: 'wrong' })).toMatchObject({ code: 'DATABASE_AUTH_FAILED' })
    expect(await failureOf({ username: 'nobody' })).toMatchObject({ code: 'DATABASE_USER_NOT_FOUND' })
  })
})

describe('a session', () => {
  it.each(['pooled', 'direct'])('that is %s runs nothing outside of its transaction', async kind => {
    const port = kind === 'pooled' ? pooler.port : Number(new URL(testDatabase.url).port)
    const session = await openSession(targetAt(port), OPTIONS)
    const insert = 'insert into things values (0) returning id'
    const tryAll = async () => {
      await expect(session.query(insert)).rejects.toThrow(/outside of a transaction/)
      await expect(session.script(insert)).rejects.toThrow(/outside of a transaction/)
      await expect(session.describe(insert)).rejects.toThrow(/outside of a transaction/)
      expect(() => session.openRows(insert, NOBODY, false)).toThrow(/outside of a transaction/)
    }
    await tryAll()
    await session.begin(10_000)
    await expect(session.query(insert)).rejects.toMatchObject({ code: 'DATABASE_READ_ONLY_VIOLATION' })
    await session.clean()
    await tryAll()
    await session.end()
    expect(await admin`select from things where id = 0`).toHaveLength(0)
  })
})
