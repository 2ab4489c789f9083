import type { EncodedRows } from '../../domain.ts'
import { NO_ROWS } from '../encoded-rows.ts'
import { createJsonBytes, takeJson } from '../json-bytes.ts'
import type { CellWriter } from './cells.ts'
import { createRowWriter } from './data-row.ts'
import type { RowCollector } from './row-stream.ts'

/** Rows of a query become JSON as they come in. */
export function createJsonCollector(writers: readonly CellWriter[]): RowCollector<EncodedRows> {
  const json = createJsonBytes()
  const writeRow = createRowWriter(json, writers)
  let count = 0
  return {
    add(bytes, start, end) {
      count += 1
      return writeRow(bytes, start, end)
    },
    rows: () => count,
    sizeBytes: () => json.length,
    take() {
      if (count === 0) return NO_ROWS
      // Without the comma before the first.
      const batch = { count, ...takeJson(json, 1) }
      count = 0
      return batch
    },
  }
}
