import { describe, expect, it } from 'vitest'
import { BUILT_IN_CELLS } from './cells.ts'
import type { CellWriter } from './cells.ts'
import { createRowWriter } from './copy-row.ts'
import { writeCopyText } from './copy-text.ts'
import { JsonBytes } from './json-bytes.ts'

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

function write(types: string, row: string | Buffer) {
  const json = new JsonBytes()
  const writers = types
    .split(' ')
    .map((type): CellWriter => BUILT_IN_CELLS.get(OIDS[type as keyof typeof OIDS])?.write ?? writeCopyText)
  const bytes = Buffer.from(row)
  const isRow = createRowWriter(json, writers)(bytes, 0, bytes.length)
  return isRow ? json.take(1).json.toString() : null
}

describe('a row of COPY', () => {
  it('becomes a JSON array', () => {
    expect(write('int text bool float', '-7\ta b\tt\t1e-07\n')).toBe('[-7,"a b",true,1e-07]')
    expect(write('text text', '\\N\t\n')).toBe('[null,""]')
  })

  it.each([
    ['int text', '1\n'],
    ['int', '1\t2\n'],
    ['int', '1'],
    ['int', ''],
  ])('of other columns than %s is none: %j', (types, row) => {
    expect(write(types, row)).toBeNull()
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
    expect(JSON.parse(write(type, `${cell}\n`) ?? '')).toHaveLength(1)
  })

  it('with JSON that is none is a failure, not JSON', () => {
    expect(() => write('json', '{]\n')).toThrow(SyntaxError)
  })

  it('keeps what is no UTF-8 out of its quotes', () => {
    const bytes = Buffer.concat([
      Buffer.from([0xff, 0xe2]),
      Buffer.from('"\t'),
      Buffer.from([0xc3]),
      Buffer.from('\n'),
    ])
    expect(JSON.parse(write('text text', bytes) ?? '')).toEqual(['\ufffd\ufffd"', '\ufffd'])
  })

  it.each([1, 100, 20_000, 200_000])('has room for %i characters that grow sixfold', count => {
    expect(JSON.parse(write('text', `${'\u0001'.repeat(count)}\n`) ?? '')).toEqual(['\u0001'.repeat(count)])
    expect(JSON.parse(write('text', `${'\\v'.repeat(count)}\n`) ?? '')).toEqual(['\v'.repeat(count)])
  })
})
