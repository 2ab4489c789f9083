import { reserve } from '../json-bytes.ts'
import type { JsonBytes } from '../json-bytes.ts'
import type { CellWriter } from './cells.ts'

const [LIST, LIST_END, COMMA] = Buffer.from('[],') as unknown as number[]
const NULL = Buffer.from('null')
const COUNT_BYTES = 2
const SIZE_BYTES = 4

/** @returns false where these bytes are no row of so many columns */
export type RowWriter = (bytes: Buffer, start: number, end: number) => boolean

/**
 * Writes rows as JSON arrays, each with a comma before it. What they are read from is what a DataRow says (PostgreSQL
 * manual, protocol-message-formats): the number of cells, and each with its size in front, -1 for NULL.
 */
export function createRowWriter(json: JsonBytes, writers: readonly CellWriter[]): RowWriter {
  const count = writers.length
  return (bytes, start, end) => {
    if (end - start < COUNT_BYTES || bytes.readUInt16BE(start) !== count) return false
    let at = start + COUNT_BYTES
    for (let column = 0; column < count; column += 1) {
      if (end - at < SIZE_BYTES) return false
      const size = bytes.readInt32BE(at)
      at += SIZE_BYTES
      if (size > end - at) return false
      reserve(json, NULL.length + 2)
      json.bytes[json.length++] = COMMA as number
      if (column === 0) json.bytes[json.length++] = LIST as number
      if (size < 0) json.length += NULL.copy(json.bytes, json.length)
      else {
        ;(writers[column] as CellWriter)(json, bytes, at, at + size)
        at += size
      }
    }
    reserve(json, 1)
    json.bytes[json.length++] = LIST_END as number
    return at === end
  }
}
