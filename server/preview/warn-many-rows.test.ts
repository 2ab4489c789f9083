import { expect, it } from 'vitest'
import { previewOf } from '../../tests/fixtures/preview-of.ts'

it.each([
  [6000, ['This gives about 6,000 rows; only the first 5,000 will be shown.']],
  [1000, ['This gives about 1,000 rows.']],
  [999, []],
  [null, []],
] as const)('of a LIMIT that lets %s rows through says %j', (rows, messages) => {
  const sql = 'select id from customers order by id limit 9000'
  const { warnings } = previewOf(sql, { plan: { rows, cost: 1, tables: [] } })
  expect(warnings.map(({ code }) => code)).toEqual(messages.map(() => 'warn-many-rows'))
  expect(warnings.map(({ message }) => message)).toEqual(messages)
})
