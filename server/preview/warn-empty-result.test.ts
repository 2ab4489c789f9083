import { describe, expect, it } from 'vitest'
import { previewOf } from '../../tests/fixtures/preview-of.ts'

const codes = (sql: string, rows: number | null) =>
  previewOf(sql, { plan: { rows, cost: 1, tables: [] } }).warnings.map(({ code }) => code)

describe('warn-empty-result', () => {
  it('warns of a plan without a row', () =>
    expect(codes('select name from customers where id < 1 and id > 2', 0)).toContain('warn-empty-result'))

  it.each([1, null])('has nothing against %s rows', rows =>
    expect(codes('select name from customers', rows)).not.toContain('warn-empty-result'),
  )
})
