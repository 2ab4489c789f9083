import type { Cell, Row } from '../domain.ts'

/** Bytes of these rows as JSON, near enough for limits: characters that JSON escapes or UTF-8 widens count as one. */
export function estimateJsonBytes(rows: readonly Row[]): number {
  let bytes = 0
  for (const row of rows) {
    bytes += 2
    for (const cell of row) bytes += cellBytes(cell) + 1
  }
  return bytes
}

function cellBytes(cell: Cell): number {
  if (typeof cell === 'string') return cell.length + 2
  if (cell === null || typeof cell !== 'object') return 6
  return JSON.stringify(cell).length
}
