import type { ReadBounds } from '../databases/database.ts'

const FIRST_BATCH_ROWS = 100
const MAX_ROWS = 20_000
const TARGET_BYTES = 256 * 1024
/** While somebody waits for a first row, each holds the process for a short time only: the steps to it wait behind theirs. */
const SHORT_BYTES = 64 * 1024

/**
 * The first batch is small so that it shows at once; later ones have about 256 kB of JSON: large enough to be cheap, small
 * enough to be smooth.
 * @param hasNewcomers some run, this one or another, has no row yet
 */
export function batchBounds(rowsSoFar: number, allowed: ReadBounds, hasNewcomers: boolean): ReadBounds {
  return {
    maxRows: Math.min(rowsSoFar === 0 ? FIRST_BATCH_ROWS : MAX_ROWS, allowed.maxRows),
    maxBytes: Math.min(hasNewcomers ? SHORT_BYTES : TARGET_BYTES, allowed.maxBytes),
  }
}
