import { describe, expect, it } from 'vitest'
import { readChart } from './read-chart.ts'

const spec = (mark: string, x = 'a\\.b') =>
  JSON.stringify({ mark, encoding: { x: { field: x, type: 'temporal', title: 'A' }, y: { field: 'n' } } })

describe('reading a chart', () => {
  it('takes bars and lines over columns that are there', () =>
    expect(readChart(spec('line'), ['a.b', 'n'])).toEqual({
      mark: 'line',
      x: { field: 'a.b', title: 'A', temporal: true },
      y: { field: 'n', title: 'n', temporal: false },
    }))

  it.each([
    ['another mark', spec('arc')],
    ['a column that is not there', spec('bar', 'x')],
    ['no JSON', 'nonsense'],
    ['nothing in it', '{}'],
  ])('draws nothing of %s', (_title, text) => expect(readChart(text, ['a.b', 'n'])).toBeNull())
})
