/** Before the WKB, four bytes for the spatial reference system. */
const SRID_BYTES = 4
/** WKB may nest collections, and any server may send it. */
const MAX_DEPTH = 32

const NAMES = ['', 'POINT', 'LINESTRING', 'POLYGON', 'MULTIPOINT', 'MULTILINESTRING', 'MULTIPOLYGON']
const COLLECTION = 7

/**
 * A geometry as the server stores it (SRID and WKB) as its WKT, like ST_AsText; the SRID is left out as there.
 * Throws a RangeError when it is none.
 */
export function toWkt(value: Buffer): string {
  const reader = { bytes: value, at: SRID_BYTES }
  const text = readGeometry(reader, 0)
  if (reader.at !== value.length) throw new RangeError('more than a geometry')
  return text
}

interface WkbReader {
  bytes: Buffer
  at: number
}

function readGeometry(reader: WkbReader, depth: number): string {
  if (depth > MAX_DEPTH) throw new RangeError('too deep')
  // Both engines store the low byte first.
  if (reader.bytes.readUInt8(reader.at) !== 1) throw new RangeError('not WKB of a server')
  reader.at += 1
  const kind = readCount(reader)
  if (kind === COLLECTION) {
    const parts = readList(reader, () => readGeometry(reader, depth + 1))
    return parts === '' ? 'GEOMETRYCOLLECTION EMPTY' : `GEOMETRYCOLLECTION(${parts})`
  }
  const name = NAMES[kind]
  if (!name) throw new RangeError('no known kind of geometry')
  return `${name}(${readBody(reader, kind)})`
}

function readBody(reader: WkbReader, kind: number): string {
  const line = () => readList(reader, () => readPosition(reader))
  const polygon = () => readList(reader, () => `(${line()})`)
  switch (kind) {
    case 1:
      return readPosition(reader)
    case 2:
      return line()
    case 3:
      return polygon()
    default:
      // Each part is a geometry of its own, with byte order and kind.
      return readList(reader, () => {
        reader.at += 5
        if (kind === 4) return readPosition(reader)
        return kind === 5 ? `(${line()})` : `(${polygon()})`
      })
  }
}

function readPosition(reader: WkbReader): string {
  const x = reader.bytes.readDoubleLE(reader.at)
  const y = reader.bytes.readDoubleLE(reader.at + 8)
  reader.at += 16
  return `${x} ${y}`
}

function readCount(reader: WkbReader): number {
  const count = reader.bytes.readUInt32LE(reader.at)
  reader.at += 4
  return count
}

/** Every part takes at least a byte, so that a count that lies ends with the bytes. */
function readList(reader: WkbReader, readPart: () => string): string {
  const parts: string[] = []
  for (let left = readCount(reader); left > 0; left -= 1) parts.push(readPart())
  return parts.join(',')
}
