import { expect, it } from 'vitest'
import { previewOf } from '../../tests/fixtures/preview-of.ts'

it.each([
  ['select * from visits limit 900', 900, '*'],
  ['select v.* from visits v limit 900', 900, 'v.*'],
  ['select c0, c1 from visits limit 900', 900, null],
  ['select * from visits limit 20', 20, null],
  ['select * from customers limit 900', 900, null],
  ['select count(*) from visits', 900, null],
] as const)('of %s with %i rows marks %s', (sql, rows, place) => {
  for (const engine of ['POSTGRES', 'MYSQL'] as const) {
    const { warnings } = previewOf(sql, { engine, plan: { rows, cost: 1, tables: [] } })
    const found = warnings.filter(({ code }) => code === 'warn-wide-result')
    expect(found.map(({ severity }) => severity)).toEqual(place === null ? [] : ['INFO'])
    for (const { start, end } of found) expect(place).toContain(sql.slice(start ?? 0, end ?? 0))
  }
})
