import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { OPTIONS, withDatabase } from '../../../tests/contract/engine-under-test.ts'
import type { Shop } from '../../../tests/contract/engine-under-test.ts'
import { postgresUnderTest } from '../../../tests/contract/postgres-under-test.ts'
import type { CsvOptions, Database } from '../database.ts'

const LIMITS = { timeoutMs: 60_000 }
const BOUNDS = { maxRows: 1e9, maxBytes: 64 * 1024 }
const PLAIN: CsvOptions = { nullText: '' }

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

  async function openCsv(database: Database, sql: string, options = PLAIN) {
    const cursor = await database.copyCsv?.(sql, options, LIMITS)
    if (!cursor) throw new Error('PostgreSQL writes CSV')
    return cursor
  }

  it('has quotes where needed, and tells NULL from empty', () =>
    withSessions(async database => {
      const { columns, text, rows } = await readAll(
        database,
        `select 1 as n, 'a "b", c' as "what, else", null::text as nothing, '' as empty union all
         select 2, E'two\nlines', 'x', 'ä🙂' order by n; -- the end`,
      )
      expect(columns.map(({ name }) => name)).toEqual(['n', 'what, else', 'nothing', 'empty'])
      expect(text).toBe('1,"a ""b"", c",,""\r\n2,"two\nlines",x,ä🙂\r\n')
      expect(rows).toBe(2)
    }))

  it('can have a word for NULL', () =>
    withSessions(async database => {
      const options = { nullText: "it's NULL" }
      expect((await readAll(database, "select null::int, ''", options)).text).toBe("it's NULL,\r\n")
    }))

  it('comes in whole lines by the batch, complete', () =>
    withSessions(async database => {
      const { text, rows } = await readAll(database, shop.manyRows(20_000))
      const lines = text.split('\r\n')
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
      expect((await readAll(database, 'select 1 as one')).text).toBe('1\r\n')
    }))

  it('has the cells as they travel otherwise, in the order of the statement', () =>
    withSessions(async database => {
      const sql = `
        select n, n % 2 = 0 as same, n % 2 = 1 as same,
               timestamp '2024-05-01 12:30:00.5' + n * interval '1 day' as at,
               timestamptz '2024-05-01 12:30:00+02' as instant, 'infinity'::timestamp as ever,
               timestamp '0044-03-15 10:00:00 BC' as ides, '-infinity'::timestamptz as never,
               decode(repeat('ab', 60), 'hex') as bytes, '{"a": [1, 2]}'::jsonb as doc, 1.50 as price,
               null::boolean as unsaid, date '2024-02-29' as leap, interval '1 day 2 hours' as lag
        from generate_series(1, 3) as n order by n desc`
      const { text } = await readAll(database, sql)
      const cursor = await database.openCursor(sql, LIMITS)
      const { rows } = await cursor.read(BOUNDS)
      await cursor.close()
      const cells = JSON.parse(`[${rows.json.toString()}]`) as unknown[][]
      const written = (cell: unknown) =>
        cell === null
          ? ''
          : typeof cell === 'object'
            ? '"{""a"": [1, 2]}"'
            : JSON.stringify(cell).replaceAll('"', '')
      expect(text).toBe(cells.map(row => `${row.map(written).join(',')}\r\n`).join(''))
    }))

  it.each([
    ['t', 'true,t,false\r\n'],
    ['true', '"true",true,false\r\n'],
    ['false', 'true,false,"false"\r\n'],
    ['2024-05-01T12:30:00', 'true,2024-05-01T12:30:00,false\r\n'],
  ])('tells NULL, written as %s, from a cell that reads the same', (nullText, line) =>
    withSessions(async database => {
      const sql = 'select true, null::boolean, false'
      expect((await readAll(database, sql, { nullText })).text).toBe(line)
      const at = await readAll(
        database,
        "select timestamp '2024-05-01 12:30:00', null::timestamp, 'x, \"y\"', 1",
        {
          nullText,
        },
      )
      const isSame = nullText.startsWith('2024')
      expect(at.text).toBe(`${isSame ? `"${nullText}"` : '2024-05-01T12:30:00'},${nullText},"x, ""y""",1\r\n`)
    }),
  )

  it('finds the cells of another form behind quotes, commas and empty cells', () =>
    withSessions(async database => {
      const sql = `select 'a "b", c' as a, true as b, '' as c, false as d, E'two,\\n"lines"' as e, null::text as f,
        timestamptz '2024-05-01 12:30:00+00' as g, '"' as h`
      expect((await readAll(database, sql)).text).toBe(
        '"a ""b"", c",true,"",false,"two,\n""lines""",,2024-05-01T12:30:00Z,""""\r\n',
      )
    }))

  it.each([
    ['cells are arrays', 'select array[1, 2]'],
    ['the statement is no query', 'explain select 1'],
    ['its end only looks like a semicolon', "select E'a\\'; -- b'"],
  ])('is not offered where %s, and the session works on', (_, sql) =>
    withSessions(async database => {
      expect(await database.copyCsv?.(sql, PLAIN, LIMITS)).toBeNull()
      expect((await readAll(database, 'select 1 as one')).text).toBe('1\r\n')
    }),
  )

  it.each([
    ['a second statement', 'select 1; select 2'],
    ['a way out of the brackets', "select 1) to program 'id' --"],
    ['a way out of two brackets', "select true) as r (c1)) to program 'id' --"],
  ])('refuses %s', (_, sql) =>
    withSessions(async database => {
      await expect(readAll(database, sql)).rejects.toMatchObject({ code: 'DATABASE_STATEMENT_FAILED' })
      expect((await readAll(database, 'select 1 as one')).rows).toBe(1)
    }),
  )

  it('refuses a change inside of a WITH by the transaction, as a cursor does', () =>
    withSessions(async database => {
      const sql = 'with x as (delete from pg_catalog.pg_am returning true as b) select b from x'
      await expect(readAll(database, sql)).rejects.toMatchObject({ code: 'DATABASE_READ_ONLY_VIOLATION' })
      expect((await readAll(database, 'select 1 as one')).rows).toBe(1)
    }))
})
