import { expect, it } from 'vitest'
import { findIn, SMALL } from './lint-input.fixture.ts'
import { warnKeyFromNullableIndex } from './warn-key-from-nullable-index.ts'

const sql = 'alter table t add primary key using index i'

it.each([
  ['columns that may be NULL', sql, {}, ['WARNING']],
  ['a small table', sql, SMALL, ['INFO']],
  ['columns that may not', sql, { cost: 'METADATA' as const }, []],
  ['another key', 'alter table t add unique using index i', {}, []],
])('warn-key-from-nullable-index finds in %s what it should', (_, text, more, expected) => {
  const found = findIn(warnKeyFromNullableIndex, text, { measured: { cost: 'SCAN', ...more } })
  expect(found.map(({ severity }) => severity)).toEqual(expected)
})
