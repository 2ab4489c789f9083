import { expect, it } from 'vitest'
import { previewOf } from '../../tests/fixtures/preview-of.ts'

it.each([
  [
    'select id from customers',
    5001,
    'WARNING',
    'There is no LIMIT: this gives about 5,001 rows; only the first 5,000 will be shown.',
  ],
  ['select id from customers', 1000, 'WARNING', 'There is no LIMIT: this gives about 1,000 rows.'],
  ['select id from customers', null, 'INFO', 'There is no LIMIT: this gives every row.'],
] as const)('of %s with %s rows says so', (sql, rows, severity, message) => {
  const { warnings } = previewOf(sql, { plan: { rows, cost: 1, tables: [] } })
  expect(warnings).toMatchObject([{ code: 'warn-no-limit', severity, message, start: 0, end: sql.length }])
})

it.each([
  ['select id from customers', 999],
  ['select id from customers limit 4000', 4000],
  ['select id from customers fetch first 4000 rows only', 4000],
  ['select id from customers where id = 5', null],
])('of %s with %s rows says nothing', (sql, rows) => {
  const { warnings } = previewOf(sql, { plan: { rows, cost: 1, tables: [] } })
  expect(warnings.filter(({ code }) => code === 'warn-no-limit')).toEqual([])
})

it('is off where the threshold is 0, but for rows that are not shown', () => {
  const limits = { warnRows: 0, warnCost: 0 }
  const codes = (rows: number) =>
    previewOf('select id from customers', { limits, plan: { rows, cost: 1, tables: [] } }).warnings.map(
      ({ code }) => code,
    )
  expect([codes(5000), codes(5001)]).toEqual([[], ['warn-no-limit']])
})
