import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeRows } from '../../../tests/fixtures/encoded-rows.ts'
import type { Row } from '../../domain.ts'
import { CONTENT_TYPES, createFormatWriter } from './export-format.ts'

const SETTINGS = { nullText: '', guardFormulas: false }

function fileOf(format: 'json' | 'ndjson', names: readonly string[], batches: readonly string[]): string {
  const columns = names.map(name => ({ name, type: 'text', nullable: null }))
  const writer = createFormatWriter(format, columns, SETTINGS)
  return [writer.begin(), ...batches.map(json => writer.rows(json)), writer.end()].join('')
}
const encoded = (...rows: Row[]) => encodeRows(rows).json.toString()
const linesOf = (text: string): unknown[] =>
  text
    .split('\n')
    .slice(0, -1)
    .map(line => JSON.parse(line) as unknown)

describe('JSON and NDJSON', () => {
  it('read back as the same cells, whatever the batches', () => {
    const batches = fc.array(fc.array(fc.tuple(fc.jsonValue(), fc.jsonValue()), { minLength: 1 }))
    fc.assert(
      fc.property(batches, given => {
        const texts = given.map(rows => JSON.stringify(rows).slice(1, -1))
        const expected = JSON.parse(JSON.stringify(given.flat().map(([a, b]) => ({ a, b })))) as unknown
        expect(JSON.parse(fileOf('json', ['a', 'b'], texts))).toEqual(expected)
        expect(linesOf(fileOf('ndjson', ['a', 'b'], texts))).toEqual(expected)
      }),
    )
  })

  it('of no row are an empty list, and an empty file', () => {
    expect(fileOf('json', ['a'], [])).toBe('[\n]\n')
    expect(fileOf('ndjson', ['a'], [])).toBe('')
  })

  it('have a row a line', () => {
    const batches = [encoded([1, 'x'], [2, null]), encoded([3, 'y'])]
    expect(fileOf('json', ['n', 't'], batches)).toBe(
      '[\n{"n":1,"t":"x"},\n{"n":2,"t":null},\n{"n":3,"t":"y"}\n]\n',
    )
    expect(fileOf('ndjson', ['n', 't'], batches)).toBe('{"n":1,"t":"x"}\n{"n":2,"t":null}\n{"n":3,"t":"y"}\n')
  })

  it('pass numbers on as the database wrote them', () => {
    const json = '[[1.10, 12345678901234567890, 1e400]]'
    expect(fileOf('ndjson', ['c'], [json])).toBe('{"c":[1.10, 12345678901234567890, 1e400]}\n')
  })

  it.each([
    [['id', 'id'], '{"id":1,"id_2":2}'],
    [['id_2', 'id'], '{"id_2":1,"id":2}'],
    [['', '"quoted"'], String.raw`{"":1,"\"quoted\"":2}`],
  ])('name the columns %j apart', (names, line) => {
    expect(fileOf('ndjson', names, ['[1,2]'])).toBe(`${line}\n`)
  })

  it('name a second column so that a third keeps its own name', () => {
    expect(fileOf('ndjson', ['id', 'id', 'id_2', 'id'], ['[1,2,3,4]'])).toBe(
      '{"id":1,"id_3":2,"id_2":3,"id_4":4}\n',
    )
  })

  it('take line breaks out of what the database calls JSON, on lines only', () => {
    const json = '[{"a":\n\r\n1, "b": "x\\ny"}]'
    expect(fileOf('ndjson', ['doc'], [json])).toBe('{"doc":{"a": 1, "b": "x\\ny"}}\n')
    expect(JSON.parse(fileOf('json', ['doc'], [json]))).toEqual([{ doc: { a: 1, b: 'x\ny' } }])
  })
})

describe('the formats', () => {
  it('have a type each', () => {
    expect(new Set(Object.values(CONTENT_TYPES)).size).toBe(3)
  })
})
