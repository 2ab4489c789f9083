import { describe, expect, it } from 'vitest'
import type { Plan, TablePlan } from '../databases/database.ts'
import type { CatalogColumn } from '../domain.ts'
import { assess } from './preview.ts'

const table = (name: string, rows: number, fullScan = true): TablePlan => ({
  table: name,
  fullScan,
  rows,
})
const plan = (rows: number, cost: number, ...tables: TablePlan[]): Plan => ({ rows, cost, tables })
const codes = (preview: ReturnType<typeof assess>) => preview.warnings.map(({ code }) => code)

describe('a preview', () => {
  it.each<[string, Plan, string[]]>([
    ['a small look-up', plan(11, 30, table('customers', 11)), []],
    ['a result of just the limit', plan(5000, 30, table('customers', 5000)), []],
    ['a result over the limit', plan(5001, 30, table('customers', 5001)), ['preview-truncated-result']],
    ['a full scan of a large table', plan(10, 50_000, table('visits', 2_000_000)), ['preview-full-scan']],
    ['an indexed read of a large table', plan(10, 20, table('visits', 2_000_000, false)), []],
    ['an expensive plan', plan(10, 2_000_000, table('visits', 10)), ['preview-expensive-plan']],
    [
      'a cross join',
      plan(9e9, 1e8, table('a', 90_000), table('b', 100_000)),
      ['preview-cross-join', 'preview-expensive-plan', 'preview-truncated-result'],
    ],
    ['a large join that follows a key', plan(4000, 300, table('a', 4000), table('b', 100)), []],
  ])('of %s', (_, assessed, expected) => {
    expect(codes(assess({ plan: assessed, maxRows: 5000 }))).toEqual(expected)
  })

  it('knows from the catalog that a scan is large though few rows come out of it', () => {
    const tables = [{ schema: 'public', name: 'visits', rowEstimate: 30_000_000 }]
    const [finding] = assess({ plan: plan(3, 9000, table('visits', 3)), maxRows: 100, tables }).warnings
    expect(finding).toMatchObject({
      code: 'preview-full-scan',
      severity: 'WARNING',
      message: 'This reads all of visits, about 30,000,000 rows.',
    })
  })

  it.each([
    ['every column of a wide table', 60, 500, true, ['preview-wide-result']],
    ['some columns of it', 60, 500, false, []],
    ['a few rows of it', 60, 20, true, []],
    ['every column of a common table', 12, 500, true, []],
  ])('says of %s what is too much', (_, width, rows, everyColumn, expected) => {
    const columns = Array.from({ length: width }, (__, index) => ({ name: `c${index}` }) as CatalogColumn)
    const tables = [{ name: 'visits', rowEstimate: rows, columns }]
    const assessed = { plan: plan(rows, 30, table('visits', rows)), maxRows: 5000, tables, everyColumn }
    expect(codes(assess(assessed))).toEqual(expected)
  })

  it('names a table once, however often the plan reads it', () => {
    const assessed = plan(10, 50, table('visits', 2_000_000), table('visits', 3_000_000))
    expect(codes(assess({ plan: assessed, maxRows: 100 }))).toEqual(['preview-full-scan'])
  })

  it.each([
    [plan(11, 30, table('a', 11)), 'reads 1 table · about 11 rows · cheap'],
    [plan(1, 20_000, table('a', 1), table('b', 1)), 'reads 2 tables · about 1 row · moderate'],
    [plan(2_500_000, 5e6, table('a', 1), table('a', 1)), 'reads 1 table · about 2,500,000 rows · expensive'],
    [plan(0, 0), 'reads no table · about 0 rows · cheap'],
  ])('says in a line what the query would do', (assessed, words) => {
    expect(assess({ plan: assessed, maxRows: 100 }).whatItWouldDo).toBe(words)
  })

  it('hands the estimates on', () => {
    expect(assess({ plan: plan(11, 30.5), maxRows: 100 })).toMatchObject({
      estimatedRows: 11,
      estimatedCost: 30.5,
    })
  })
})
