import { copyText, rewriteCell } from './csv-cell.ts'
import type { CsvCellForm, CsvOut } from './csv-cell.ts'
import type { RowCollector } from './row-stream.ts'

const CAPACITY = 288 * 1024
const CR = 13
const LF = 10
const COMMA = 44
const QUOTE = 34
/** The most that a cell in another form is longer than the server's: `true` for `t`, with quotes. */
const LONGER = 5

export interface CsvPiece {
  bytes: Buffer
  rows: number
}

/**
 * Rows of COPY's CSV format, as the server wrote them but for the ends of the lines, and for the cells of columns that
 * travel in another form. Making these of the bytes costs a fraction of what a cast costs in the server.
 * @param forms by column; null: stays as it is
 */
export function createCsvCollector(
  forms: readonly (CsvCellForm | null)[] = [],
  nullText = '',
): RowCollector<CsvPiece> {
  const lastForm = forms.findLastIndex(form => form !== null)
  const isNull = Buffer.from(nullText)
  let out: CsvOut = { bytes: Buffer.allocUnsafe(CAPACITY), length: 0 }
  let rows = 0

  /** @param end of the row, without its newline */
  function copyRow(chunk: Buffer, start: number, end: number): boolean {
    let copied = start
    let at = start
    for (let column = 0; column <= lastForm; column += 1) {
      const cellEnd = endOfCell(chunk, at, end)
      // Each of these is followed by another one, but for the very last.
      if (cellEnd < 0 || (cellEnd === end) !== (column === forms.length - 1)) return false
      const form = forms[column]
      if (form) {
        copyText(out, chunk, copied, at)
        rewriteCell(out, form, chunk, at, cellEnd, isNull)
        copied = cellEnd
      }
      at = cellEnd + 1
    }
    copyText(out, chunk, copied, end)
    return true
  }

  return {
    add(chunk, start, end) {
      // The server ends a record by LF, whatever it runs on; RFC 4180 wants CR LF.
      const size = end - start + 1 + LONGER * (lastForm + 1)
      if (out.length + size > out.bytes.length) out.bytes = grown(out, size)
      if (!copyRow(chunk, start, end - 1)) return false
      out.bytes[out.length++] = CR
      out.bytes[out.length++] = LF
      rows += 1
      return true
    },
    rows: () => rows,
    sizeBytes: () => out.length,
    take() {
      const piece = { bytes: out.bytes.subarray(0, out.length), rows }
      // Whoever got the piece keeps it.
      out = { bytes: Buffer.allocUnsafe(CAPACITY), length: 0 }
      rows = 0
      return piece
    },
  }
}

/** @returns the place of the comma after the cell or of the end of the row; -1 where quotes are not in pairs */
function endOfCell(bytes: Buffer, start: number, end: number): number {
  let at = start
  if (at < end && bytes[at] === QUOTE) {
    // Two quotes within a cell end it and begin it again.
    while (at < end && bytes[at] === QUOTE) {
      at = bytes.indexOf(QUOTE, at + 1) + 1
      if (at === 0 || at > end) return -1
    }
    return at === end || bytes[at] === COMMA ? at : -1
  }
  while (at < end && bytes[at] !== COMMA) at += 1
  return at
}

function grown({ bytes, length }: CsvOut, more: number): Buffer {
  const larger = Buffer.allocUnsafe(Math.max(2 * bytes.length, length + more))
  bytes.copy(larger, 0, 0, length)
  return larger
}
