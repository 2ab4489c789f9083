import { expect, it } from 'vitest'
import { findIn, SMALL } from './lint-input.fixture.ts'
import { warnAttachScan } from './warn-attach-scan.ts'

const sql = "alter table t attach partition p for values in ('x')"

it.each([
  ['a table with rows', sql, {}, ['WARNING']],
  ['a small table', sql, SMALL, ['INFO']],
  ['a table whose check says it', sql, { cost: 'METADATA' as const }, []],
  ['a new table', `create table p (a text); ${sql}`, {}, []],
])('warn-attach-scan finds in %s what it should', (_, text, more, expected) => {
  const found = findIn(warnAttachScan, text, { measured: { cost: 'SCAN', ...more } })
  expect(found.map(({ severity }) => severity)).toEqual(expected)
})
