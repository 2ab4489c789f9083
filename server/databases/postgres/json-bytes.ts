import { isUtf8 } from 'node:buffer'

/** Of a batch as it usually is, with its last row. */
const CAPACITY = 288 * 1024
const LAST_ASCII = 0x7f
const MAX_SPARES = 8
/** Of all readers: few write at the same time, however many there are. One that a batch has blown up is not among them. */
const spares: Buffer[] = []
const NOTHING = Buffer.alloc(0)

/**
 * JSON in the making, as bytes. Whoever writes makes room first, and says when something is no ASCII. It holds memory from
 * then on until what was written is taken.
 */
export class JsonBytes {
  bytes: Buffer = NOTHING
  length = 0
  /** All bytes so far, or-ed: ASCII has never the highest bit. */
  highest = 0

  makeRoom(more: number): void {
    if (this.length + more <= this.bytes.length) return
    const size = Math.max(2 * this.bytes.length, this.length + more)
    const larger = (size <= CAPACITY ? spares.pop() : null) ?? Buffer.allocUnsafe(Math.max(size, CAPACITY))
    this.bytes.copy(larger, 0, 0, this.length)
    this.bytes = larger
  }

  writeText(text: string): void {
    // A UTF-16 unit takes at most three bytes of UTF-8.
    this.makeRoom(3 * text.length)
    const written = this.bytes.write(text, this.length, 'utf8')
    if (written !== text.length) this.highest |= LAST_ASCII + 1
    this.length += written
  }

  /** What was written from `start` on; bytes that are no UTF-8 become U+FFFD. */
  take(start: number): { json: Buffer; bytes: number } {
    const written = this.bytes.subarray(start, this.length)
    const isText = this.highest <= LAST_ASCII || isUtf8(written)
    const json = Buffer.from(isText ? written : written.toString())
    if (this.bytes.length === CAPACITY && spares.length < MAX_SPARES) spares.push(this.bytes)
    this.bytes = NOTHING
    this.length = 0
    this.highest = 0
    return { json, bytes: json.length }
  }
}
