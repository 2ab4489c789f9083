/** Rows that no honest server sends; those of a real one are in cells.test.ts. */
import { describe, expect, it } from 'vitest'
import type { Field } from './field.ts'
import { createRowEncoder } from './row-encoder.ts'

const UTF8MB4 = 45
const [TINY, DOUBLE, LONG, DATETIME, TIME, VARCHAR, JSON_TYPE, GEOMETRY] = [
  0x01, 0x05, 0x03, 0x0c, 0x0b, 0xfd, 0xf5, 0xff,
]

function field(columnType: number): Field {
  return { name: 'c', columnType, characterSet: UTF8MB4, flags: 0, columnLength: 0, decimals: 0 }
}

function encode(types: readonly number[], ...rows: readonly (readonly number[] | Buffer)[]) {
  const encoder = createRowEncoder(types.map(field))
  for (const row of rows) encoder.add(Buffer.from(row), 0, row.length)
  const { json, ...rest } = encoder.take()
  return { json: json.toString(), ...rest }
}

const text = (value: string | Buffer) => {
  const content = Buffer.from(value as string)
  const length = Buffer.alloc(9, 0xfe)
  length.writeBigUInt64LE(BigInt(content.length), 1)
  return Buffer.concat([Buffer.from([0, 0]), length, content])
}

describe('a row', () => {
  it.each<[string, number[], readonly number[] | Buffer]>([
    ['ends in the middle of a number', [LONG], [0, 0, 1, 2]],
    ['ends in the middle of a text', [VARCHAR], [0, 0, 5, 65]],
    [
      'has a text that says it is longer than memory',
      [VARCHAR],
      [0, 0, 0xfe, 255, 255, 255, 255, 255, 255, 255, 255],
    ],
    ['is longer than its cells', [TINY], [0, 0, 1, 1]],
    ['has no cells', [TINY, TINY], [0, 0]],
    ['ends in the middle of its map of nulls', [TINY, TINY, TINY, TINY, TINY, TINY, TINY], [0, 0]],
  ])('that %s is refused', (_, types, row) => {
    const encoder = createRowEncoder(types.map(field))
    // What follows it in memory is not its own.
    const bytes = Buffer.concat([Buffer.from(row), Buffer.alloc(64)])
    expect(() => encoder.add(bytes, 0, row.length)).toThrow(RangeError)
    expect(encoder.take()).toEqual({ count: 0, json: Buffer.alloc(0), bytes: 0 })
  })

  it('that is refused leaves those before it', () => {
    const encoder = createRowEncoder([field(TINY)])
    encoder.add(Buffer.from([0, 0, 7]), 0, 3)
    expect(() => encoder.add(Buffer.from([0, 0, 7, 7]), 0, 4)).toThrow(RangeError)
    expect(encoder.take()).toEqual({ count: 1, json: Buffer.from('[7]'), bytes: 3 })
  })

  it('is JSON whatever its dates and times say', () => {
    const everything = Array.from({ length: 256 }, (_, value) => value)
    const dates = everything.map(value => [0, 0, 11, ...Array<number>(11).fill(value)])
    const times = everything.map(value => [0, 0, 12, ...Array<number>(12).fill(value)])
    for (const [type, rows] of [
      [DATETIME, dates],
      [TIME, times],
    ] as const) {
      const { json, count } = encode([type], ...rows)
      expect(JSON.parse(`[${json}]`)).toHaveLength(count)
    }
  })

  it('is JSON whatever the bytes of its texts', () => {
    const every = Buffer.from(Array.from({ length: 1024 }, (_, value) => value % 256))
    for (const type of [VARCHAR, JSON_TYPE, GEOMETRY]) {
      const { json } = encode([type, type], Buffer.concat([text(every), text(every).subarray(2)]))
      expect(JSON.parse(`[${json}]`)).toMatchObject([{ length: 2 }])
    }
  })

  it('keeps the text around bytes that are no UTF-8', () => {
    const { json } = encode([VARCHAR], text(Buffer.from('61c328ff22e282', 'hex')))
    expect(JSON.parse(json)).toEqual(['a\ufffd(\ufffd"\ufffd'])
  })

  it('has null for a number that JSON has not', () => {
    const row = Buffer.alloc(10)
    row.writeDoubleLE(Number.NaN, 2)
    expect(encode([DOUBLE], row).json).toBe('[null]')
  })
})

describe('bytes of rows', () => {
  it('are those of the text in UTF-8', () => {
    const { json, bytes } = encode([VARCHAR], text('é🐘"'), text('x'.repeat(500)))
    expect(bytes).toBe(Buffer.byteLength(json))
  })

  it('are no fewer where some are no UTF-8', () => {
    const { json, bytes } = encode([VARCHAR], text(Buffer.alloc(300, 0xff)))
    expect(bytes).toBeGreaterThanOrEqual(Buffer.byteLength(json))
  })
})

it('takes a text of many megabytes between short ones', () => {
  const long = 'ab"\n'.repeat(2_000_000)
  const { json } = encode([VARCHAR], text('a'), text(long), text('b'))
  expect(JSON.parse(`[${json}]`)).toEqual([['a'], [long], ['b']])
})
