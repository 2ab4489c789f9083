import { describe, expect, it } from 'vitest'
import { createJsonBytes, putString, takeJson } from '../json-bytes.ts'
import { BUILT_IN_CELLS } from './cells.ts'
import type { CellWriter } from './cells.ts'
import { createRowWriter } from './data-row.ts'

const OIDS = {
  bool: 16,
  bytea: 17,
  int: 23,
  bigint: 20,
  json: 114,
  float: 701,
  timestamp: 1114,
  instant: 1184,
}

/** What a server would say of a row. */
function rowOf(cells: readonly (string | Buffer | null)[]): Buffer {
  const count = Buffer.alloc(2)
  count.writeUInt16BE(cells.length)
  const parts = cells.flatMap(cell => {
    const size = Buffer.alloc(4)
    size.writeInt32BE(cell === null ? -1 : Buffer.byteLength(cell))
    return cell === null ? [size] : [size, Buffer.from(cell)]
  })
  return Buffer.concat([count, ...parts])
}

function writeBytes(types: string, bytes: Buffer) {
  const json = createJsonBytes()
  const writers = types
    .split(' ')
    .map((type): CellWriter => BUILT_IN_CELLS.get(OIDS[type as keyof typeof OIDS])?.write ?? putString)
  const isRow = createRowWriter(json, writers)(bytes, 0, bytes.length)
  return isRow ? takeJson(json, 1).json.toString() : null
}

const write = (types: string, ...cells: (string | Buffer | null)[]) => writeBytes(types, rowOf(cells))

describe('a row of a query', () => {
  it('becomes a JSON array', () => {
    expect(write('int text bool float', '-7', 'a b', 't', '1e-07')).toBe('[-7,"a b",true,1e-07]')
    expect(write('text text', null, '')).toBe('[null,""]')
  })

  it.each([
    ['int text', rowOf(['1'])],
    ['int', rowOf(['1', '2'])],
    ['int', rowOf(['1']).subarray(0, -1)],
    ['int', Buffer.concat([rowOf(['1']), Buffer.from('2')])],
    ['int text', Buffer.concat([rowOf(['1', '']).subarray(0, -4), Buffer.from([0])])],
    ['int', Buffer.alloc(0)],
  ])('of other cells than %s is none', (types, bytes) => {
    expect(writeBytes(types, bytes)).toBeNull()
  })

  it.each([
    ['int', '1],[2'],
    ['int', '-'],
    ['int', ''],
    ['int', '007'],
    ['bigint', '12a'],
    ['float', '1.'],
    ['float', '.5'],
    ['float', '1e'],
    ['float', '1e+'],
    ['float', '00.5'],
    ['float', '-'],
    ['float', '1,2'],
    ['bool', '"'],
    ['timestamp', '"2024 01'],
    ['instant', '"+00'],
    ['instant', '+00'],
    ['text', 'a\\qb\\'],
    ['text', '\\"'],
    ['text', '\\u0022'],
    ['bytea', '"'],
  ])('is JSON also where a server says of type %s what is none: %s', (type, cell) => {
    expect(JSON.parse(write(type, cell) ?? '')).toHaveLength(1)
  })

  it('with JSON that is none is a failure, not JSON', () => {
    expect(() => write('json', '{]')).toThrow(SyntaxError)
  })

  it('keeps what is no UTF-8 out of its quotes', () => {
    const first = Buffer.concat([Buffer.from([0xff, 0xe2]), Buffer.from('"')])
    expect(JSON.parse(write('text text', first, Buffer.from([0xc3])) ?? '')).toEqual([
      '\ufffd\ufffd"',
      '\ufffd',
    ])
  })

  it.each([1, 100, 20_000, 200_000])('has room for %i characters that grow', count => {
    for (const character of ['\u0001', '"', '\\'])
      expect(JSON.parse(write('text', character.repeat(count)) ?? '')).toEqual([character.repeat(count)])
  })
})
