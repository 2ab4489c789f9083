/** What holds in the server itself when a statement gets there that the guard should have refused. */
import { createConnection } from 'mysql2/promise'
import type { Connection, RowDataPacket } from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createMysqlTestDatabase } from '../../../tests/fixtures/mysql.ts'
import type { TestDatabase } from '../../../tests/fixtures/postgres.ts'
import type { Database, DatabaseOptions, DatabaseTarget } from '../database.ts'
import { createDial } from '../dial.ts'
import { mysqlEngine } from './mysql.ts'
import { readRows } from '../../../tests/fixtures/encoded-rows.ts'

const OPTIONS: DatabaseOptions = {
  dial: createDial(),
  applicationName: 'mysql-wall-test',
  maxSessions: 2,
  idleTimeoutMs: 60_000,
  connectTimeoutMs: 5000,
  statementTimeoutMs: 10_000,
}

let test: TestDatabase
let admin: Connection
let target: DatabaseTarget

beforeAll(async () => {
  test = await createMysqlTestDatabase()
  admin = await createConnection(test.url)
  await admin.query('create table numbers (n int primary key)')
  await admin.query('insert into numbers select seq from seq_1_to_300')
  await admin.query(`
    create function endless() returns int deterministic
    begin
      declare continue handler for sqlexception begin end;
      loop_of_naps: loop
        set statement max_statement_time = 0 for do sleep(600);
      end loop;
      return 1;
    end`)
  await admin.query('create view slow as select n, endless() as nap from numbers')
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

async function withDatabase<T>(
  use: (database: Database) => Promise<T>,
  options: Partial<DatabaseOptions> = {},
): Promise<T> {
  const database = mysqlEngine.open(target, { ...OPTIONS, ...options })
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

async function countNapping(): Promise<number> {
  const [rows] = await admin.query<RowDataPacket[]>(
    "select count(*) as n from information_schema.processlist where db = ? and state = 'User sleep'",
    [test.name],
  )
  return Number(rows[0]?.n)
}
const untilNobodyNaps = () => expect.poll(countNapping, { timeout: 10_000 }).toBe(0)

describe('a limit of rows to look at', () => {
  const limited = <T>(use: (database: Database) => Promise<T>) =>
    withDatabase(use, { maxExaminedRows: 1_000_000 })
  const EVERY_WITH_EVERY = 'select count(*) from numbers a, numbers b, numbers c, numbers d'

  it('refuses a join of everything with everything before it starts', () =>
    limited(database =>
      expect(readAll(database, EVERY_WITH_EVERY)).rejects.toMatchObject({
        code: 'RUN_TOO_EXPENSIVE',
        hints: [expect.any(String), expect.any(String)],
      }),
    ))

  it('lets a join by a key pass', () =>
    limited(async database => {
      const sql = 'select count(*) from numbers a join numbers b using (n) join numbers c using (n)'
      expect(await readAll(database, sql)).toEqual([[300]])
    }))

  it('does not keep the plan of what it refuses from being shown', () =>
    limited(async database => {
      expect((await database.plan(EVERY_WITH_EVERY)).cost).toBeGreaterThan(100_000_000)
    }))

  it('never lifts the limit of the server', async () => {
    await admin.query('set global max_join_size = 1000')
    try {
      const sql = 'select count(*) from numbers a, numbers b'
      for (const maxExaminedRows of [0, 1_000_000])
        await withDatabase(
          database => expect(readAll(database, sql)).rejects.toMatchObject({ code: 'RUN_TOO_EXPENSIVE' }),
          { maxExaminedRows },
        )
    } finally {
      await admin.query('set global max_join_size = default')
      await admin.query('set global sql_big_selects = default')
    }
  })

  it('is none where none is given', () =>
    withDatabase(async database => {
      const sql = 'select count(*) from numbers a, numbers b, (select n from numbers limit 20) c'
      expect(await readAll(database, sql)).toEqual([[1_800_000]])
    }))
})

it.each([
  'analyze table numbers',
  'ANALYZE NO_WRITE_TO_BINLOG TABLE numbers',
  'check table numbers',
  'optimize table numbers',
  '/* select */ repair table numbers',
  'checksum table numbers',
  'analyze select * from numbers',
])('an administrator cannot run: %s', sql =>
  withDatabase(async database => {
    await expect(readAll(database, sql)).rejects.toMatchObject({ code: 'DATABASE_STATEMENT_FAILED' })
    expect(await readAll(database, '-- a\n(select 1) union all (select 2)')).toEqual([[1], [2]])
    expect((await readAll(database, '/* a */ show tables')).length).toBeGreaterThan(0)
  }),
)

describe('the time limit holds', () => {
  it('for a function that takes it off', () =>
    withDatabase(async database => {
      const reading = readAll(database, 'select nap from slow', 500)
      await expect(reading).rejects.toMatchObject({ code: 'RUN_TIME_LIMIT' })
      await untilNobodyNaps()
      expect(await readAll(database, 'select 1')).toEqual([[1]])
    }))

  it.each(['select * from numbers where n = endless()', 'select n from slow where n = nap'])(
    'for the plan of: %s',
    sql =>
      withDatabase(
        async database => {
          await expect(database.plan(sql)).rejects.toMatchObject({ code: 'DATABASE_TIMEOUT' })
          await untilNobodyNaps()
          expect(await database.plan('select 1')).toMatchObject({ rows: 1 })
        },
        { statementTimeoutMs: 1000 },
      ),
  )

  it('for an EXPLAIN that is run', () =>
    withDatabase(async database => {
      const sql = 'explain select * from numbers where n = endless()'
      await expect(readAll(database, sql, 500)).rejects.toMatchObject({ code: 'RUN_TIME_LIMIT' })
      await untilNobodyNaps()
    }))

  it('for sample values of a view that calls such a function', () =>
    withDatabase(async database => {
      const columns = [{ schema: test.name, table: 'slow', column: 'nap' }]
      const values = database.readValues({ columns, maxValues: 5, maxLength: 20, timeoutMs: 1000 })
      expect(await values).toEqual([])
      await untilNobodyNaps()
    }))
})
