import { isUtf8 } from 'node:buffer'

/**
 * A buffer that JSON is written into. The cells of a million rows go through these functions: no object and no text of
 * their own. Those that do not say so do not look whether there is room: `reserve` comes first.
 */
export interface JsonBytes {
  bytes: Buffer
  length: number
  /** Some byte that was written is more than ASCII. */
  wide: boolean
}

/** Of a batch as it usually is, with its last row. */
const CAPACITY = 288 * 1024
const MAX_SPARES = 8
/** Of all writers: few write at the same time, however many there are. One that a batch has blown up is not among them. */
const spares: Buffer[] = []
const NOTHING = Buffer.alloc(0)
/** From there on a call that copies is cheaper than a loop. */
const LONG_BYTES = 256
/** Of a control character: \u001f. */
const LONGEST_ESCAPE = 6

const QUOTE = 0x22
const BACKSLASH = 0x5c
const ZERO = 0x30
const MINUS = 0x2d
const HEX = Buffer.from('0123456789abcdef')

/** What follows the backslash; 1: the long form; 0: stands for itself. */
const ESCAPES = new Uint8Array(256)
ESCAPES.fill(1, 0, 0x20)
for (const [byte, letter] of ['""', '\\\\', '\bb', '\ff', '\nn', '\rr', '\tt'].map(pair => Buffer.from(pair)))
  ESCAPES[byte as number] = letter as number

/** Holds memory only from the first byte that is written until it is taken. */
export function createJsonBytes(): JsonBytes {
  return { bytes: NOTHING, length: 0, wide: false }
}

/** What was written from `start` on; what is no UTF-8 in it becomes U+FFFD. Begins anew. */
export function takeJson(out: JsonBytes, start = 0): { json: Buffer; bytes: number } {
  const written = out.bytes.subarray(start, out.length)
  const json = Buffer.from(!out.wide || isUtf8(written) ? written : written.toString())
  if (out.bytes.length === CAPACITY && spares.length < MAX_SPARES) spares.push(out.bytes)
  out.bytes = NOTHING
  out.length = 0
  out.wide = false
  return { json, bytes: json.length }
}

/** Makes room for so many bytes more. */
export function reserve(out: JsonBytes, count: number): void {
  if (out.length + count <= out.bytes.length) return
  const size = Math.max(2 * out.bytes.length, out.length + count)
  const larger = (size <= CAPACITY ? spares.pop() : null) ?? Buffer.allocUnsafe(Math.max(size, CAPACITY))
  out.bytes.copy(larger, 0, 0, out.length)
  out.bytes = larger
}

export function putByte(out: JsonBytes, byte: number): void {
  out.bytes[out.length++] = byte
}

/** ASCII that needs no escapes, without quotes. */
export function putAscii(out: JsonBytes, text: string): void {
  const target = out.bytes
  let place = out.length
  for (let index = 0; index < text.length; index += 1) target[place++] = text.charCodeAt(index)
  out.length = place
}

/** Any text as it is, JSON already. Makes room. */
export function putJson(out: JsonBytes, text: string): void {
  reserve(out, 3 * text.length)
  const written = out.bytes.write(text, out.length)
  out.wide ||= written > text.length
  out.length += written
}

/** UTF-8 as a JSON string. Makes room. */
export function putString(out: JsonBytes, source: Buffer, start: number, end: number): void {
  if (end - start > LONG_BYTES) return putLongString(out, source, start, end)
  reserve(out, LONGEST_ESCAPE * (end - start) + 2)
  const target = out.bytes
  let place = out.length
  let seen = 0
  target[place++] = QUOTE
  for (let at = start; at < end; at += 1) {
    const byte = source[at] as number
    seen |= byte
    if (ESCAPES[byte] === 0) target[place++] = byte
    else place = putEscape(byte, target, place)
  }
  target[place++] = QUOTE
  if (seen > 0x7f) out.wide = true
  out.length = place
}

function putLongString(out: JsonBytes, source: Buffer, start: number, end: number): void {
  reserve(out, 2 + end - start + escapesIn(source, start, end))
  const target = out.bytes
  let place = out.length
  let seen = 0
  let copied = start
  target[place++] = QUOTE
  for (let at = start; at < end; at += 1) {
    const byte = source[at] as number
    seen |= byte
    if (ESCAPES[byte] === 0) continue
    place += source.copy(target, place, copied, at)
    place = putEscape(byte, target, place)
    copied = at + 1
  }
  place += source.copy(target, place, copied, end)
  target[place++] = QUOTE
  if (seen > 0x7f) out.wide = true
  out.length = place
}

/** Bytes that escapes need on top. */
function escapesIn(source: Buffer, start: number, end: number): number {
  let more = 0
  for (let at = start; at < end; at += 1) {
    const letter = ESCAPES[source[at] as number] as number
    if (letter > 0) more += letter === 1 ? LONGEST_ESCAPE - 1 : 1
  }
  return more
}

function putEscape(byte: number, target: Buffer, place: number): number {
  const letter = ESCAPES[byte] as number
  target[place] = BACKSLASH
  if (letter > 1) {
    target[place + 1] = letter
    return place + 2
  }
  target.write('u00', place + 1, 'latin1')
  target[place + 4] = HEX[byte >> 4] as number
  target[place + 5] = HEX[byte & 15] as number
  return place + LONGEST_ESCAPE
}

/** Makes room. */
export function putBase64(out: JsonBytes, source: Buffer, start: number, end: number): void {
  const text = source.toString('base64', start, end)
  reserve(out, text.length + 2)
  putByte(out, QUOTE)
  out.length += out.bytes.write(text, out.length, 'latin1')
  putByte(out, QUOTE)
}

/** A whole number that is exact as a double. */
export function putInteger(out: JsonBytes, value: number): void {
  if (value < 0) out.bytes[out.length++] = MINUS
  const positive = value < 0 ? -value : value
  if (positive > 0x7fffffff) return putAscii(out, String(positive))
  let digits = 1
  for (let limit = 10; positive >= limit; limit *= 10) digits += 1
  putDigits(out, positive, digits)
}

/** So many decimal digits of it, with zeros in front; digits beyond are left out. */
export function putDigits(out: JsonBytes, value: number, count: number): void {
  const target = out.bytes
  const start = out.length
  let left = value | 0
  for (let place = start + count - 1; place >= start; place -= 1) {
    const rest = (left / 10) | 0
    target[place] = ZERO + (left - 10 * rest)
    left = rest
  }
  out.length = start + count
}

/** Of a number from 0 to 99; of a larger one the last two. */
export function putTwoDigits(out: JsonBytes, value: number): void {
  const place = out.length
  const tens = ((value % 100) / 10) | 0
  out.bytes[place] = ZERO + tens
  out.bytes[place + 1] = ZERO + ((value % 100) - 10 * tens)
  out.length = place + 2
}
