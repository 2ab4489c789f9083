import type { Problem } from '../domain.ts'
import { batchBounds } from './batch-size.ts'
import { createDeadlines } from './deadlines.ts'
import type {
  Execution,
  ExecutionEvent,
  ExecutionOutcome,
  ExecutionRequest,
  Portion,
  RowsOf,
} from './execute.ts'
import { CANCELLED, INTERNAL, toProblem } from './problems.ts'
import type { Place } from './run-queue.ts'

export interface ExecutionParts<Rows extends Portion> extends Omit<ExecutionRequest<Rows>, 'workplace'> {
  now: () => Date
  takePlace: () => Place
  takeTurn: () => Promise<() => void>
  /** Whether this run or another waits for its first row. */
  hasNewcomers: () => boolean
  /** The run begins; to be told when its first rows are there. */
  arrive: () => () => void
  /** Whether so many runs are at work that none should have its database compute rows ahead. */
  isCrowded: () => boolean
}

interface End {
  state: ExecutionOutcome['state']
  problem: Problem | null
  /** Thrown to the reader once the outcome is on record. */
  bug?: Error
}

const OVER = { done: true, value: undefined } as const

/** One run. Whoever calls `end` first decides how it ended: the last row, a failure, a limit, the reader, or a cancel. */
export function createExecution<Rows extends Portion>({
  database,
  sql,
  limits,
  now,
  takePlace,
  takeTurn,
  hasNewcomers,
  arrive,
  isCrowded,
  onOutcome,
}: ExecutionParts<Rows>): Execution<Rows> {
  type Event = ExecutionEvent<Rows>
  type Batch = Awaited<ReturnType<RowsOf<Rows>['read']>>
  const deadlines = createDeadlines(limits, problem => void end({ state: 'FAILED', problem }))
  let place: Place | null = null
  /** What the reader knows of its place in the queue. */
  let toldPosition: number | null = null
  let startedAt: number | null = null
  let hasArrived: () => void = () => undefined
  let opening: Promise<RowsOf<Rows>> | null = null
  let cursor: RowsOf<Rows> | null = null
  let ahead: Promise<Batch> | null = null
  let rowCount = 0
  let byteCount = 0
  let firstRowMs: number | null = null
  /** Set when the last row is out, but the reader has not asked for the end yet. */
  let exhausted: 'COMPLETED' | 'TRUNCATED' | null = null
  let outcome: Promise<ExecutionOutcome> | null = null
  let closing: Promise<void> = Promise.resolve()
  let isOver = false

  let wakeReader: () => void = () => undefined

  const elapsedMs = () => (startedAt === null ? 0 : now().getTime() - startedAt)
  const isFull = () => rowCount >= limits.maxRows || byteCount >= limits.maxBytes

  async function close(): Promise<void> {
    // A cursor that is still being opened is closed as soon as it is there; one that fails to open needs nothing.
    if (opening !== null) await opening.then(opened => opened.close()).catch(() => undefined)
    place?.leave()
  }

  function end(wanted: End): Promise<ExecutionOutcome> {
    if (outcome !== null) return outcome
    deadlines.stop()
    hasArrived()
    closing = close()
    // All rows were out already: whatever came after that took nothing away from the reader.
    const { state, problem } = exhausted === null ? wanted : { state: exhausted, problem: null }
    const result = { state, rowCount, firstRowMs, durationMs: elapsedMs(), problem }
    outcome = onOutcome(result).then(() => {
      if (wanted.bug !== undefined) throw wanted.bug
      return result
    })
    // The reader gets a rejection at its next call; until then it is nobody's.
    outcome.catch(() => undefined)
    wakeReader()
    return outcome
  }

  /** Null when it is this run's turn; else an event as often as its place in the queue changes. */
  async function wait(here: Place): Promise<Event | null> {
    for (;;) {
      const position = here.position()
      if (position === null) return null
      if (position !== toldPosition) {
        toldPosition = position
        return { kind: 'queued', position }
      }
      await here.change()
    }
  }

  async function open(): Promise<Event> {
    startedAt = now().getTime()
    deadlines.begin()
    hasArrived = arrive()
    opening = database.openCursor(sql, { timeoutMs: limits.maxSeconds * 1000, inPortions: isCrowded() })
    cursor = await opening
    return { kind: 'started', columns: cursor.columns }
  }

  /** After all that is allowed, one row more tells whether there is more. */
  async function fetchBatch(from: RowsOf<Rows>): Promise<Batch> {
    const allowed = isFull()
      ? { maxRows: 1, maxBytes: 1 }
      : { maxRows: limits.maxRows - rowCount, maxBytes: limits.maxBytes - byteCount }
    const endTurn = rowCount === 0 ? () => undefined : await takeTurn()
    try {
      return await from.read(batchBounds(rowCount, allowed, hasNewcomers()))
    } finally {
      endTurn()
    }
  }

  async function readBatch(from: RowsOf<Rows>): Promise<Event | null> {
    const wasFull = isFull()
    const { rows, done } = await (ahead ?? fetchBatch(from))
    ahead = null
    if (outcome !== null) return null
    deadlines.rowsCame()
    hasArrived()
    if (wasFull && rows.count > 0) exhausted = 'TRUNCATED'
    else if (done) exhausted = 'COMPLETED'
    const event = wasFull ? null : count(rows)
    // Frees the session while the rows travel.
    if (exhausted !== null) closing = close()
    else if (isFull()) seeWhetherThereIsMore(from)
    return event
  }

  /** Not only when the reader comes back: the session would wait for that. */
  function seeWhetherThereIsMore(from: RowsOf<Rows>): void {
    ahead = fetchBatch(from)
    // The reader gets a failure when it comes for it.
    ahead.then(
      ({ rows, done }) => {
        if (outcome !== null || exhausted !== null || (rows.count === 0 && !done)) return
        exhausted = rows.count > 0 ? 'TRUNCATED' : 'COMPLETED'
        closing = close()
      },
      () => undefined,
    )
  }

  function count(rows: Rows): Event | null {
    if (rows.count === 0) return null
    const offset = rowCount
    firstRowMs ??= elapsedMs()
    rowCount += rows.count
    byteCount += rows.bytes
    return { kind: 'rows', offset, rows, rowCount, byteCount, elapsedMs: elapsedMs() }
  }

  /** The next event, or null when the run has ended. */
  async function advance(): Promise<Event | null> {
    try {
      if (cursor === null) {
        place ??= takePlace()
        const queued = place.position() === null ? null : await wait(place)
        if (queued !== null) return queued
        return outcome === null ? await open() : null
      }
      while (exhausted === null && outcome === null) {
        const event = await readBatch(cursor)
        if (event !== null) return event
      }
      void end({ state: 'COMPLETED', problem: null })
      return null
    } catch (error) {
      const problem = toProblem(error)
      void end(
        problem ? { state: 'FAILED', problem } : { state: 'FAILED', problem: INTERNAL, bug: asError(error) },
      )
      return null
    }
  }

  /** Not Promise.race with a promise that lives as long as the run: that one would keep every batch in memory. */
  function untilEnd(event: Promise<Event | null>): Promise<Event | null> {
    return new Promise((resolve, reject) => {
      wakeReader = () => resolve(null)
      event.then(resolve, reject)
    })
  }

  const execution: Execution<Rows> = {
    [Symbol.asyncIterator]: () => execution,

    async next() {
      if (isOver) return OVER
      deadlines.readerCame()
      if (outcome === null) {
        const event = await untilEnd(advance())
        if (event !== null && outcome === null) {
          if (event.kind !== 'queued') deadlines.handedOut()
          return { done: false, value: event }
        }
      }
      const readerHasLeft = isOver
      isOver = true
      const result = await outcome
      return readerHasLeft || result === null ? OVER : { done: false, value: { kind: 'finished', ...result } }
    },

    async return() {
      if (isOver) return OVER
      isOver = true
      await end({ state: 'CANCELLED', problem: CANCELLED })
      return OVER
    },

    async cancel() {
      await end({ state: 'CANCELLED', problem: CANCELLED })
      await closing
    },
  }
  return execution
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error
    ? thrown
    : new Error('Something that is not an error was thrown', { cause: thrown })
}
