import type { CellWriter } from './cells.ts'
import { NEWLINE, TAB, BACKSLASH } from './copy-text.ts'
import type { JsonBytes } from './json-bytes.ts'

const [LIST, LIST_END, COMMA, LETTER_N] = Buffer.from('[],N') as unknown as number[]
const NULL = Buffer.from('null')

/** @returns false where these bytes are no row of so many columns, with its newline */
export type RowWriter = (bytes: Buffer, start: number, end: number) => boolean

/** Writes rows of COPY as JSON arrays, each with a comma before it. */
export function createRowWriter(json: JsonBytes, writers: readonly CellWriter[]): RowWriter {
  const count = writers.length
  return (bytes, start, end) => {
    const last = end - 1
    if (last < start || bytes[last] !== NEWLINE) return false
    let at = start
    for (let column = 0; column < count; column += 1) {
      json.makeRoom(NULL.length + 2)
      json.bytes[json.length++] = COMMA as number
      if (column === 0) json.bytes[json.length++] = LIST as number
      let cellEnd = at
      while (cellEnd < last && bytes[cellEnd] !== TAB) cellEnd += 1
      if (cellEnd === at + 2 && bytes[at] === BACKSLASH && bytes[at + 1] === LETTER_N)
        json.length += NULL.copy(json.bytes, json.length)
      else (writers[column] as CellWriter)(json, bytes, at, cellEnd)
      // Every cell but the last ends by a tab.
      if ((cellEnd === last) !== (column === count - 1)) return false
      at = cellEnd + 1
    }
    json.makeRoom(1)
    json.bytes[json.length++] = LIST_END as number
    return true
  }
}
