/** What holds in the server itself when a statement gets there that the guard should have refused. */
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, createTestLogin } from '../../../tests/fixtures/postgres.ts'
import type { TestDatabase, TestLogin } from '../../../tests/fixtures/postgres.ts'
import type { Database, DatabaseTarget } from '../database.ts'
import { createDial } from '../dial.ts'
import { postgresEngine } from './postgres.ts'
import { readRows } from '../../../tests/fixtures/encoded-rows.ts'

const OPTIONS = {
  dial: createDial(),
  applicationName: 'wall-test',
  maxSessions: 2,
  idleTimeoutMs: 60_000,
  connectTimeoutMs: 10_000,
  statementTimeoutMs: 10_000,
}

/** `mine` has a stand-in for everything that a query of ours could mean to take from the server. */
const TABLES = `
  create schema mine;
  create function mine.lower(text) returns text language sql immutable as 'select ''stolen''';
  create function mine.never_equal(integer, integer) returns boolean language sql immutable as 'select false';
  create operator mine.= (function = mine.never_equal, leftarg = integer, rightarg = integer);
  create domain mine.text as varchar check (length(value) > 100);
  create table mine.things (id integer);
  create table public.things (id integer);
  insert into mine.things values (1);
  insert into public.things values (2);

  create function endless() returns integer language plpgsql immutable as $$
  begin
    loop
      begin
        perform pg_sleep(1);
      exception when query_canceled then
        null;
      end;
    end loop;
  end $$;
  create view slow as select endless()::pg_catalog.text as word`

let testDatabase: TestDatabase
let login: TestLogin
let admin: postgres.Sql

function targetOf(url: string): DatabaseTarget {
  const { hostname, port, pathname, username, password } = new URL(url)
  return {
    host: hostname,
    port: Number(port),
    database: pathname.slice(1),
    username: decodeURIComponent(username),
    password: decodeURIComponent(password),
    tls: 'DISABLE',
  }
}

beforeAll(async () => {
  testDatabase = await createTestDatabase()
  admin = postgres(testDatabase.url, { max: 1, onnotice: () => undefined })
  await admin.unsafe(TABLES)
  login = await createTestLogin(testDatabase, name => [
    `grant usage on schema mine to ${name}`,
    `grant select on mine.things, public.things, slow to ${name}`,
  ])
})
afterAll(async () => {
  await admin?.end()
  await login?.drop()
  await testDatabase?.drop()
})

async function withDatabase<T>(
  use: (database: Database) => Promise<T>,
  { url = login.url, ...options }: Partial<typeof OPTIONS> & { url?: string } = {},
): Promise<T> {
  const database = postgresEngine.open(targetOf(url), { ...OPTIONS, ...options })
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

async function countBusy(): Promise<number> {
  const rows = await admin`
    select from pg_stat_activity where usename = ${login.username} and state in ('active', 'idle in transaction')`
  return rows.length
}
const untilIdle = () => expect.poll(countBusy, { timeout: 10_000 }).toBe(0)

async function withSetting<T>(setting: string, use: () => Promise<T>): Promise<T> {
  await admin.unsafe(`alter role ${login.username} set ${setting}`)
  try {
    return await use()
  } finally {
    await admin.unsafe(`alter role ${login.username} reset all`)
  }
}

it.each(['explain analyze create table made as select 1', 'explain (analyze) select 1', 'vacuum'])(
  'an administrator cannot run: %s',
  sql =>
    withDatabase(
      async database => {
        await expect(database.plan(sql)).rejects.toMatchObject({ code: 'DATABASE_STATEMENT_FAILED' })
        await expect(readAll(database, sql)).rejects.toMatchObject({ code: 'DATABASE_STATEMENT_FAILED' })
        expect((await readAll(database, 'explain (analyze off) select 1')).length).toBe(1)
      },
      { url: testDatabase.url },
    ),
)

describe('names', () => {
  it.each(['mine, pg_catalog, public', 'mine, public'])(
    'of the server mean its own things where the login looks in %s',
    path =>
      withSetting(`search_path = ${path}`, () =>
        withDatabase(async database => {
          const sql = "select lower('A'), 1 = 1, 'b'::text"
          expect(await readAll(database, sql)).toEqual([['a', true, 'b']])
        }),
      ),
  )

  it.each([
    ['mine, public', 1, ['mine', 'public']],
    ['public, mine', 2, ['public', 'mine']],
    ['pg_temp, pg_catalog, gone, mine', 1, ['mine']],
  ])('of tables mean what they mean to a login that looks in %s', (path, id, schemas) =>
    withSetting(`search_path = ${path}`, () =>
      withDatabase(async database => {
        expect(await readAll(database, 'select id from things')).toEqual([[id]])
        expect((await database.readCatalog()).searchPath).toEqual(schemas)
      }),
    ),
  )

  it('need their schema where the login looks nowhere', () =>
    withSetting(`search_path = ''`, () =>
      withDatabase(async database => {
        expect(await readAll(database, "select lower('A'), id from mine.things")).toEqual([['a', 1]])
        expect((await database.readCatalog()).searchPath).toEqual([])
      }),
    ))

  it('of schemas may have any letters', async () => {
    await admin.unsafe('create schema "a, ""b"; create table "a, ""b".odd as select 3 as id')
    await admin.unsafe(`grant usage on schema "a, ""b" to ${login.username}`)
    await admin.unsafe(`grant select on "a, ""b".odd to ${login.username}`)
    await withSetting('search_path = "a, ""b"', () =>
      withDatabase(async database => {
        expect(await readAll(database, 'select id from odd')).toEqual([[3]])
        expect((await database.readCatalog()).searchPath).toEqual(['a, "b'])
      }),
    )
  })
})

describe('work', () => {
  const settings = (url?: string) =>
    withDatabase(
      database =>
        readAll(
          database,
          "select current_setting('work_mem'), current_setting('temp_file_limit'), current_setting('jit')",
        ),
      { url },
    )

  it('gets no more memory than the server gives, and no compiler', async () => {
    expect(await settings()).toEqual([['4MB', '-1', 'off']])
  })

  it('gets no more memory than we give, where the server gives more', () =>
    withSetting("work_mem = '1GB'", async () => {
      expect(await settings()).toEqual([['256MB', '-1', 'off']])
    }))

  it('gets a limit of temporary files where the login may set one', async () => {
    expect(await settings(testDatabase.url)).toEqual([['4MB', '16GB', 'off']])
  })
})

describe('the time limit', () => {
  it('holds for a statement that takes it off', () =>
    withDatabase(async database => {
      const sql = `
        select set_config('statement_timeout', '0', true) from generate_series(1, 2) n
        where n = 1 or pg_sleep(600) is not null`
      const cursor = await database.openCursor(sql, { timeoutMs: 2000 })
      expect((await readRows(cursor, 1)).rows).toEqual([['0']])
      await expect(readRows(cursor, 1)).rejects.toMatchObject({ code: 'RUN_TIME_LIMIT' })
      await cursor.close()
      await untilIdle()
      expect(await readAll(database, 'select 1')).toEqual([[1]])
    }))

  it('holds for many portions that take less each', () =>
    withDatabase(async database => {
      const sql = 'select n from (select generate_series(1, 1000) as n) a where pg_sleep(0.05) is not null'
      const cursor = await database.openCursor(sql, { timeoutMs: 500 })
      const readOn = async () => {
        for (;;) await readRows(cursor, 1)
      }
      await expect(readOn()).rejects.toMatchObject({ code: 'RUN_TIME_LIMIT' })
      await cursor.close()
      await untilIdle()
    }))

  it('holds for a function that catches every cancel', () =>
    withDatabase(async database => {
      const reading = readAll(database, 'select word from slow', 500)
      await expect(reading).rejects.toMatchObject({ code: 'RUN_TIME_LIMIT' })
      await untilIdle()
      expect(await readAll(database, 'select 1')).toEqual([[1]])
    }))

  it('holds for a plan whose making calls such a function', () =>
    withDatabase(
      async database => {
        const planning = database.plan('select * from slow')
        await expect(planning).rejects.toMatchObject({ code: 'DATABASE_TIMEOUT' })
        await untilIdle()
        expect(await database.plan('select 1')).toMatchObject({ rows: 1 })
      },
      { statementTimeoutMs: 500 },
    ))

  it('holds for sample values of a view that calls such a function', () =>
    withDatabase(async database => {
      const columns = [{ schema: 'public', table: 'slow', column: 'word' }]
      const values = database.readValues({ columns, maxValues: 5, maxLength: 20, timeoutMs: 500 })
      expect(await values).toEqual([])
      await untilIdle()
    }))
})

it('ends a statement that catches cancels when its run is closed', () =>
  withDatabase(async database => {
    const cursor = await database.openCursor('select word from slow', { timeoutMs: 600_000 })
    const reading = expect(readRows(cursor, 1)).rejects.toMatchObject({ code: 'RUN_CANCELLED' })
    await expect.poll(countBusy, { timeout: 10_000 }).toBe(1)
    await cursor.close()
    await reading
    await untilIdle()
  }))
