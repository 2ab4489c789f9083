/**
 * The text format of COPY (PostgreSQL manual, sql-copy, "Text Format"): cells end by a tab, rows by a newline, NULL is
 * `\N`, and a backslash stands before what would be one of these. Only the escapes that a server writes are read.
 */
import type { JsonBytes } from './json-bytes.ts'

export const TAB = 0x09
export const NEWLINE = 0x0a
export const BACKSLASH = 0x5c
const QUOTE = 0x22
const SPACE = 0x20
const LETTER_V = 'v'.charCodeAt(0)
const VERTICAL_TAB = 0x0b
/** What stands after a backslash in COPY and in JSON for the same. */
const ESCAPED_ALIKE = Buffer.from('bfnrt\\')
const ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }
/** Whatever does not stand for itself in JSON. */
const IS_SPECIAL = new Uint8Array(256)
IS_SPECIAL.fill(1, 0, SPACE)
IS_SPECIAL[QUOTE] = IS_SPECIAL[BACKSLASH] = 1
const HEX = Buffer.from('0123456789abcdef')
/** The most that one byte becomes: `\u0001`. */
const MAX_GROWTH = 6
/** Longer cells are measured before room is made for them. */
const SHORT_CELL = 16 * 1024

/** A cell as text, without escapes. */
export function readCopyText(bytes: Buffer, start: number, end: number): string {
  const text = bytes.toString('utf8', start, end)
  return text.includes('\\')
    ? text.replace(/\\([bfnrtv\\])/g, (_, letter: string) => ESCAPES[letter] ?? letter)
    : text
}

/** A cell as a JSON string. All of COPY's escapes but `\v` are JSON's too; a backslash with anything else after it is only that. */
export function writeCopyText(json: JsonBytes, bytes: Buffer, start: number, end: number): void {
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
    if (IS_SPECIAL[byte] === 0) {
      out[to++] = byte
    } else if (byte === QUOTE) {
      out[to++] = BACKSLASH
      out[to++] = QUOTE
    } else if (byte < SPACE) to = writeControl(out, to, byte)
    else {
      const letter = at + 1 < end ? (bytes[at + 1] as number) : 0
      if (letter === LETTER_V) to = writeControl(out, to, VERTICAL_TAB)
      else {
        out[to++] = BACKSLASH
        out[to++] = ESCAPED_ALIKE.includes(letter) ? letter : BACKSLASH
      }
      if (letter === LETTER_V || ESCAPED_ALIKE.includes(letter)) at += 1
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
    else if (byte === QUOTE) size += 2
    // What follows counts for itself; `\v` is the only pair that becomes longer.
    else size += byte === BACKSLASH ? MAX_GROWTH - 1 : 1
  }
  return size
}
