export const FIRST_BATCH_ROWS = 100
const TARGET_BYTES = 256 * 1024
const MIN_ROWS = 50
const MAX_ROWS = 20_000
/** Rows can suddenly become wide; a batch then holds at most this multiple of what was aimed at. */
const MAX_GROWTH = 8

/** Rows to ask for next, so that a batch has about 256 kB of JSON: large enough to be cheap, small enough to be smooth. */
export function nextBatchRows(previousRows: number, previousBytes: number): number {
  if (previousRows === 0) return FIRST_BATCH_ROWS
  const wanted = Math.floor(TARGET_BYTES / Math.max(1, previousBytes / previousRows))
  return Math.max(MIN_ROWS, Math.min(wanted, previousRows * MAX_GROWTH, MAX_ROWS))
}
