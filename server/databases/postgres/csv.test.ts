import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { OPTIONS, withDatabase } from '../../../tests/contract/engine-under-test.ts'
import type { Shop } from '../../../tests/contract/engine-under-test.ts'
import { postgresUnderTest } from '../../../tests/contract/postgres-under-test.ts'
import type { CsvOptions, Database } from '../database.ts'

const LIMITS = { timeoutMs: 60_000 }
const BOUNDS = { maxRows: 1e9, maxBytes: 64 * 1024 }
const PLAIN: CsvOptions = { header: true, nullText: '' }

describe('CSV of PostgreSQL', () => {
  let shop: Shop
  beforeAll(async () => {
    shop = await postgresUnderTest.createShop()
  })
  afterAll(() => shop.drop())

  let nextName = 0
  function withSessions<T>(use: (database: Database, name: string) => Promise<T>): Promise<T> {
    const name = `csv-test-${(nextName += 1)}`
    return withDatabase(postgresUnderTest, shop.reader, database => use(database, name), {
      ...OPTIONS,
      applicationName: name,
      maxSessions: 1,
    })
  }

  async function readAll(database: Database, sql: string, options = PLAIN) {
    const cursor = await openCsv(database, sql, options)
    const pieces: Uint8Array[] = []
    let rows = 0
    try {
      for (let done = false; !done;) {
        const batch = await cursor.read(BOUNDS)
        pieces.push(batch.bytes)
        rows += batch.rows
        done = batch.done
      }
    } finally {
      await cursor.close()
    }
    return { columns: cursor.columns, text: Buffer.concat(pieces).toString(), rows }
  }

  function openCsv(database: Database, sql: string, options = PLAIN) {
    if (database.copyCsv === null) throw new Error('PostgreSQL writes CSV')
    return database.copyCsv(sql, options, LIMITS)
  }

  it('has a line of names, quotes where needed, and tells NULL from empty', () =>
    withSessions(async database => {
      const { columns, text, rows } = await readAll(
        database,
        `select 1 as n, 'a "b", c' as "what, else", null::text as nothing, '' as empty union all
         select 2, E'two\nlines', 'x', 'ä🙂' order by n; -- the end`,
      )
      expect(columns.map(({ name }) => name)).toEqual(['n', 'what, else', 'nothing', 'empty'])
      expect(text).toBe('n,"what, else",nothing,empty\n1,"a ""b"", c",,""\n2,"two\nlines",x,ä🙂\n')
      expect(rows).toBe(3)
    }))

  it('can go without the names, and with a word for NULL', () =>
    withSessions(async database => {
      const options = { header: false, nullText: "it's NULL" }
      expect((await readAll(database, "select null::int, ''", options)).text).toBe("it's NULL,\n")
    }))

  it('comes in whole lines by the batch, complete', () =>
    withSessions(async database => {
      const { text, rows } = await readAll(database, shop.manyRows(20_000), { header: false, nullText: '' })
      const lines = text.split('\n')
      expect(lines.pop()).toBe('')
      expect(lines.map(line => Number(line.split(',')[0]))).toEqual(
        Array.from({ length: 20_000 }, (_, index) => index + 1),
      )
      expect(rows).toBe(20_000)
    }))

  it('stops in the server when it is closed, and the next statement works', () =>
    withSessions(async (database, name) => {
      const cursor = await openCsv(database, shop.manyRows(1_000_000_000))
      expect((await cursor.read(BOUNDS)).rows).toBeGreaterThan(100)
      await cursor.close()
      await expect.poll(() => shop.countBusy(name), { timeout: 30_000 }).toBe(0)
      expect((await readAll(database, 'select 1 as one')).text).toBe('one\n1\n')
    }))

  it.each([
    ['a second statement', 'select 1; select 2'],
    ['a way out of the brackets', "select 1) to program 'id' --"],
    ['what COPY does not take', 'explain select 1'],
  ])('refuses %s', (_, sql) =>
    withSessions(async database => {
      await expect(readAll(database, sql)).rejects.toMatchObject({ code: 'DATABASE_STATEMENT_FAILED' })
      expect((await readAll(database, 'select 1 as one')).rows).toBe(2)
    }),
  )
})
