import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../../server/databases/database.ts'
import { createExecutor } from '../../server/execute/execute.ts'
import type {
  Execution,
  ExecutionEvent,
  ExecutionLimits,
  ExecutionOutcome,
} from '../../server/execute/execute.ts'
import { decodeRows } from '../fixtures/encoded-rows.ts'
import { withDatabase } from './engine-under-test.ts'
import type { Shop } from './engine-under-test.ts'
import { enginesUnderTest } from './engines-under-test.ts'

const LIMITS: ExecutionLimits = {
  maxRows: 1e9,
  maxBytes: 1e12,
  maxSeconds: 60,
  firstRowSeconds: 60,
  stallSeconds: 60,
}

describe.each(enginesUnderTest)('a run on $name', underTest => {
  let shop: Shop
  beforeAll(async () => {
    shop = await underTest.createShop()
  })
  afterAll(() => shop.drop())

  let nextName = 0
  async function withRun(
    sql: string,
    use: (run: {
      execution: Execution
      outcomes: ExecutionOutcome[]
      busy: () => Promise<number>
    }) => Promise<void>,
    limits: Partial<ExecutionLimits> = {},
  ): Promise<void> {
    const applicationName = `execution-test-${(nextName += 1)}`
    const outcomes: ExecutionOutcome[] = []
    const executor = createExecutor({ now: () => new Date() })
    const onOutcome = (outcome: ExecutionOutcome) => Promise.resolve(void outcomes.push(outcome))
    const inDatabase = (database: Database) =>
      use({
        execution: executor.execute({
          database,
          sql,
          limits: { ...LIMITS, ...limits },
          workplace: { key: applicationName, places: 1 },
          onOutcome,
        }),
        outcomes,
        busy: () => shop.countBusy(applicationName),
      })
    await withDatabase(underTest, shop.reader, inDatabase, { applicationName })
  }
  const untilIdle = (busy: () => Promise<number>) => expect.poll(busy, { timeout: 30_000 }).toBe(0)

  it('streams all rows of a result in order', () =>
    withRun(shop.manyRows(30_000), async ({ execution, outcomes, busy }) => {
      let expected = 0
      for await (const event of execution) {
        if (event.kind !== 'rows') continue
        expect(event.offset).toBe(expected)
        for (const [n] of decodeRows(event.rows)) expect(n).toBe((expected += 1))
      }
      expect(outcomes).toMatchObject([{ state: 'COMPLETED', rowCount: 30_000, problem: null }])
      await untilIdle(busy)
    }))

  it('stops in the server when the limit of rows is reached', () =>
    withRun(
      shop.manyRows(1_000_000_000),
      async ({ execution, outcomes, busy }) => {
        const events: ExecutionEvent[] = []
        for await (const event of execution) events.push(event)
        expect(events.at(-1)).toMatchObject({ kind: 'finished', state: 'TRUNCATED', rowCount: 2500 })
        expect(outcomes).toHaveLength(1)
        await untilIdle(busy)
      },
      { maxRows: 2500 },
    ))

  it('stops in the server when its reader leaves before the first row', () =>
    withRun(shop.slowBeforeFirstRow(600), async ({ execution, outcomes, busy }) => {
      await execution.next()
      const pending = execution.next()
      await expect.poll(busy, { timeout: 30_000 }).toBe(1)
      await execution.return()
      expect(outcomes).toMatchObject([{ state: 'CANCELLED', problem: { code: 'RUN_CANCELLED' } }])
      expect((await pending).done).toBe(true)
      await untilIdle(busy)
    }))

  it('stops in the server when its reader leaves in mid-stream', () =>
    withRun(shop.manyRows(1_000_000_000), async ({ execution, outcomes, busy }) => {
      for (let events = 0; events < 4; events += 1) await execution.next()
      const pending = execution.next()
      await execution.return()
      await pending
      expect(outcomes).toMatchObject([{ state: 'CANCELLED' }])
      await untilIdle(busy)
    }))

  it('stops in the server when somebody cancels it, and tells the reader', () =>
    withRun(shop.slowBeforeFirstRow(600), async ({ execution, outcomes, busy }) => {
      await execution.next()
      const pending = execution.next()
      await expect.poll(busy, { timeout: 30_000 }).toBe(1)
      await execution.cancel()
      expect(await pending).toMatchObject({ value: { kind: 'finished', state: 'CANCELLED' } })
      expect(outcomes).toHaveLength(1)
      await untilIdle(busy)
    }))

  it('stops in the server at its time limit', () =>
    withRun(
      shop.slowBeforeFirstRow(600),
      async ({ execution, busy }) => {
        const events: ExecutionEvent[] = []
        for await (const event of execution) events.push(event)
        expect(events.at(-1)).toMatchObject({ state: 'FAILED', problem: { code: 'RUN_TIME_LIMIT' } })
        await untilIdle(busy)
      },
      { maxSeconds: 1 },
    ))

  it('ends as failed with the reason when the database refuses the statement', () =>
    withRun('select gone from customers', async ({ execution }) => {
      expect(await execution.next()).toMatchObject({
        value: {
          kind: 'finished',
          state: 'FAILED',
          rowCount: 0,
          problem: { code: 'DATABASE_CATALOG_CHANGED' },
        },
      })
    }))
})
