import type { EncodedRows, Row } from '../domain.ts'
import type { ReadBatch, ReadBounds } from './database.ts'

/** Rows that are asked for before it is known how wide they are. */
const FIRST_PORTION = 100
export const NO_ROWS: EncodedRows = { count: 0, json: Buffer.alloc(0), bytes: 0 }

/** Rows as an engine's driver hands them over. */
export interface RowPortion {
  rows: readonly Row[]
  /** True when no row is left after these. */
  done: boolean
}

/**
 * Makes batches by rows and by bytes from what can only be fetched by rows. Rows that were fetched and go beyond the
 * bounds wait for the next read; a failure waits until the rows before it are out.
 * @param fetch at most so many rows
 */
export function createBatchReader(fetch: (maxRows: number) => Promise<RowPortion>) {
  let waiting: RowPortion = { rows: [], done: false }
  let failure: { error: unknown } | null = null
  let rowsSoFar = 0
  let bytesSoFar = 0

  function portionFor(rows: number, bytes: number): number {
    const wanted = rowsSoFar === 0 ? FIRST_PORTION : Math.ceil((bytes * rowsSoFar) / bytesSoFar)
    return Math.max(1, Math.min(rows, wanted))
  }

  async function fetchNext(rows: number, bytes: number): Promise<void> {
    try {
      waiting = await fetch(portionFor(rows, bytes))
    } catch (error) {
      failure = { error }
      waiting = { rows: [], done: true }
    }
  }

  return async function read({ maxRows, maxBytes }: ReadBounds): Promise<ReadBatch> {
    const texts: string[] = []
    let bytes = 0
    while (texts.length < maxRows && bytes < maxBytes) {
      if (waiting.rows.length === 0 && !waiting.done)
        await fetchNext(maxRows - texts.length, maxBytes - bytes)
      let taken = 0
      while (taken < waiting.rows.length && texts.length < maxRows && bytes < maxBytes) {
        const text = JSON.stringify(waiting.rows[taken])
        texts.push(text)
        const textBytes = Buffer.byteLength(text) + 1
        bytes += textBytes
        bytesSoFar += textBytes
        taken += 1
        rowsSoFar += 1
      }
      waiting = { ...waiting, rows: waiting.rows.slice(taken) }
      if (waiting.rows.length === 0 && waiting.done) break
    }
    const isEmpty = waiting.rows.length === 0 && waiting.done
    if (isEmpty && failure !== null && texts.length === 0) throw failure.error
    const rows =
      texts.length === 0 ? NO_ROWS : { count: texts.length, json: Buffer.from(texts.join(',')), bytes }
    return { rows, done: isEmpty && failure === null }
  }
}
