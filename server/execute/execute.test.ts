import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it, vi } from 'vitest'
import type { ReadBatch, ReadBounds, RowCursor } from '../databases/database.ts'
import { decodeRows, encodeRows } from '../../tests/fixtures/encoded-rows.ts'
import type { EncodedRows, Row } from '../domain.ts'
import { AppError } from '../errors.ts'
import { createExecutor } from './execute.ts'
import type { Execution, ExecutionEvent, ExecutionLimits, ExecutionOutcome } from './execute.ts'

const LIMITS: ExecutionLimits = { maxRows: 1000, maxBytes: 10_000_000, maxSeconds: 60 }
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
      const { maxRows } = bounds
      const size = Math.min(maxRows, rowCount - position)
      const rows = Array.from({ length: size }, (_, index) => makeRow(position + index))
      position += size
      return Promise.resolve({ rows: encodeRows(rows), done: size < maxRows })
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

function start(
  database: { openCursor: () => Promise<RowCursor> },
  limits: Partial<ExecutionLimits> = {},
  maxRows = 1e9,
) {
  let time = 0
  const outcomes: ExecutionOutcome[] = []
  const executor = createExecutor({ now: () => new Date((time += 5)), limits: { ...LIMITS, ...limits } })
  const execution = executor.execute({
    database,
    sql: 'select n from numbers',
    maxRows,
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
    await vi.waitFor(() => expect(database.closes()).toBe(1))
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

  it('starts with at most 100 rows and goes on with 256 kB a batch', async () => {
    const database = fakeDatabase(50_000)
    await collect(start(database, { maxRows: 100_000 }).execution)
    expect(database.asked.slice(0, 3)).toEqual([
      { maxRows: 100, maxBytes: 262_144 },
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
    const { execution, outcomes } = start(fakeDatabase(available), {}, maxRows)
    expect(rowsOf(await collect(execution))).toHaveLength(rowCount)
    expect(outcomes).toMatchObject([{ state, rowCount, problem: null }])
  })

  it('of the executor hold even when the request asks for more', async () => {
    const { execution, outcomes } = start(fakeDatabase(5000), { maxRows: 10 }, 4000)
    expect(rowsOf(await collect(execution))).toHaveLength(10)
    expect(outcomes).toMatchObject([{ state: 'TRUNCATED' }])
  })

  it('of bytes stop after the batch that reaches them', async () => {
    const { execution, outcomes } = start(
      fakeDatabase(1000, () => ['x'.repeat(997)]),
      { maxBytes: 50_000 },
    )
    expect(rowsOf(await collect(execution))).toHaveLength(100)
    expect(outcomes).toMatchObject([{ state: 'TRUNCATED', rowCount: 100 }])
  })

  it('of bytes do not call a result truncated that ends right there', async () => {
    const { execution, outcomes } = start(
      fakeDatabase(100, () => ['x'.repeat(997)]),
      { maxBytes: 50_000 },
    )
    expect(rowsOf(await collect(execution))).toHaveLength(100)
    expect(outcomes).toMatchObject([{ state: 'COMPLETED', rowCount: 100 }])
  })

  it('of time end a run that waits for its first row', async () => {
    vi.useFakeTimers()
    try {
      const database = fakeDatabase(1)
      const { execution, outcomes } = start({
        openCursor: () => Promise.resolve({ ...database.cursor, read: () => never<ReadBatch>() }),
      })
      await execution.next()
      const next = execution.next()
      await vi.advanceTimersByTimeAsync(60_000)
      expect(await next).toMatchObject({
        value: { kind: 'finished', state: 'FAILED', problem: { code: 'RUN_TIME_LIMIT' } },
      })
      expect(outcomes).toHaveLength(1)
      expect(database.closes()).toBe(1)
    } finally {
      vi.useRealTimers()
    }
  })

  it('of time free the database while the reader does not read', async () => {
    vi.useFakeTimers()
    try {
      const database = fakeDatabase(500)
      const { execution, outcomes } = start(database)
      await execution.next()
      await execution.next()
      await vi.advanceTimersByTimeAsync(60_000)
      expect(database.closes()).toBe(1)
      expect(outcomes).toMatchObject([{ state: 'FAILED', rowCount: 100 }])
      expect(await execution.next()).toMatchObject({ value: { kind: 'finished', state: 'FAILED' } })
      expect(await execution.next()).toEqual({ done: true, value: undefined })
    } finally {
      vi.useRealTimers()
    }
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
    await vi.waitFor(() => expect(database.closes()).toBe(1))
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
    const executor = createExecutor({ now: () => new Date(0), limits: LIMITS })
    const execution = executor.execute({
      database: fakeDatabase(0),
      sql: 'select',
      maxRows: 10,
      onOutcome: () => Promise.reject(new Error('the store is down')),
    })
    await expect(collect(execution)).rejects.toThrow('the store is down')
  })
})
