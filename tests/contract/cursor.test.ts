import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database, DatabaseOptions } from '../../server/databases/database.ts'
import { withDatabase } from './engine-under-test.ts'
import type { Shop } from './engine-under-test.ts'
import { enginesUnderTest } from './engines-under-test.ts'
import { readRows } from '../fixtures/encoded-rows.ts'

const LIMITS = { timeoutMs: 60_000 }

describe.each(enginesUnderTest)('a cursor of $name', underTest => {
  let shop: Shop
  beforeAll(async () => {
    shop = await underTest.createShop()
  })
  afterAll(() => shop.drop())

  let nextName = 0
  /** Each test has sessions of its own name, so that it can look at them in the server. */
  function withSessions<T>(
    use: (database: Database, name: string) => Promise<T>,
    options: Partial<DatabaseOptions> = {},
  ): Promise<T> {
    const name = `cursor-test-${(nextName += 1)}`
    return withDatabase(underTest, shop.reader, database => use(database, name), {
      applicationName: name,
      ...options,
    })
  }
  const waitUntilBusy = (name: string) => expect.poll(() => shop.countBusy(name), { timeout: 30_000 }).toBe(1)
  const waitUntilIdle = (name: string) => expect.poll(() => shop.countBusy(name), { timeout: 30_000 }).toBe(0)

  async function readAll(database: Database, sql: string, batchRows: number) {
    const cursor = await database.openCursor(sql, LIMITS)
    const rows = []
    try {
      for (let done = false; !done;) {
        const batch = await readRows(cursor, batchRows)
        rows.push(...batch.rows)
        done = batch.done
      }
    } finally {
      await cursor.close()
    }
    return { columns: cursor.columns, rows }
  }

  describe('reading', () => {
    it('gives columns before the first row', () =>
      withSessions(async (database, name) => {
        const cursor = await database.openCursor(shop.slowBeforeFirstRow(60), LIMITS)
        expect(cursor.columns).toEqual([underTest.cursor.oneColumn])
        await cursor.close()
        await waitUntilIdle(name)
      }))

    it.each([1, 7, 100, 299, 300, 301])('gives all rows in order in batches of %i', batchRows =>
      withSessions(async database => {
        const { rows } = await readAll(database, 'select id from orders order by id', batchRows)
        expect(rows).toEqual(Array.from({ length: 300 }, (_, index) => [index + 1]))
      }),
    )

    it('can change the size of the batch from one to the next', () =>
      withSessions(async database => {
        const cursor = await database.openCursor('select id from orders order by id', LIMITS)
        const sizes = []
        for (const size of [1, 50, 3, 200, 1000]) sizes.push((await readRows(cursor, size)).rows.length)
        expect(sizes).toEqual([1, 50, 3, 200, 46])
        expect(await readRows(cursor, 10)).toEqual({ rows: [], done: true })
        await cursor.close()
      }))

    it('gives an empty result for a statement without rows', () =>
      withSessions(async database => {
        const { columns, rows } = await readAll(database, 'select id, name from customers where id < 0', 100)
        expect(columns.map(({ name }) => name)).toEqual(['id', 'name'])
        expect(rows).toEqual([])
      }))

    it('reads two columns of the same name', () =>
      withSessions(async database => {
        expect((await readAll(database, 'select 1 as x, 2 as x', 10)).rows).toEqual([[1, 2]])
      }))

    it.each(underTest.cursor.readings)('reads the rows of: %s', (sql, content) =>
      withSessions(async database => {
        expect(JSON.stringify((await readAll(database, sql, 100)).rows)).toMatch(content)
      }),
    )
  })

  describe('refuses, and leaves the session usable:', () => {
    it.each(Object.entries(underTest.cursor.refusals))('%s', (_, [sql, code]) =>
      withDatabase(
        underTest,
        shop.writer,
        async database => {
          await expect(readAll(database, sql, 100)).rejects.toMatchObject({ code })
          expect((await readAll(database, 'select count(*) from customers', 100)).rows).toEqual([[50]])
        },
        { maxSessions: 1 },
      ),
    )

    it('a value that does not fit, without repeating it', () =>
      withSessions(async database => {
        const failure: unknown = await readAll(database, underTest.cursor.failsOnAName, 100).catch(
          (e: unknown) => e,
        )
        expect(failure).toMatchObject({ code: 'DATABASE_STATEMENT_FAILED' })
        expect(String(failure)).not.toContain('Customer')
      }))
  })

  it('stops a statement at its time limit', () =>
    withSessions(async (database, name) => {
      const cursor = await database.openCursor(shop.slowBeforeFirstRow(60), { timeoutMs: 300 })
      await expect(readRows(cursor, 10)).rejects.toMatchObject({ code: 'RUN_TIME_LIMIT' })
      await cursor.close()
      await waitUntilIdle(name)
    }))

  describe('closed', () => {
    it('before the first read frees the session', () =>
      withSessions(async (database, name) => {
        const cursor = await database.openCursor(shop.manyRows(10), LIMITS)
        await cursor.close()
        await cursor.close()
        await waitUntilIdle(name)
        await expect(readRows(cursor, 1)).rejects.toMatchObject({ code: 'RUN_CANCELLED' })
      }))

    it('while it waits for the first row stops the statement in the server', () =>
      withSessions(async (database, name) => {
        const cursor = await database.openCursor(shop.slowBeforeFirstRow(600), LIMITS)
        const reading = expect(readRows(cursor, 10)).rejects.toMatchObject({ code: 'RUN_CANCELLED' })
        await waitUntilBusy(name)
        await cursor.close()
        await reading
        await waitUntilIdle(name)
      }))

    it('in the same breath as the first read stops the statement too', () =>
      withSessions(async (database, name) => {
        for (let round = 0; round < 10; round += 1) {
          const cursor = await database.openCursor(shop.slowBeforeFirstRow(600), LIMITS)
          const reading = expect(readRows(cursor, 10)).rejects.toMatchObject({ code: 'RUN_CANCELLED' })
          if (round % 2 === 1) await new Promise(resolve => setImmediate(resolve))
          await cursor.close()
          await reading
        }
        await waitUntilIdle(name)
      }))

    it('between two batches frees the session', () =>
      withSessions(async (database, name) => {
        const cursor = await database.openCursor(shop.manyRows(1_000_000_000), LIMITS)
        expect((await readRows(cursor, 100)).rows).toHaveLength(100)
        await cursor.close()
        await waitUntilIdle(name)
      }))

    it('while a later batch is in flight stops the statement in the server', () =>
      withSessions(async (database, name) => {
        const cursor = await database.openCursor(shop.manyRows(1_000_000_000), LIMITS)
        await readRows(cursor, 100)
        const reading = expect(readRows(cursor, 20_000)).rejects.toMatchObject({ code: 'RUN_CANCELLED' })
        await cursor.close()
        await reading
        await waitUntilIdle(name)
      }))

    it('never lets its cancel hit the next statement', () =>
      withSessions(
        async database => {
          for (let round = 0; round < 20; round += 1) {
            const cursor = await database.openCursor(shop.manyRows(1_000_000_000), LIMITS)
            await readRows(cursor, 10)
            const reading = expect(readRows(cursor, 5000)).rejects.toMatchObject({ code: 'RUN_CANCELLED' })
            void cursor.close()
            await reading
            expect((await readAll(database, shop.manyRows(50), 10)).rows).toHaveLength(50)
          }
        },
        { maxSessions: 1 },
      ))
  })

  it('ends with a lost connection when its session is killed, and the next one works', () =>
    withSessions(
      async (database, name) => {
        const cursor = await database.openCursor(shop.manyRows(1_000_000_000), LIMITS)
        await readRows(cursor, 100)
        await shop.killSessions(name)
        // What the server has sent already is still there to be read.
        const readOn = async () => {
          for (;;) await readRows(cursor, 1000)
        }
        await expect(readOn()).rejects.toMatchObject({ code: 'DATABASE_CONNECTION_LOST', retryable: true })
        await cursor.close()
        expect((await readAll(database, shop.manyRows(5), 10)).rows).toHaveLength(5)
      },
      { maxSessions: 1 },
    ))

  it('ends with a lost connection when it is killed in the middle of a read', () =>
    withSessions(async (database, name) => {
      const cursor = await database.openCursor(shop.slowBeforeFirstRow(600), LIMITS)
      const reading = expect(readRows(cursor, 100)).rejects.toMatchObject({
        code: 'DATABASE_CONNECTION_LOST',
      })
      await waitUntilBusy(name)
      await shop.killSessions(name)
      await reading
      await cursor.close()
    }))

  it('ends with a lost connection when the database is closed, and stops in the server', () =>
    withSessions(async (database, name) => {
      const cursor = await database.openCursor(shop.slowBeforeFirstRow(600), LIMITS)
      const reading = expect(readRows(cursor, 100)).rejects.toMatchObject({
        code: 'DATABASE_CONNECTION_LOST',
      })
      await waitUntilBusy(name)
      await database.close()
      await reading
      await cursor.close()
      await expect.poll(() => shop.countSessions(name), { timeout: 30_000 }).toBe(0)
    }))

  it('leaves plans and the catalog free while all sessions for runs are taken, and says so to the next run', () =>
    withSessions(
      async database => {
        const cursor = await database.openCursor(shop.manyRows(1_000_000_000), LIMITS)
        await readRows(cursor, 10)
        expect((await database.readCatalog()).tables).not.toHaveLength(0)
        await expect(database.openCursor('select 1', LIMITS)).rejects.toMatchObject({
          code: 'DATABASE_TOO_MANY_CONNECTIONS',
        })
        const next = database.openCursor('select 1', LIMITS)
        await cursor.close()
        await (await next).close()
      },
      { maxSessions: 1, connectTimeoutMs: 1000 },
    ))

  it('hands no setting of a statement on to the next', () =>
    withSessions(
      async database => {
        for (const sql of underTest.cursor.leavings) await readAll(database, sql, 10)
        for (const [sql, row] of underTest.cursor.traces)
          expect((await readAll(database, sql, 10)).rows).toEqual([row])
      },
      { maxSessions: 1 },
    ))
})
