import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitCells } from './split-cells.ts'

function split(json: string): string[][] {
  const rows: string[][] = []
  splitCells(json, cells => rows.push([...cells]))
  return rows
}

/** JSON of any value, with numbers that no double holds, and blanks as databases leave them in their JSON. */
const jsonText: fc.Arbitrary<string> = fc.letrec<{ value: string; list: string; object: string }>(tie => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.string({ unit: 'binary' }).map(text => JSON.stringify(text)),
    fc.bigInt().map(String),
    fc.tuple(fc.bigInt(), fc.nat()).map(([whole, part]) => `${whole}.${part}0`),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
    fc.constantFrom('null', 'true', 'false', '1e400', '"\\\\"', '"\\""', '"],["', '"\\\\\\","'),
    tie('list'),
    tie('object'),
  ),
  list: fc.array(tie('value')).map(values => `[${values.join(', ')}]`),
  object: fc
    .array(fc.tuple(fc.string(), tie('value')))
    .map(entries => `{ ${entries.map(([key, value]) => `${JSON.stringify(key)}:\n${value}`).join(',')}}`),
})).value

const blanks = fc.constantFrom('', ' ', '\n', '\t ', '\r\n')

describe('cells of encoded rows', () => {
  it('are the very texts that the rows were made of', () => {
    fc.assert(
      fc.property(fc.array(fc.array(jsonText)), blanks, (rows, blank) => {
        const json = rows
          .map(cells => `[${blank}${cells.join(`${blank},${blank}`)}${blank}]`)
          .join(`${blank},${blank}`)
        expect(split(json)).toEqual(rows)
      }),
    )
  })

  it('are as many as JSON.parse sees, with the same values', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.jsonValue())), rows => {
        const json = JSON.stringify(rows).slice(1, -1)
        expect(split(json).map(cells => cells.map(cell => JSON.parse(cell) as unknown))).toEqual(
          JSON.parse(`[${json}]`),
        )
      }),
    )
  })

  it('are none where there is no row, and none in a row without columns', () => {
    expect(split('')).toEqual([])
    expect(split('[],[]')).toEqual([[], []])
  })

  it.each([
    ['a row that is no list', '1'],
    ['a row without an end', '[1'],
    ['a text without an end', '["a]'],
    ['a list without an end', '[[1]'],
  ])('refuse %s instead of guessing', (_, json) => {
    expect(() => split(json)).toThrow(/no list|without an end/)
  })
})
