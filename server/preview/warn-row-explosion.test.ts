import { expect, it } from 'vitest'
import { previewOf } from '../../tests/fixtures/preview-of.ts'

const sql = 'select 1 from a join b on a.x > b.x'

it.each([
  ['is nearly all pairs', 9e9, 90_000, 100_000, true],
  ['follows a key', 4000, 4000, 100, false],
  ['is small all the same', 90_000, 300, 300, false],
  ['is not known', null, 90_000, 100_000, false],
])('warns of a join whose result %s: %s rows of %s and %s', (_, rows, left, right, expected) => {
  const tables = [
    { table: 'a', fullScan: true, rows: left },
    { table: 'b', fullScan: true, rows: right },
  ]
  const { warnings } = previewOf(sql, { plan: { rows, cost: 1, tables } })
  expect(warnings.some(({ code }) => code === 'warn-row-explosion')).toBe(expected)
})
