const FIRST_CAPACITY = 64 * 1024
/** What is larger is given back after the batch that needed it. */
const MAX_KEPT_CAPACITY = 4 * 2 ** 20
const LAST_ASCII = 0x7f

/** JSON in the making, as bytes. Whoever writes makes room first, and says when something is no ASCII. */
export class JsonBytes {
  bytes = Buffer.allocUnsafe(FIRST_CAPACITY)
  length = 0
  /** All bytes so far, or-ed: ASCII has never the highest bit. */
  highest = 0

  makeRoom(more: number): void {
    if (this.length + more <= this.bytes.length) return
    const larger = Buffer.allocUnsafe(Math.max(2 * this.bytes.length, this.length + more))
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
  take(start: number): { json: string; bytes: number } {
    const isAscii = this.highest <= LAST_ASCII
    const json = this.bytes.toString(isAscii ? 'latin1' : 'utf8', start, this.length)
    const bytes = isAscii ? json.length : Buffer.byteLength(json)
    this.length = 0
    this.highest = 0
    if (this.bytes.length > MAX_KEPT_CAPACITY) this.bytes = Buffer.allocUnsafe(FIRST_CAPACITY)
    return { json, bytes }
  }
}
