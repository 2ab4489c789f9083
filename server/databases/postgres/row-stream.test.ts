/** How rows come, on a real server and without the guard; the contract suites hold the rest. */
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toTarget } from '../../../tests/contract/engine-under-test.ts'
import { readRows } from '../../../tests/fixtures/encoded-rows.ts'
import { adminUrl, createTestDatabase } from '../../../tests/fixtures/postgres.ts'
import type { TestDatabase } from '../../../tests/fixtures/postgres.ts'
import type { Row } from '../../domain.ts'
import type { Database } from '../database.ts'
import { createDial } from '../dial.ts'
import { pause } from '../pause.ts'
import { postgresEngine } from './postgres.ts'

const OPTIONS = {
  dial: createDial(),
  applicationName: 'row-stream-test',
  maxSessions: 1,
  idleTimeoutMs: 60_000,
  connectTimeoutMs: 10_000,
  statementTimeoutMs: 30_000,
}
const LIMITS = { timeoutMs: 60_000 }
const MANY = 'select n, md5(n::text) from (select generate_series(1, 100000000) as n) numbers'

let testDatabase: TestDatabase
let admin: postgres.Sql
let database: Database

/** As a superuser: what stops a statement here is not its login. */
function open(url: string, change: Partial<typeof OPTIONS> = {}): Database {
  return postgresEngine.open(toTarget(url), { ...OPTIONS, ...change })
}

beforeAll(async () => {
  testDatabase = await createTestDatabase()
  admin = postgres(testDatabase.url, { max: 1, onnotice: () => undefined })
  await admin.unsafe(
    'create table things as select n as id from generate_series(1, 200000) n; analyze things',
  )
  database = open(testDatabase.url)
})
afterAll(async () => {
  await database?.close()
  await admin?.end()
  await testDatabase?.drop()
})

async function readAll(sql: string, from = database): Promise<Row[]> {
  const cursor = await from.openCursor(sql, LIMITS)
  const rows: Row[] = []
  try {
    for (let done = false; !done;) {
      const batch = await readRows(cursor, 100_000)
      rows.push(...batch.rows)
      done = batch.done
    }
  } finally {
    await cursor.close()
  }
  return rows
}
const statesOf = async () =>
  (
    await admin<{ state: string }[]>`
      select state from pg_stat_activity where application_name = 'row-stream-test' and state <> 'idle'`
  ).map(({ state }) => state)
const untilIdle = () => expect.poll(statesOf, { timeout: 10_000 }).toEqual([])

it.each(['explain select 1', 'show search_path'])('reads what is no query: %s', async sql => {
  expect(await readAll(sql)).toHaveLength(1)
})

describe.each([
  ['all at once', false, 'ClientWrite'],
  ['in portions', true, 'ClientRead'],
])('rows that are asked for %s', (_, inPortions, waitsFor) => {
  const limits = { ...LIMITS, inPortions }

  it('gives the rows before a failure, then the failure', async () => {
    const cursor = await database.openCursor(
      'select n, 1 / (500001 - n) from (select generate_series(1, 600000) as n) numbers',
      limits,
    )
    let rows = 0
    const readOn = async () => {
      for (;;) rows += (await cursor.read({ maxRows: 20_000, maxBytes: 256 * 1024 })).rows.count
    }
    await expect(readOn()).rejects.toMatchObject({ code: 'DATABASE_STATEMENT_FAILED' })
    await cursor.close()
    expect(rows).toBe(500_000)
  })

  it('ends a batch by bytes, and gives one row that is larger', async () => {
    const cursor = await database.openCursor("select repeat('x', 1000) from generate_series(1, 100)", limits)
    expect((await cursor.read({ maxRows: 1000, maxBytes: 10_000 })).rows.count).toBe(10)
    expect((await cursor.read({ maxRows: 1000, maxBytes: 10 })).rows.count).toBe(1)
    let { rows, done } = await cursor.read({ maxRows: 1000, maxBytes: 1e6 })
    expect(rows.count).toBe(89)
    // That it was the last row is known with it, or with the next portion.
    if (!done) ({ rows, done } = await cursor.read({ maxRows: 1000, maxBytes: 1e6 }))
    expect(done).toBe(true)
    await cursor.close()
  })

  it('hands out rows that come slowly before the batch is full', async () => {
    const cursor = await database.openCursor(
      "select n, repeat('x', 20000) from (select generate_series(1, 600) as n) a where n = 1 or pg_sleep(1) is not null",
      limits,
    )
    expect((await readRows(cursor, 100)).rows.length).toBeLessThan(100)
    await cursor.close()
    await untilIdle()
  })

  describe('a reader that pauses', () => {
    it('gets every row, and leaves the session for the next statement', async () => {
      for (let round = 0; round < 10; round += 1) {
        const cursor = await database.openCursor('select id from things', limits)
        let count = 0
        for (let done = false; !done;) {
          const batch = await readRows(cursor, 30_000)
          count += batch.rows.length
          done = batch.done
          await pause(5)
        }
        await cursor.close()
        expect(count).toBe(200_000)
        expect(await readAll('select 1')).toEqual([[1]])
      }
    })

    it('keeps the server waiting, and its statement ends with the cursor', async () => {
      const cursor = await database.openCursor(MANY, limits)
      await readRows(cursor, 100)
      const waits = () =>
        admin`select from pg_stat_activity where application_name = 'row-stream-test' and wait_event = ${waitsFor}`
      await expect.poll(async () => (await waits()).length, { timeout: 10_000 }).toBe(1)
      await cursor.close()
      await untilIdle()
      expect(await readAll('select 1')).toEqual([[1]])
    })
  })
})

it('lets a statement have parallel workers', async () => {
  const launched = async () => {
    const [row] = await admin<{ n: number }[]>`
      select parallel_workers_launched::int as n from pg_stat_database where datname = current_database()`
    return row?.n ?? 0
  }
  const before = await launched()
  const { username } = new URL(testDatabase.url)
  await admin.unsafe(`alter role ${username} in database ${testDatabase.name} set debug_parallel_query = on`)
  const other = open(testDatabase.url)
  try {
    expect(await readAll('select count(*) from things', other)).toEqual([[200_000]])
  } finally {
    await other.close()
    await admin.unsafe(`alter role ${username} in database ${testDatabase.name} reset debug_parallel_query`)
  }
  await expect.poll(launched, { timeout: 10_000 }).toBeGreaterThan(before)
})

describe('odd results:', () => {
  it('1,600 columns', async () => {
    const columns = Array.from({ length: 1600 }, (_, index) => `${index} as c`).join(', ')
    expect(await readAll(`select ${columns}`)).toEqual([Array.from({ length: 1600 }, (_, index) => index)])
  })

  it('no column is refused', async () => {
    await expect(readAll('select from things')).rejects.toMatchObject({
      code: 'DATABASE_STATEMENT_FAILED',
      message: 'The statement returns no columns.',
    })
  })

  it('a cell of 100 MB is refused, and the next statement works', async () => {
    await expect(readAll("select repeat('x', 100000000)")).rejects.toMatchObject({
      code: 'DATABASE_STATEMENT_FAILED',
      message: 'The database sent more at once than this app takes.',
    })
    expect(await readAll('select 1')).toEqual([[1]])
  })

  it('a cell of 30 MB is read', async () => {
    const [row] = await readAll("select repeat('x', 30000000), 1")
    expect(row?.map(cell => (typeof cell === 'string' ? cell.length : cell))).toEqual([30_000_000, 1])
  })

  it('text that is no UTF-8, of a database without an encoding, is a failure that says so', async () => {
    const name = `${testDatabase.name}_ascii`
    await admin.unsafe(`create database ${name} encoding 'SQL_ASCII' template template0 locale 'C'`)
    const other = open(Object.assign(new URL(adminUrl()), { pathname: name }).href)
    try {
      const sql = "select convert_from('\\xff22e2'::bytea, 'SQL_ASCII') as word"
      await expect(readAll(sql, other)).rejects.toMatchObject({
        message: 'A text in the database has bytes that are no UTF-8.',
      })
      expect(await readAll(`select convert_to(word, 'SQL_ASCII') from (${sql}) words`, other)).toEqual([
        ['/yLi'],
      ])
    } finally {
      await other.close()
      await admin.unsafe(`drop database ${name} with (force)`)
    }
  })
})
