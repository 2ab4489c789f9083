import { describe, expect, it } from 'vitest'
import { encodeRows } from '../../tests/fixtures/encoded-rows.ts'
import type { Cell, ResultColumn } from '../domain.ts'
import { factsOf } from './facts.ts'
import { createResultDigest } from './result-digest.ts'

const column = (name: string, type: string): ResultColumn => ({ name, type, nullable: null })
const COUNTRY = column('country', 'text')
const ORDERS = column('orders', 'bigint')

function tell(columns: readonly ResultColumn[], rows: readonly Cell[][], tellable = columns.map(() => true)) {
  const digest = createResultDigest(columns)
  digest.add(encodeRows(rows))
  return factsOf({ columns, digest: digest.digest(), tellable }).map(({ text }) => text)
}

describe('facts of a result', () => {
  it('of a number for each of something name the top, the bottom, the total and its share', () => {
    const rows = [
      ['Germany', 122],
      ['Norway', 6],
      ['France', 77],
      ['Brazil', 83],
    ]
    expect(tell([COUNTRY, ORDERS], rows)).toEqual([
      'rows in the result: 4',
      'different country: 4',
      'highest orders: 122 (Germany)',
      'second highest orders: 83 (Brazil)',
      'third highest orders: 77 (France)',
      'lowest orders: 6 (Norway)',
      'total orders: 288',
      'average orders: 72',
      'share of the highest in the total orders: 42.4 %',
    ])
  })

  it('rank nobody below a shared first place', () => {
    const rows = [
      ['Germany', 122],
      ['USA', 122],
      ['France', 77],
    ]
    const told = tell([COUNTRY, ORDERS], rows)
    expect(told).toContain('highest orders: 122 (Germany, USA)')
    expect(told.filter(text => text.startsWith('second'))).toEqual([])
  })

  it('of numbers over time name the ends and the change', () => {
    const month = column('month', 'timestamp')
    const rows = [
      ['1996-07-01T00:00:00', 22],
      ['1996-08-01T00:00:00', 25],
      ['1996-09-01T00:00:00', 33],
    ]
    expect(tell([month, ORDERS], rows)).toEqual(
      expect.arrayContaining([
        'month from 1 July 1996 to 1 September 1996',
        'value at the first month, 1 July 1996: 22',
        'value at the last month, 1 September 1996: 33',
        'between them: a rise of 11, 50 %',
      ]),
    )
    const years = tell(
      [column('year', 'integer'), ORDERS],
      [
        [1997, 40],
        [1996, 50],
      ],
    )
    expect(years).toContain('between them: a fall of 10, 20 %')
  })

  it('tell nothing of what a column holds that may not be told, its labels included', () => {
    const rows = [
      ['Ana', 122],
      ['Bo', 6],
    ]
    const told = tell([column('contact_name', 'text'), ORDERS], rows, [false, true])
    expect(told.join('\n')).not.toMatch(/Ana|Bo/)
    expect(told).toContain('highest orders: 122')
    expect(tell([column('contact_name', 'text')], [['Ana']], [false])).toEqual([
      'rows in the result: 1',
      'column contact_name: its values are not told',
    ])
  })

  it('of one row are its cells, exact', () => {
    expect(tell([column('total', 'numeric')], [['1265793.0395']])).toContain('total: 1,265,793.04')
  })

  it('are none where not every row was looked at', () => {
    const rows = Array.from({ length: 1_001 }, (_, n) => ['x', n])
    expect(tell([COUNTRY, ORDERS], rows)).toEqual([])
  })
})
