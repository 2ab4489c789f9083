import { failed } from '../failure.ts'
import type { Copying } from './driver.ts'
import { NOT_THE_PROTOCOL } from './message-check.ts'
import type { CopySink } from './message-gate.ts'

/** Rows that come slower than a batch fills are handed out after that. */
const PARTIAL_AFTER_MS = 200

/** Takes rows in and gives them out by the batch. */
export interface RowCollector<T> {
  /** @returns false where these bytes are no row */
  add(bytes: Buffer, start: number, end: number): boolean
  rows(): number
  sizeBytes(): number
  /** What was added, and empties it. */
  take(): T
}

export interface CopyBounds {
  maxRows: number
  maxBytes: number
}

/** The rows of one COPY TO STDOUT, by the batch. Between two batches nothing is read from the socket, so the server waits. */
export interface CopySource<T> {
  /** A failure comes after the rows before it. */
  read(bounds: CopyBounds): Promise<{ batch: T; done: boolean }>
  /** Settles when the server is done with it; null before it has begun and after it is done. */
  running(): Promise<void> | null
  /** Stops the server, and lets what is still coming go by: it does not look at a cancel while it waits for us to read. */
  cancel(): void
}

/** @param open begins the COPY; called at the first read */
export function createCopySource<T>(
  open: (sink: CopySink) => Copying,
  columns: number,
  collector: RowCollector<T>,
): CopySource<T> {
  let copying: Copying | null = null
  let bounds: CopyBounds = { maxRows: 0, maxBytes: 0 }
  let hasAllRows = false
  let isOver = false
  let discarding = false
  let failure: Error | null = null
  let wake: () => void = () => undefined

  const isFull = () => collector.rows() >= bounds.maxRows || collector.sizeBytes() >= bounds.maxBytes

  const sink: CopySink = {
    columns,
    take(bytes, start, end) {
      if (discarding) return 'MORE'
      if (!adds(bytes, start, end)) return NOT_THE_PROTOCOL
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

  function begin(): Copying {
    const begun = open(sink)
    begun.finished
      .catch((error: unknown) => {
        failure = error instanceof Error ? error : failed(NOT_THE_PROTOCOL, 'copy')
      })
      .finally(() => {
        isOver = true
        wake()
      })
    return begun
  }

  async function fill(): Promise<void> {
    if (isOver || (collector.rows() > 0 && isFull())) return
    const slow = setInterval(() => collector.rows() > 0 && wake(), PARTIAL_AFTER_MS)
    try {
      await new Promise<void>(resolve => {
        wake = resolve
        if (copying === null) copying = begin()
        else copying.resume()
      })
    } finally {
      clearInterval(slow)
    }
    if (hasAllRows) await copying?.finished.catch(() => undefined)
  }

  return {
    async read(wanted) {
      bounds = wanted
      await fill()
      if (failure !== null && (collector.rows() === 0 || discarding)) throw failure
      // A row that comes although nobody reads is one too many.
      bounds = { maxRows: 0, maxBytes: 0 }
      return { batch: collector.take(), done: isOver && failure === null }
    },
    running: () => (isOver ? null : (copying?.finished ?? null)),
    cancel() {
      discarding = true
      copying?.resume()
      copying?.cancel()
    },
  }
}
