import { describe, expect, it } from 'vitest'
import { encodeRows } from '../../tests/fixtures/encoded-rows.ts'
import type { ResultColumn, Row } from '../domain.ts'
import { createResultDigest } from './result-digest.ts'
import { suggestChart } from './suggest-chart.ts'

function chartOf(columns: Readonly<Record<string, string>>, rows: readonly Row[]) {
  const described = Object.entries(columns).map(([name, type]): ResultColumn => ({
    name,
    type,
    nullable: null,
  }))
  const digest = createResultDigest(described)
  digest.add(encodeRows(rows))
  const chart = suggestChart(described, digest.digest())
  return chart === null
    ? null
    : (JSON.parse(chart) as { mark: string; encoding: Record<'x' | 'y', { field: string; type: string }> })
}

const many = (count: number): Row[] => Array.from({ length: count }, (_, at) => [`name ${at}`, at])

describe('a suggested chart', () => {
  it('is bars for a number by name, whatever else the rows have', () => {
    const chart = chartOf({ shipper_id: 'int4', company_name: 'text', total_freight: 'numeric' }, [
      [1, 'Speedy', '10.5'],
      [2, 'United', '20'],
    ])
    expect(chart).toMatchObject({
      mark: 'bar',
      encoding: { x: { field: 'company_name', type: 'nominal' }, y: { field: 'total_freight' } },
    })
    expect(JSON.stringify(chart)).not.toContain('Speedy')
  })

  it('is a line for a number over time', () => {
    const rows: Row[] = ['2024-01-01', '2024-02-01', '2024-03-01'].map((month, at) => [month, at])
    expect(chartOf({ month: 'date', orders: 'int8' }, rows)).toMatchObject({
      mark: 'line',
      encoding: { x: { field: 'month', type: 'temporal' }, y: { field: 'orders', type: 'quantitative' } },
    })
  })

  it('names a column with a dot so that it is no path', () => {
    const chart = chartOf({ 'a.b': 'text', n: 'int4' }, many(3))
    expect(chart?.encoding.x.field).toBe('a\\.b')
  })

  it.each<[string, Record<string, string>, Row[]]>([
    ['one row', { name: 'text', n: 'int4' }, [['a', 1]]],
    [
      'no number',
      { name: 'text', city: 'text' },
      [
        ['a', 'x'],
        ['b', 'y'],
      ],
    ],
    [
      'names that come twice',
      { name: 'text', n: 'int4' },
      [
        ['a', 1],
        ['a', 2],
      ],
    ],
    ['more bars than can be read', { name: 'text', n: 'int4' }, many(41)],
    [
      'ids only',
      { order_id: 'int4', customer_id: 'int4' },
      [
        [1, 2],
        [2, 3],
      ],
    ],
  ])('does not fit %s', (_title, columns, rows) => expect(chartOf(columns, rows)).toBeNull())
})
