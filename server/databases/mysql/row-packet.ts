/** The bytes of one row, and how far they have been read. The driver's packet itself, so that none is made. */
export interface RowPacket {
  bytes: Buffer
  at: number
  end: number
}

/**
 * Of a text or bytes with its length in front. Moves to the first byte. @returns the place after the last one.
 * Throws a RangeError when it goes beyond the row.
 */
export function readSpan(packet: RowPacket): number {
  const { bytes, at } = packet
  const first = bytes.readUInt8(at)
  let length = first
  packet.at = at + 1
  if (first === 0xfc) {
    length = bytes.readUInt16LE(at + 1)
    packet.at = at + 3
  } else if (first === 0xfd) {
    length = bytes.readUIntLE(at + 1, 3)
    packet.at = at + 4
  } else if (first === 0xfe) {
    length = bytes.readUInt32LE(at + 1) + bytes.readUInt32LE(at + 5) * 2 ** 32
    packet.at = at + 9
  }
  const end = packet.at + length
  if (end > packet.end) throw new RangeError('a cell is longer than its row')
  return end
}
