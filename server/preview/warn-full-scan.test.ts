import { describe, expect, it } from 'vitest'
import { previewOf, table } from '../../tests/fixtures/preview-of.ts'
import type { TablePlan } from '../databases/database.ts'

const sql = 'select c0 from visits where c1 = 5'
const scan = (rows: number, fullScan = true): TablePlan => ({ table: 'visits', fullScan, rows })

function found(tables: readonly TablePlan[], rowEstimate: number | null = null) {
  const { warnings } = previewOf(sql, {
    plan: { rows: 3, cost: 10, tables },
    catalog: { tables: [table('visits', [], { rowEstimate })], searchPath: ['public'] },
  })
  return warnings.filter(({ code }) => code === 'warn-full-scan')
}

describe('warn-full-scan', () => {
  it('marks the table, with the size that the catalog knows though few rows come out', () => {
    const [finding, ...more] = found([scan(3)], 30_000_000)
    expect(more).toEqual([])
    expect(finding?.message).toBe('This reads all of visits, about 30,000,000 rows.')
    expect(sql.slice(finding?.start ?? 0, finding?.end ?? 0)).toBe('visits')
  })

  it('names a table once, however often the plan reads it', () => {
    expect(found([scan(2_000_000), scan(3_000_000)])).toHaveLength(1)
  })

  it.each([
    ['an indexed read', scan(2_000_000, false)],
    ['a smaller table', scan(999_999)],
  ])('says nothing of %s', (_, read) => {
    expect(found([read])).toEqual([])
  })
})
