import { describe, expect, it } from 'vitest'
import { columnWidths } from './column-width.ts'

const column = (name: string) => ({ name, type: 'text', nullable: null })

describe('columnWidths', () => {
  it('gives a column with longer cells more room', () => {
    const [short = 0, long = 0] = columnWidths(
      [column('a'), column('b')],
      [['12', 'Drachenblut Delikatessen']],
    )
    expect(long).toBeGreaterThan(short)
  })

  it('fits a header that is longer than its cells', () => {
    const [wide = 0] = columnWidths([column('a_rather_long_column_name')], [[1]])
    expect(wide).toBeGreaterThan(180)
  })

  it('lets no column take the whole screen', () => {
    const [width] = columnWidths([column('note')], [['x'.repeat(10_000)]])
    expect(width).toBeLessThanOrEqual(340)
  })
})
