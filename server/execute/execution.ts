import type { RowCursor } from '../databases/database.ts'
import type { EncodedRows, Problem } from '../domain.ts'
import { batchBounds } from './batch-size.ts'
import type {
  Execution,
  ExecutionEvent,
  ExecutionLimits,
  ExecutionOutcome,
  ExecutionRequest,
} from './execute.ts'
import { CANCELLED, INTERNAL, timeLimitProblem, toProblem } from './problems.ts'

export interface ExecutionParts extends ExecutionRequest {
  now: () => Date
  limits: ExecutionLimits
  takeTurn: () => Promise<() => void>
}

interface End {
  state: ExecutionOutcome['state']
  problem: Problem | null
  /** Thrown to the reader once the outcome is on record. */
  bug?: Error
}

const OVER = { done: true, value: undefined } as const

/** One run. Whoever calls `end` first decides how it ended: the last row, a failure, a limit, the reader, or a cancel. */
export function createExecution({
  database,
  sql,
  limits,
  now,
  takeTurn,
  onOutcome,
}: ExecutionParts): Execution {
  let startedAt: number | null = null
  let timer: NodeJS.Timeout | undefined
  let opening: Promise<RowCursor> | null = null
  let cursor: RowCursor | null = null
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

  function closeCursor(): Promise<void> {
    // A cursor that is still being opened is closed as soon as it is there; one that fails to open needs nothing.
    return opening === null
      ? Promise.resolve()
      : opening.then(opened => opened.close()).catch(() => undefined)
  }

  function end(wanted: End): Promise<ExecutionOutcome> {
    if (outcome !== null) return outcome
    clearTimeout(timer)
    closing = closeCursor()
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

  async function open(): Promise<ExecutionEvent> {
    startedAt = now().getTime()
    const timeoutMs = limits.maxSeconds * 1000
    timer = setTimeout(() => {
      void end({ state: 'FAILED', problem: timeLimitProblem(limits.maxSeconds) })
    }, timeoutMs)
    opening = database.openCursor(sql, { timeoutMs })
    cursor = await opening
    return { kind: 'started', columns: cursor.columns }
  }

  /** After all that is allowed, one row more tells whether there is more. */
  async function readBatch(from: RowCursor): Promise<ExecutionEvent | null> {
    const allowed = limits.maxRows - rowCount
    const isFull = allowed === 0 || byteCount >= limits.maxBytes
    const endTurn = rowCount === 0 ? () => undefined : await takeTurn()
    try {
      const { rows, done } = await from.read(batchBounds(rowCount, isFull ? 1 : allowed))
      if (outcome !== null) return null
      if (isFull && rows.count > 0) exhausted = 'TRUNCATED'
      else if (done) exhausted = 'COMPLETED'
      // Frees the session while the rows travel.
      if (exhausted !== null) closing = closeCursor()
      return isFull ? null : count(rows)
    } finally {
      endTurn()
    }
  }

  function count(rows: EncodedRows): ExecutionEvent | null {
    if (rows.count === 0) return null
    const offset = rowCount
    firstRowMs ??= elapsedMs()
    rowCount += rows.count
    byteCount += rows.bytes
    return { kind: 'rows', offset, rows }
  }

  /** The next event, or null when the run has ended. */
  async function advance(): Promise<ExecutionEvent | null> {
    try {
      if (cursor === null) return await open()
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
  function untilEnd(event: Promise<ExecutionEvent | null>): Promise<ExecutionEvent | null> {
    return new Promise((resolve, reject) => {
      wakeReader = () => resolve(null)
      event.then(resolve, reject)
    })
  }

  const execution: Execution = {
    [Symbol.asyncIterator]: () => execution,

    async next() {
      if (isOver) return OVER
      if (outcome === null) {
        const event = await untilEnd(advance())
        if (event !== null && outcome === null) return { done: false, value: event }
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
