/** What applies a change tells the server how, so that it refuses rather than do it in a dearer way. */
import { createConnection } from 'mysql2/promise'
import type { Connection, RowDataPacket } from 'mysql2/promise'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createMysqlTestDatabase } from '../../../tests/fixtures/mysql.ts'
import type { TestDatabase } from '../../../tests/fixtures/postgres.ts'
import type { Database } from '../database.ts'
import type { Applier } from '../schema-changes.ts'
import { changesOf, openAs } from './changes.fixture.ts'

const TIMEOUTS = { lockTimeoutMs: 1000, statementTimeoutMs: 60_000 }

let testDatabase: TestDatabase
let database: Database
let admin: Connection
let applier: Applier

beforeAll(async () => {
  testDatabase = await createMysqlTestDatabase()
  admin = await createConnection(testDatabase.url)
  database = openAs(testDatabase.url)
})
beforeEach(async () => {
  await admin.query('create or replace table t (id int primary key, n int, name varchar(20), key by_n (n))')
  await admin.query("insert into t values (1, 2, 'x')")
  applier = await changesOf(database).openApplier()
})
afterEach(() => applier?.close())
afterAll(async () => {
  await database?.close()
  await admin?.end()
  await testDatabase?.drop()
})

const run = (sql: string, ...locks: readonly string[]) =>
  applier.run({ sql, transactional: false, locks }, TIMEOUTS)
const shown = async () => {
  const [[row] = []] = await admin.query<RowDataPacket[]>('show create table t')
  return String(row?.['Create Table'])
}

describe('a statement that is applied', () => {
  it.each([
    ['alter table t modify n bigint', 'ALGORITHM=INSTANT on t', 'ALGORITHM=COPY, LOCK=SHARED on t'],
    ['alter table t modify n bigint', 'ALGORITHM=COPY, LOCK=NONE on t', 'ALGORITHM=COPY, LOCK=SHARED on t'],
    [
      'alter table t modify name varchar(20) not null',
      'ALGORITHM=NOCOPY, LOCK=NONE on t',
      'ALGORITHM=INPLACE, LOCK=NONE on t',
    ],
    ['create index by_name on t (name)', 'ALGORITHM=INSTANT on t', 'ALGORITHM=NOCOPY, LOCK=NONE on t'],
    ['drop index by_n on t', 'ALGORITHM=INSTANT on t', 'ALGORITHM=NOCOPY, LOCK=NONE on t'],
    ['drop index if exists by_n on t', 'ALGORITHM=INSTANT on t', 'ALGORITHM=NOCOPY, LOCK=NONE on t'],
  ])('%s is refused as %s, and done as %s', async (sql, cheaper, measured) => {
    const before = await shown()
    await expect(run(sql, cheaper)).rejects.toMatchObject({
      code: 'DATABASE_STATEMENT_FAILED',
      message: expect.stringMatching(/would not do this in the way that was tried/) as unknown,
    })
    expect(await shown()).toBe(before)
    await run(sql, measured)
    expect(await shown()).not.toBe(before)
  })

  it('keeps to what it says itself', async () => {
    await run('alter table t add a int, algorithm=copy', 'ALGORITHM=INSTANT on t')
    expect(await shown()).toContain('`a` int')
  })

  it('is left as it is where nothing was measured, or it takes no such words', async () => {
    await run('alter table t modify n bigint')
    await run('rename table t to u', 'LOCK=EXCLUSIVE on t')
    await run('rename table u to t')
    expect(await shown()).toContain('`n` bigint')
  })

  it('waits for a lock no longer than it was told, though the server would wait for a day', async () => {
    await admin.query('start transaction')
    await admin.query('select * from t')
    await expect(run('alter table t add a int')).rejects.toMatchObject({ code: 'PROPOSAL_LOCK_TIMEOUT' })
    await admin.query('commit')
    expect(await shown()).not.toContain('`a`')
  })

  it('is strict: no text is cut off', async () => {
    await admin.query("update t set name = 'twelve chars'")
    await expect(run('alter table t modify name varchar(5)')).rejects.toMatchObject({
      code: 'DATABASE_STATEMENT_FAILED',
    })
    expect(await shown()).toContain('varchar(20)')
  })
})
