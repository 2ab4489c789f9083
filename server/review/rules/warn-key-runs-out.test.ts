import { expect, it } from 'vitest'
import { severities } from './mysql-input.fixture.ts'
import { warnKeyRunsOut } from './warn-key-runs-out.ts'

const sql = 'alter table customers add a int; alter table customers add b int'

it.each([
  [2_000_000_000, ['WARNING']],
  [1_000_000, []],
  [null, []],
])('of a table that has come to %s finds %j', (nextNumber, expected) => {
  const sizes = [{ id: 'TABLE customers', rows: 5, bytes: 5, nextNumber }]
  expect(severities(warnKeyRunsOut, sql, { sizes })).toEqual(expected)
})
