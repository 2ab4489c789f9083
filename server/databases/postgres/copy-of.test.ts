/** What the server makes of a text that is taken as it is, or stands inside of a COPY: on a real server, without the guard. */
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toTarget } from '../../../tests/contract/engine-under-test.ts'
import { readRows } from '../../../tests/fixtures/encoded-rows.ts'
import { createTestDatabase } from '../../../tests/fixtures/postgres.ts'
import type { TestDatabase } from '../../../tests/fixtures/postgres.ts'
import type { Database } from '../database.ts'
import { plainTextOf } from '../cell-text.ts'
import { createDial } from '../dial.ts'
import { postgresEngine } from './postgres.ts'

const OPTIONS = {
  dial: createDial(),
  applicationName: 'copy-of-test',
  maxSessions: 1,
  idleTimeoutMs: 60_000,
  connectTimeoutMs: 10_000,
  statementTimeoutMs: 30_000,
}
const LIMITS = { timeoutMs: 60_000 }

let testDatabase: TestDatabase
let admin: postgres.Sql
let database: Database

beforeAll(async () => {
  testDatabase = await createTestDatabase()
  admin = postgres(testDatabase.url, { max: 1, onnotice: () => undefined })
  await admin.unsafe('create table things as select n as id from generate_series(1, 3) n')
  // As a superuser: what stops a statement here is not its login.
  database = postgresEngine.open(toTarget(testDatabase.url), OPTIONS)
})
afterAll(async () => {
  await database?.close()
  await admin?.end()
  await testDatabase?.drop()
})

/** The cells of the first column as texts. */
const WAYS = {
  async rows(sql: string): Promise<string[]> {
    const cursor = await database.openCursor(sql, LIMITS)
    try {
      return (await readRows(cursor, 10)).rows.map(([cell]) => plainTextOf(cell))
    } finally {
      await cursor.close()
    }
  },
  /** Where the server gives none, an export is made of rows. */
  async csv(sql: string): Promise<string[]> {
    const file = await database.copyCsv?.(sql, { nullText: '' }, LIMITS)
    if (!file) return WAYS.rows(sql)
    try {
      const { bytes } = await file.read({ maxRows: 10, maxBytes: 10_000 })
      return Buffer.from(bytes).toString().split('\r\n').slice(0, -1)
    } finally {
      await file.close()
    }
  },
}

describe.each(Object.entries(WAYS))('as %s, a text with', (_, read) => {
  it.each([
    ['a comment at its end', 'select 1 as one -- the end'],
    ['a semicolon', 'select 1 as one;'],
    ['semicolons and comments behind them', 'select 1 as one ; ; -- done ; -- really\n  -- yes\n'],
    ['a comment of more lines', 'select /* ) to stdout; */ 1 as one /* ( */'],
    ['brackets of its own', '((select 1 as one))'],
    ['a closing bracket in a comment', 'select 1 as one -- ) to stdout; select 2'],
  ])('%s is read', async (_, sql) => {
    expect(await read(sql)).toEqual(['1'])
  })

  it.each([
    ["select ') to stdout; --'", ') to stdout; --'],
    ['select $$) to stdout; $$', ') to stdout; '],
    ["select 'a; -- b'", 'a; -- b'],
    ["select E'a\\'; -- b'", "a'; -- b"],
    ['select $q$a;$q$ -- ;', 'a;'],
  ])('quotes gives what is in them: %s', async (sql, cell) => {
    expect(await read(sql)).toEqual([cell])
  })

  const stolen = join(tmpdir(), 'lovable-copy-of-test-stolen')
  it.each([
    `select 1) to program 'touch ${stolen}' --`,
    `select 1) to '${stolen}' --`,
    `select 1\n) to program 'touch ${stolen}'; copy (select 1`,
    `select 1; copy (select 1) to program 'touch ${stolen}'`,
    `copy (select 1) to program 'touch ${stolen}'`,
    `select 'a) to program $$touch ${stolen}$$ --`,
    `select $$a) to program 'touch ${stolen}' --`,
    `select "a) to program 'touch ${stolen}' --`,
    `select 1 /* ) to program 'touch ${stolen}' --`,
    'select 1) to stdout; create table stolen (id int); copy (select 1',
    'select 1; create table stolen (id int)',
    'create table stolen as select 1',
    'select 1 into stolen',
    'with n as (insert into things values (0) returning id) select * from n',
    'with n as (delete from things returning id) select * from n',
    'insert into things values (0) returning id',
    'commit',
    'begin read write',
    'explain analyze insert into things values (0)',
  ])('a way out leads nowhere: %s', async sql => {
    await expect(read(sql)).rejects.toHaveProperty('code')
    expect(existsSync(stolen)).toBe(false)
    expect(await read("select concat_ws(' ', to_regclass('stolen'), count(*), min(id)) from things")).toEqual(
      ['3 1'],
    )
  })
})
