import type { RowCollector } from './copy-source.ts'

const CAPACITY = 288 * 1024
const CR = 13
const LF = 10

export interface CsvPiece {
  bytes: Buffer
  rows: number
}

/** Rows of COPY's CSV format, as the server wrote them but for the ends of the lines. */
export function createCsvCollector(): RowCollector<CsvPiece> {
  let bytes: Buffer = Buffer.allocUnsafe(CAPACITY)
  let length = 0
  let rows = 0
  return {
    add(chunk, start, end) {
      // The server ends a record by LF, whatever it runs on; RFC 4180 wants CR LF.
      const size = end - start + 1
      if (length + size > bytes.length) bytes = grown(bytes, length, size)
      length += chunk.copy(bytes, length, start, end - 1)
      bytes[length++] = CR
      bytes[length++] = LF
      rows += 1
      return true
    },
    rows: () => rows,
    sizeBytes: () => length,
    take() {
      const piece = { bytes: bytes.subarray(0, length), rows }
      // Whoever got the piece keeps it.
      bytes = Buffer.allocUnsafe(CAPACITY)
      length = 0
      rows = 0
      return piece
    },
  }
}

function grown(bytes: Buffer, length: number, more: number): Buffer {
  const larger = Buffer.allocUnsafe(Math.max(2 * bytes.length, length + more))
  bytes.copy(larger, 0, 0, length)
  return larger
}
