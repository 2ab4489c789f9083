/** One file, because all of it drives one execution with the same fake database: its rows, limits, clocks and ends. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ReadBatch, ReadBounds, RowCursor } from '../databases/database.ts'
import { decodeRows, encodeRows } from '../../tests/fixtures/encoded-rows.ts'
import type { EncodedRows, Row } from '../domain.ts'
import { AppError } from '../errors.ts'
import { createExecutor } from './execute.ts'
import type { Execution, ExecutionEvent, ExecutionLimits, ExecutionOutcome } from './execute.ts'

const LIMITS: ExecutionLimits = {
  maxRows: 1000,
  maxBytes: 10_000_000,
  maxSeconds: 60,
  firstRowSeconds: 50,
  stallSeconds: 40,
}
const WORKPLACE = { key: 'numbers', places: 2 }
const COLUMNS = [{ name: 'n', type: 'integer', nullable: null }]

/** A database with this many rows, which records what is asked of it. */
function fakeDatabase(rowCount: number, makeRow: (index: number) => Row = index => [index]) {
  const asked: ReadBounds[] = []
  let closes = 0
  let position = 0
  const cursor: RowCursor = {
    columns: COLUMNS,
    read(bounds): Promise<ReadBatch> {
      asked.push(bounds)
      const rows: Row[] = []
      for (let bytes = 0; rows.length < bounds.maxRows && position < rowCount && bytes < bounds.maxBytes;) {
        const row = makeRow(position++)
        rows.push(row)
        bytes += encodeRows([row]).bytes + 1
      }
      // Only a read that finds less than was asked for knows that it is the end.
      const done = position === rowCount && rows.length < bounds.maxRows
      return Promise.resolve({ rows: encodeRows(rows), done })
    },
    close() {
      closes += 1
      return Promise.resolve()
    },
  }
  return {
    asked,
    closes: () => closes,
    cursor,
    openCursor: (): Promise<RowCursor> => Promise.resolve(cursor),
  }
}

/** A promise that never settles, like a read whose first row takes for ever. */
const never = <T>() => new Promise<T>(() => undefined)

function newExecutor() {
  let time = 0
  return createExecutor({ now: () => new Date((time += 5)) })
}

function start(
  database: { openCursor: () => Promise<RowCursor> },
  limits: Partial<ExecutionLimits> = {},
  executor = newExecutor(),
) {
  const outcomes: ExecutionOutcome[] = []
  const execution = executor.execute({
    database,
    sql: 'select n from numbers',
    limits: { ...LIMITS, ...limits },
    workplace: WORKPLACE,
    onOutcome(outcome) {
      outcomes.push(outcome)
      return Promise.resolve()
    },
  })
  return { execution, outcomes }
}

async function collect(execution: Execution): Promise<ExecutionEvent[]> {
  const events: ExecutionEvent[] = []
  for await (const event of execution) events.push(event)
  return events
}

const rowsOf = (events: readonly ExecutionEvent[]) =>
  events.flatMap(event => (event.kind === 'rows' ? decodeRows(event.rows) : []))

describe('a run', () => {
  it('gives columns, then rows with their offsets, then its end', async () => {
    const { execution, outcomes } = start(fakeDatabase(150))
    const events = await collect(execution)
    expect(events.map(event => event.kind)).toEqual(['started', 'rows', 'rows', 'finished'])
    expect(events[0]).toEqual({ kind: 'started', columns: COLUMNS })
    expect(events.map(event => (event.kind === 'rows' ? event.offset : null))).toEqual([null, 0, 100, null])
    expect(rowsOf(events)).toEqual(Array.from({ length: 150 }, (_, index) => [index]))
    expect(outcomes).toEqual([
      {
        state: 'COMPLETED',
        rowCount: 150,
        firstRowMs: 5,
        durationMs: expect.any(Number) as number,
        problem: null,
      },
    ])
    expect(events.at(-1)).toEqual({ kind: 'finished', ...outcomes[0] })
  })

  it('does nothing before it is asked for the first event', () => {
    const openCursor = vi.fn(() => never<RowCursor>())
    start({ openCursor })
    expect(openCursor).not.toHaveBeenCalled()
  })

  it('has no first row when there is none', async () => {
    const { execution, outcomes } = start(fakeDatabase(0))
    expect((await collect(execution)).map(event => event.kind)).toEqual(['started', 'finished'])
    expect(outcomes).toMatchObject([{ state: 'COMPLETED', rowCount: 0, firstRowMs: null }])
  })

  it('frees the database as soon as the last row is out, not when the reader asks for the end', async () => {
    const database = fakeDatabase(3)
    const { execution } = start(database)
    await execution.next()
    await execution.next()
    await expect.poll(() => database.closes()).toBe(1)
  })

  it('keeps no batch that it has handed out', async () => {
    setFlagsFromString('--expose-gc')
    const collectGarbage = runInNewContext('gc') as () => void
    const { execution } = start(fakeDatabase(500_000), { maxRows: 500_000 })
    const handedOut: WeakRef<EncodedRows>[] = []
    while (handedOut.length < 5) {
      const { value } = await execution.next()
      if (value?.kind === 'rows') handedOut.push(new WeakRef(value.rows))
    }
    await new Promise(resolve => setImmediate(resolve))
    collectGarbage()
    expect(handedOut.slice(0, 3).map(batch => batch.deref())).toEqual([undefined, undefined, undefined])
    await execution.return()
  })

  it('starts with at most 100 rows or 64 kB, and goes on with 256 kB a batch', async () => {
    const database = fakeDatabase(50_000)
    await collect(start(database, { maxRows: 100_000 }).execution)
    expect(database.asked.slice(0, 3)).toEqual([
      { maxRows: 100, maxBytes: 65_536 },
      { maxRows: 20_000, maxBytes: 262_144 },
      { maxRows: 20_000, maxBytes: 262_144 },
    ])
  })
})

describe('limits', () => {
  it.each([
    { available: 250, maxRows: 250, state: 'COMPLETED', rowCount: 250 },
    { available: 251, maxRows: 250, state: 'TRUNCATED', rowCount: 250 },
    { available: 1, maxRows: 1, state: 'COMPLETED', rowCount: 1 },
    { available: 100, maxRows: 1, state: 'TRUNCATED', rowCount: 1 },
    { available: 100, maxRows: 100, state: 'COMPLETED', rowCount: 100 },
  ])('of $maxRows rows out of $available is $state', async ({ available, maxRows, state, rowCount }) => {
    const { execution, outcomes } = start(fakeDatabase(available), { maxRows })
    expect(rowsOf(await collect(execution))).toHaveLength(rowCount)
    expect(outcomes).toMatchObject([{ state, rowCount, problem: null }])
  })

  it('of rows ask for one row more, whether the reader comes back or not', async () => {
    const database = fakeDatabase(5000)
    const { execution } = start(database, { maxRows: 60 })
    await execution.next()
    await execution.next()
    await expect.poll(() => database.closes()).toBe(1)
    expect(database.asked.map(({ maxRows }) => maxRows)).toEqual([60, 1])
    await execution.return()
  })

  it.each([
    { available: 1000, state: 'TRUNCATED', rowCount: 51 },
    { available: 52, state: 'TRUNCATED', rowCount: 51 },
    { available: 51, state: 'COMPLETED', rowCount: 51 },
    { available: 50, state: 'COMPLETED', rowCount: 50 },
  ])('of bytes end $available rows with the row that reaches them: $state', async expected => {
    const { execution, outcomes } = start(
      fakeDatabase(expected.available, () => ['x'.repeat(996)]),
      { maxBytes: 50_500 },
    )
    expect(rowsOf(await collect(execution))).toHaveLength(expected.rowCount)
    expect(outcomes).toMatchObject([{ state: expected.state, rowCount: expected.rowCount }])
  })

  it('of rows do not hide that the database fails in the row after them', async () => {
    const database = fakeDatabase(500)
    const lost = new AppError('DATABASE_CONNECTION_LOST', 'Lost.')
    const read = (bounds: ReadBounds) =>
      bounds.maxRows === 1 ? Promise.reject(lost) : database.cursor.read(bounds)
    const { execution, outcomes } = start(
      { openCursor: () => Promise.resolve({ ...database.cursor, read }) },
      { maxRows: 60 },
    )
    expect(rowsOf(await collect(execution))).toHaveLength(60)
    expect(outcomes).toMatchObject([
      { state: 'FAILED', rowCount: 60, problem: { code: 'DATABASE_CONNECTION_LOST' } },
    ])
  })

  describe('of time', () => {
    beforeEach(() => void vi.useFakeTimers())
    afterEach(() => void vi.useRealTimers())

    it.each([
      ['in all', { maxSeconds: 30, firstRowSeconds: 100 }, /longer than 30 seconds/],
      ['to the first row', { maxSeconds: 100, firstRowSeconds: 30 }, /no row within 30 seconds/],
    ])('%s end a run that waits for its first row', async (_, limits, message) => {
      const database = fakeDatabase(1)
      const { execution, outcomes } = start(
        { openCursor: () => Promise.resolve({ ...database.cursor, read: () => never<ReadBatch>() }) },
        limits,
      )
      await execution.next()
      const next = execution.next()
      await vi.advanceTimersByTimeAsync(30_000)
      expect(await next).toMatchObject({
        value: {
          kind: 'finished',
          state: 'FAILED',
          problem: { code: 'RUN_TIME_LIMIT', message: expect.stringMatching(message) as string },
        },
      })
      expect(outcomes).toHaveLength(1)
      expect(database.closes()).toBe(1)
    })

    it('to the first row mean nothing once it is there', async () => {
      const { execution } = start(fakeDatabase(500), { firstRowSeconds: 10, stallSeconds: 30 })
      await execution.next()
      await execution.next()
      await vi.advanceTimersByTimeAsync(20_000)
      expect(await execution.next()).toMatchObject({ value: { kind: 'rows', offset: 100 } })
      await execution.return()
    })

    it('in all free the database while the reader does not read', async () => {
      const database = fakeDatabase(500)
      const { execution, outcomes } = start(database, { maxSeconds: 30 })
      await execution.next()
      await execution.next()
      await vi.advanceTimersByTimeAsync(30_000)
      expect(database.closes()).toBe(1)
      expect(outcomes).toMatchObject([{ state: 'FAILED', rowCount: 100 }])
      expect(await execution.next()).toMatchObject({ value: { kind: 'finished', state: 'FAILED' } })
      expect(await execution.next()).toEqual({ done: true, value: undefined })
    })

    it('end a run whose reader stays away, and tell it when it comes back', async () => {
      const database = fakeDatabase(500)
      const { execution, outcomes } = start(database)
      await execution.next()
      await execution.next()
      await vi.advanceTimersByTimeAsync(39_000)
      expect(outcomes).toEqual([])
      await vi.advanceTimersByTimeAsync(1_000)
      expect(database.closes()).toBe(1)
      expect(outcomes).toMatchObject([{ state: 'FAILED', rowCount: 100, problem: { code: 'RUN_NOT_READ' } }])
      expect(await execution.next()).toMatchObject({ value: { problem: { code: 'RUN_NOT_READ' } } })
    })

    it('let a reader be slow that comes back in time, again and again', async () => {
      const { execution, outcomes } = start(
        fakeDatabase(400, () => ['x'.repeat(3000)]),
        { maxSeconds: 600 },
      )
      let events = 0
      while (!(await execution.next()).done) {
        events += 1
        await vi.advanceTimersByTimeAsync(35_000)
      }
      expect(events).toBeGreaterThan(6)
      expect(outcomes).toMatchObject([{ state: 'COMPLETED', rowCount: 400 }])
    })

    it('do not run while the run waits for its turn', async () => {
      const executor = newExecutor()
      const others = [start(fakeDatabase(1), {}, executor), start(fakeDatabase(1), {}, executor)]
      for (const { execution } of others) await execution.next()
      const { execution, outcomes } = start(fakeDatabase(1), { maxSeconds: 10 }, executor)
      expect(await execution.next()).toEqual({ done: false, value: { kind: 'queued', position: 1 } })
      const next = execution.next()
      await vi.advanceTimersByTimeAsync(20_000)
      await others[0]?.execution.return()
      expect(await next).toMatchObject({ value: { kind: 'started' } })
      await execution.return()
      expect(outcomes).toMatchObject([{ state: 'CANCELLED' }])
    })
  })
})

describe('more runs than a database may have at once', () => {
  it('wait in their order, know their place, and begin when others are done', async () => {
    const executor = newExecutor()
    const runs = Array.from({ length: 5 }, () => start(fakeDatabase(150), {}, executor))
    const kinds = await Promise.all(runs.map(async ({ execution }) => (await execution.next()).value))
    expect(kinds).toMatchObject([
      { kind: 'started' },
      { kind: 'started' },
      { kind: 'queued', position: 1 },
      { kind: 'queued', position: 2 },
      { kind: 'queued', position: 3 },
    ])
    const all = await Promise.all(runs.map(({ execution }) => collect(execution)))
    expect(all.map(events => rowsOf(events).length)).toEqual([150, 150, 150, 150, 150])
    const told = all[4]?.map(event => (event.kind === 'queued' ? event.position : event.kind)) ?? []
    expect(told.slice(-5)).toEqual([1, 'started', 'rows', 'rows', 'finished'])
  })

  it.each(['return', 'cancel'] as const)('lose nothing when one of them leaves by %s', async leave => {
    const executor = newExecutor()
    const [, , third, fourth] = Array.from({ length: 4 }, () => start(fakeDatabase(5), {}, executor)).map(
      run => (void run.execution.next(), run),
    )
    await Promise.resolve()
    await third?.execution[leave]()
    expect(third?.outcomes).toMatchObject([{ state: 'CANCELLED', rowCount: 0 }])
    expect(await fourth?.execution.next()).toMatchObject({ value: { kind: 'queued', position: 1 } })
  })
})

describe('a reader who leaves', () => {
  it.each<[string, (database: ReturnType<typeof fakeDatabase>) => Promise<RowCursor>]>([
    ['while the statement is being opened', () => never<RowCursor>()],
    [
      'before the first row',
      async ({ cursor }) => Promise.resolve({ ...cursor, read: () => never<ReadBatch>() }),
    ],
  ])('%s ends the run at once, as cancelled', async (_, openCursor) => {
    const database = fakeDatabase(1)
    const { execution, outcomes } = start({ openCursor: () => openCursor(database) })
    const pending = [execution.next(), execution.next()]
    expect(await execution.return()).toEqual({ done: true, value: undefined })
    expect(outcomes).toMatchObject([{ state: 'CANCELLED', rowCount: 0, problem: { code: 'RUN_CANCELLED' } }])
    expect((await pending[1])?.done).toBe(true)
    expect((await execution.next()).done).toBe(true)
  })

  it('before anything was read has it on record, and the database is never asked', async () => {
    const openCursor = vi.fn(() => never<RowCursor>())
    const { execution, outcomes } = start({ openCursor })
    await execution.return()
    expect(outcomes).toMatchObject([{ state: 'CANCELLED' }])
    expect(openCursor).not.toHaveBeenCalled()
  })

  it('closes a cursor that opens only after that', async () => {
    const database = fakeDatabase(1)
    let opened: (cursor: RowCursor) => void = () => undefined
    const { execution } = start({ openCursor: () => new Promise(resolve => (opened = resolve)) })
    void execution.next()
    await execution.return()
    opened(database.cursor)
    await expect.poll(() => database.closes()).toBe(1)
  })

  it('after the last row leaves a completed run', async () => {
    const { execution, outcomes } = start(fakeDatabase(3))
    await execution.next()
    await execution.next()
    await execution.return()
    expect(outcomes).toMatchObject([{ state: 'COMPLETED', rowCount: 3, problem: null }])
  })

  it('after the end changes nothing', async () => {
    const { execution, outcomes } = start(fakeDatabase(3))
    await collect(execution)
    await execution.return()
    expect(outcomes).toHaveLength(1)
  })
})

describe('cancelling', () => {
  it('tells the reader, who still waits for a row', async () => {
    const database = fakeDatabase(1)
    const { execution, outcomes } = start({
      openCursor: () => Promise.resolve({ ...database.cursor, read: () => never<ReadBatch>() }),
    })
    await execution.next()
    const next = execution.next()
    await execution.cancel()
    expect(await next).toMatchObject({
      value: { kind: 'finished', state: 'CANCELLED', problem: { code: 'RUN_CANCELLED' } },
    })
    expect((await execution.next()).done).toBe(true)
    expect(outcomes).toHaveLength(1)
    expect(database.closes()).toBe(1)
  })

  it('twice, and leaving as well, is one outcome', async () => {
    const { execution, outcomes } = start(fakeDatabase(500))
    await execution.next()
    await Promise.all([execution.cancel(), execution.cancel(), execution.return()])
    expect(outcomes).toHaveLength(1)
  })
})

describe('a failure', () => {
  const lost = new AppError('DATABASE_CONNECTION_LOST', 'Lost.', { hints: ['Again.'], retryable: true })
  const problem = { code: 'DATABASE_CONNECTION_LOST', message: 'Lost.', hints: ['Again.'], retryable: true }

  it('at opening is the end of the run, not thrown', async () => {
    const { execution, outcomes } = start({ openCursor: () => Promise.reject(lost) })
    expect(await collect(execution)).toMatchObject([{ kind: 'finished', state: 'FAILED', problem }])
    expect(outcomes).toMatchObject([{ state: 'FAILED', problem }])
  })

  it('in mid-stream keeps the rows that came', async () => {
    const database = fakeDatabase(500)
    const read = (bounds: ReadBounds) =>
      database.asked.length === 0 ? database.cursor.read(bounds) : Promise.reject(lost)
    const { execution } = start({ openCursor: () => Promise.resolve({ ...database.cursor, read }) })
    const events = await collect(execution)
    expect(rowsOf(events)).toHaveLength(100)
    expect(events.at(-1)).toMatchObject({ state: 'FAILED', rowCount: 100, problem })
    expect(database.closes()).toBeGreaterThan(0)
  })

  it('that is a bug is thrown, after the outcome is on record', async () => {
    const { execution, outcomes } = start({
      openCursor: () => Promise.reject(new TypeError('x is not a function')),
    })
    await expect(execution.next()).rejects.toThrow('x is not a function')
    expect(outcomes).toMatchObject([{ state: 'FAILED', problem: { code: 'INTERNAL' } }])
    expect((await execution.next()).done).toBe(true)
  })

  it('to record the outcome reaches the reader', async () => {
    const execution = newExecutor().execute({
      database: fakeDatabase(0),
      sql: 'select',
      limits: LIMITS,
      workplace: WORKPLACE,
      onOutcome: () => Promise.reject(new Error('the store is down')),
    })
    await expect(collect(execution)).rejects.toThrow('the store is down')
  })
})
