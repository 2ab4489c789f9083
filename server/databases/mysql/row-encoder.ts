import type { EncodedRows } from '../../domain.ts'
import { cellWriterOf, putNull } from './cells.ts'
import type { Field } from './field.ts'
import { createJsonBytes, putByte, reserve, takeJson } from '../json-bytes.ts'
import type { RowPacket } from './row-packet.ts'

/** All cells but texts and bytes, which make their own, with brackets and commas. */
const ROOM_FOR_A_CELL = 64
const COMMA = 0x2c
const OPEN = 0x5b
const CLOSE = 0x5d
/** The first two bits of the map of NULLs are unused. */
const NULL_MAP_OFFSET = 2

/** Makes JSON of the rows of one result, from the bytes in which they came. */
export interface RowEncoder {
  /** @param end of the row, which begins at `start` with a byte that is 0. Throws a RangeError when it is malformed, and forgets it. */
  add(bytes: Buffer, start: number, end: number): void
  /** Of rows that nobody has taken yet. */
  rowCount(): number
  byteCount(): number
  take(): EncodedRows
}

export function createRowEncoder(fields: readonly Field[]): RowEncoder {
  const writers = fields.map(cellWriterOf)
  const nullBytes = (fields.length + NULL_MAP_OFFSET + 7) >> 3
  const out = createJsonBytes()
  const packet: RowPacket = { bytes: Buffer.alloc(0), at: 0, end: 0 }
  let count = 0

  function write(): void {
    const { bytes, at } = packet
    const nullMap = at + 1
    packet.at = nullMap + nullBytes
    reserve(out, ROOM_FOR_A_CELL)
    if (count > 0) putByte(out, COMMA)
    putByte(out, OPEN)
    for (let column = 0; column < writers.length; column += 1) {
      reserve(out, ROOM_FOR_A_CELL)
      if (column > 0) putByte(out, COMMA)
      const bit = column + NULL_MAP_OFFSET
      if (((bytes[nullMap + (bit >> 3)] as number) >> (bit & 7)) & 1) putNull(out)
      else writers[column]?.(out, packet)
    }
    reserve(out, 1)
    putByte(out, CLOSE)
    if (packet.at !== packet.end) throw new RangeError('a row that is not as long as its cells')
  }

  return {
    add(bytes, start, end) {
      const before = out.length
      packet.bytes = bytes
      packet.at = start
      packet.end = end
      try {
        write()
        count += 1
      } catch (error) {
        out.length = before
        throw error
      }
    },
    rowCount: () => count,
    byteCount: () => out.length,
    take() {
      const rows = { count, ...takeJson(out) }
      count = 0
      return rows
    },
  }
}
