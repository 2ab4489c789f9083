/** What is MySQL's own about a cursor; what all engines promise is in tests/contract/cursor.test.ts. */
import { createConnection } from 'mysql2/promise'
import type { Connection, RowDataPacket } from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createMysqlTestDatabase } from '../../../tests/fixtures/mysql.ts'
import type { TestDatabase } from '../../../tests/fixtures/postgres.ts'
import { AppError } from '../../errors.ts'
import type { Database, DatabaseOptions, DatabaseTarget } from '../database.ts'
import { createDial } from '../dial.ts'
import { openSession } from './driver.ts'
import { mysqlEngine } from './mysql.ts'
import { readRows } from '../../../tests/fixtures/encoded-rows.ts'

let test: TestDatabase
let admin: Connection
let target: DatabaseTarget
const OPTIONS: DatabaseOptions = {
  dial: createDial(),
  applicationName: 'mysql-cursor-test',
  maxSessions: 1,
  idleTimeoutMs: 60_000,
  connectTimeoutMs: 5000,
  statementTimeoutMs: 10_000,
}

beforeAll(async () => {
  test = await createMysqlTestDatabase()
  admin = await createConnection(test.url)
  await admin.query('create table numbers (n int primary key)')
  await admin.query('insert into numbers select seq from seq_1_to_300')
  const url = new URL(test.url)
  target = {
    host: url.hostname,
    port: Number(url.port),
    database: test.name,
    username: url.username,
    password: url.password,
    tls: 'DISABLE',
  }
})
afterAll(async () => {
  await admin?.end()
  await test?.drop()
})

async function withDatabase<T>(use: (database: Database) => Promise<T>): Promise<T> {
  const database = mysqlEngine.open(target, OPTIONS)
  try {
    return await use(database)
  } finally {
    await database.close()
  }
}

async function readAll(database: Database, sql: string, timeoutMs = 10_000) {
  const cursor = await database.openCursor(sql, { timeoutMs })
  try {
    return (await readRows(cursor, 1000)).rows
  } finally {
    await cursor.close()
  }
}

async function countRunning(text: string): Promise<number> {
  const [rows] = await admin.query<RowDataPacket[]>(
    'select count(*) as n from information_schema.processlist where info like ? and id <> connection_id()',
    [`%${text}%`],
  )
  return Number(rows[0]?.n)
}

describe('the time limit', () => {
  it('cannot be taken off by a statement that brings a longer one: it is not taken', () =>
    withDatabase(async database => {
      const sql = 'set statement max_statement_time = 600 for select sleep(601)'
      await expect(readAll(database, sql, 300)).rejects.toMatchObject({ code: 'DATABASE_STATEMENT_FAILED' })
      expect(await countRunning('sleep(601)')).toBe(0)
      expect(await readAll(database, 'select 1')).toEqual([[1]])
    }))

  it('is told where the server answers as if the statement were done', () =>
    withDatabase(async database => {
      const sql = "select benchmark(1e12, md5('a'))"
      await expect(readAll(database, sql, 300)).rejects.toMatchObject({ code: 'RUN_TIME_LIMIT' })
    }))

  it('does not count the time in which the reader pauses', () =>
    withDatabase(async database => {
      const cursor = await database.openCursor('select n from numbers order by n', { timeoutMs: 1500 })
      expect((await readRows(cursor, 10)).rows).toHaveLength(10)
      await new Promise(resolve => setTimeout(resolve, 1700))
      expect(await readRows(cursor, 1000)).toMatchObject({ done: true })
      await cursor.close()
    }))
})

describe('a session', () => {
  it('is read-only again after a statement that could change that', async () => {
    const session = await openSession(target, OPTIONS)
    await session.begin(5000)
    await session.script('commit')
    await expect(session.script('create table stolen (id int)')).rejects.toMatchObject({
      code: 'DATABASE_READ_ONLY_VIOLATION',
    })
    await session.script('set session transaction read write')
    await session.clean()
    await session.begin(5000)
    await expect(session.script('create table stolen (id int)')).rejects.toMatchObject({
      code: 'DATABASE_READ_ONLY_VIOLATION',
    })
    await session.end()
  })

  it.each([
    ['create temporary table scratch (id int)', 'select * from scratch', 'DATABASE_STATEMENT_FAILED'],
    ["prepare mine from 'select 1'", 'execute mine', 'DATABASE_STATEMENT_FAILED'],
  ])('forgets %s', async (leaving, use, code) => {
    const session = await openSession(target, OPTIONS)
    await session.script(leaving)
    await session.script(use)
    await session.clean()
    await expect(session.script(use)).rejects.toMatchObject({ code })
    await session.end()
  })

  it('reads SQL as the guard does, whatever the server is set to', async () => {
    await admin.query("set global sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT,NO_BACKSLASH_ESCAPES,IGNORE_SPACE'")
    try {
      expect(
        await withDatabase(database => readAll(database, `select "a\\"b", 1 || 0, @@time_zone`)),
      ).toEqual([['a"b', 1, '+00:00']])
    } finally {
      await admin.query('set global sql_mode = default')
    }
  })

  it('sees one state of the data from its beginning to its end', () =>
    withDatabase(async database => {
      const cursor = await database.openCursor('select count(*) from numbers', { timeoutMs: 10_000 })
      await admin.query('insert into numbers values (1000)')
      expect((await readRows(cursor, 1)).rows).toEqual([[300]])
      await cursor.close()
      await admin.query('delete from numbers where n = 1000')
    }))

  it('learns the columns by executing where the server does not tell them before', async () => {
    const session = await openSession(target, OPTIONS)
    const rows = (await session.prepare('select n from numbers order by n')).openRows()
    expect((await rows.start()).map(({ name }) => name)).toEqual(['n'])
    expect(rows.isExecuting()).toBe(true)
    const fetch = (maxRows: number) => rows.fetch({ maxRows, maxBytes: 1_000_000 })
    expect((await fetch(1)).rows).toMatchObject({ count: 1, json: Buffer.from('[1]') })
    expect((await fetch(2)).rows).toMatchObject({ count: 2, json: Buffer.from('[2],[3]') })
    expect(await fetch(1000)).toMatchObject({ done: true, rows: { count: 297 } })
    await session.end()
  })
})

it('holds one batch in memory while nobody reads', () =>
  withDatabase(async database => {
    const sql = "select repeat('x', 1000) from seq_1_to_1000000"
    const cursor = await database.openCursor(sql, { timeoutMs: 60_000 })
    await readRows(cursor, 100)
    const before = process.memoryUsage()
    await new Promise(resolve => setTimeout(resolve, 1000))
    const after = process.memoryUsage()
    // A GB waits in the server.
    expect(after.rss - before.rss).toBeLessThan(100_000_000)
    expect((await readRows(cursor, 100)).rows).toHaveLength(100)
    await cursor.close()
    await expect.poll(() => countRunning('seq_1_to_1000000'), { timeout: 10_000 }).toBe(0)
  }))

it('ends with the reason for which the database is closed', async () => {
  const database = mysqlEngine.open(target, OPTIONS)
  const cursor = await database.openCursor('select sleep(602)', { timeoutMs: 600_000 })
  const reason = new AppError('DATABASE_CONNECTION_CHANGED', 'The connection was changed.')
  const reading = expect(readRows(cursor, 1)).rejects.toBe(reason)
  await expect.poll(() => countRunning('sleep(602)')).toBe(1)
  await database.close(reason)
  await reading
  await cursor.close()
  await expect(database.openCursor('select 1', { timeoutMs: 1000 })).rejects.toBe(reason)
  await expect.poll(() => countRunning('sleep(602)'), { timeout: 10_000 }).toBe(0)
})
