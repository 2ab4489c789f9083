import { failed } from '../failure.ts'
import { NOT_THE_PROTOCOL } from './message-check.ts'
import type { RowForm, RowSink } from './message-gate.ts'

/** Rows that come slower than a batch fills are handed out after that. */
const PARTIAL_AFTER_MS = 200
/** Asking costs a way there and back: what is computed ahead of a batch is no more than that. */
const PORTION_BATCHES = 4
/** Rows that are asked for before it is known how wide they are. */
const FIRST_PORTION = 100

/** Takes rows in and gives them out by the batch. */
export interface RowCollector<T> {
  /** @returns false where these bytes are no row */
  add(bytes: Buffer, start: number, end: number): boolean
  rows(): number
  sizeBytes(): number
  /** What was added, and empties it. */
  take(): T
}

/** The rows of one statement at work, which go to a sink as fast as that one takes them. */
export interface RowFlow {
  /** Has the server send so many rows, 0 for all of them; settles when it has. One call at a time, none after the end. */
  ask(maxRows: number): Promise<'SUSPENDED' | 'ENDED'>
  /** The sink wants more of what was asked for. */
  resume(): void
  /** Asks the server to stop; a request that overtakes its statement is lost. */
  cancel(): void
  /** Lets go of what is suspended. */
  close(): Promise<void>
}

export interface RowBounds {
  maxRows: number
  maxBytes: number
}

/** The rows of one statement, by the batch. Between two batches nothing is read from the socket, so the server waits. */
export interface RowStream<T> {
  /** A failure comes after the rows before it. */
  read(bounds: RowBounds): Promise<{ batch: T; done: boolean }>
  /** Settles when the server is done with what it was asked for; null while it is not at work. */
  running(): Promise<unknown> | null
  /** Stops the server, and lets what is still coming go by: it does not look at a cancel while it waits for us to read. */
  cancel(): void
  /** Lets go of it when nothing is running. */
  close(): Promise<void>
}

export interface RowStreamOptions<T> {
  /** Called at the first read. */
  open: (sink: RowSink) => RowFlow
  form: RowForm
  columns: number
  collector: RowCollector<T>
  /** The server is asked for about as many rows as a few batches take, and computes no further ahead. */
  inPortions: boolean
}

export function createRowStream<T>({
  open,
  form,
  columns,
  collector,
  inPortions,
}: RowStreamOptions<T>): RowStream<T> {
  let flow: RowFlow | null = null
  let asking: Promise<void> | null = null
  let bounds: RowBounds = { maxRows: 0, maxBytes: 0 }
  /** Rows that the server may still send of a portion. */
  let left = Infinity
  let rowsBefore = 0
  let bytesBefore = 0
  let hasAllRows = false
  let isOver = false
  let discarding = false
  let failure: Error | null = null
  let wake: () => void = () => undefined

  const isFull = () => collector.rows() >= bounds.maxRows || collector.sizeBytes() >= bounds.maxBytes

  const sink: RowSink = {
    ...{ form, columns },
    take(bytes, start, end) {
      left -= 1
      if (discarding && left >= 0) return 'MORE'
      if (left < 0 || !adds(bytes, start, end)) return NOT_THE_PROTOCOL
      if (!isFull()) return 'MORE'
      wake()
      return 'WAIT'
    },
    end() {
      hasAllRows = true
    },
  }

  /** What is wrong with a row must not reach the socket, which has nobody to tell. */
  function adds(bytes: Buffer, start: number, end: number): boolean {
    try {
      return collector.add(bytes, start, end)
    } catch {
      return false
    }
  }

  function portion(): number {
    if (!inPortions) return 0
    if (rowsBefore === 0) return Math.min(bounds.maxRows, FIRST_PORTION)
    return Math.ceil((PORTION_BATCHES * Math.max(1, bounds.maxBytes) * rowsBefore) / bytesBefore)
  }

  async function askFor(from: RowFlow, maxRows: number): Promise<void> {
    if (inPortions) left = maxRows
    try {
      isOver = (await from.ask(maxRows)) === 'ENDED'
    } catch (error) {
      isOver = true
      failure = error instanceof Error ? error : failed(NOT_THE_PROTOCOL, 'rows')
    } finally {
      asking = null
      wake()
    }
  }

  async function fill(): Promise<void> {
    const slow = setInterval(() => collector.rows() > 0 && wake(), PARTIAL_AFTER_MS)
    try {
      await new Promise<void>(resolve => {
        wake = resolve
        flow ??= open(sink)
        if (asking === null) asking = askFor(flow, portion())
        else flow.resume()
      })
    } finally {
      clearInterval(slow)
    }
    if (hasAllRows) await asking
  }

  return {
    async read(wanted) {
      bounds = wanted
      if (!isOver && !isFull()) await fill()
      while (!isOver && collector.rows() === 0) await fill()
      if (failure !== null && (collector.rows() === 0 || discarding)) throw failure
      // A row that comes although nobody reads is one too many.
      bounds = { maxRows: 0, maxBytes: 0 }
      rowsBefore += collector.rows()
      bytesBefore += collector.sizeBytes()
      return { batch: collector.take(), done: isOver && failure === null }
    },
    running: () => asking,
    cancel() {
      discarding = true
      flow?.resume()
      flow?.cancel()
    },
    close: () => flow?.close() ?? Promise.resolve(),
  }
}
