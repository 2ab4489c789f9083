import type { JsonBytes } from './json-bytes.ts'

const QUOTE = 0x22
const SPACE = 0x20
const BACKSLASH = 0x5c
/** Whatever does not stand for itself in JSON. */
const IS_SPECIAL = new Uint8Array(256)
IS_SPECIAL.fill(1, 0, SPACE)
IS_SPECIAL[QUOTE] = IS_SPECIAL[BACKSLASH] = 1
const HEX = Buffer.from('0123456789abcdef')
/** The most that one byte becomes: `\u0001`. */
const MAX_GROWTH = 6
/** Longer cells are measured before room is made for them. */
const SHORT_CELL = 16 * 1024

/** The text between these bytes as a JSON string. */
export function writeText(json: JsonBytes, bytes: Buffer, start: number, end: number): void {
  const size = end - start
  json.makeRoom(2 + (size <= SHORT_CELL ? MAX_GROWTH * size : measure(bytes, start, end)))
  const out = json.bytes
  let to = json.length
  let highest = 0
  out[to++] = QUOTE
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] as number
    highest |= byte
    // One look for what is by far the most.
    if (IS_SPECIAL[byte] === 0) out[to++] = byte
    else if (byte < SPACE) to = writeControl(out, to, byte)
    else {
      out[to++] = BACKSLASH
      out[to++] = byte
    }
  }
  out[to++] = QUOTE
  json.highest |= highest
  json.length = to
}

function writeControl(out: Buffer, at: number, byte: number): number {
  out.write('\\u00', at, 'latin1')
  out[at + 4] = HEX[byte >> 4] as number
  out[at + 5] = HEX[byte & 15] as number
  return at + MAX_GROWTH
}

function measure(bytes: Buffer, start: number, end: number): number {
  let size = 0
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] as number
    if (byte < SPACE) size += MAX_GROWTH
    else size += 1 + (IS_SPECIAL[byte] as number)
  }
  return size
}
