import { expect, it } from 'vitest'
import { forbidNewEnumValueInUse } from './forbid-new-enum-value-in-use.ts'
import { findIn } from './lint-input.fixture.ts'

const add = "alter type mood add value 'so so'"

it.each([
  ['one that is used at once', `${add}; alter table t add m mood default 'so so'`, 1],
  [
    'one that is used after a commit',
    `${add}; create index concurrently i on t (a); update t set m = 'so so' where a = 1`,
    0,
  ],
  ['one that is not used', `${add}; alter table t add m mood default 'fine'`, 0],
])('forbid-new-enum-value-in-use in %s', (_, sql, count) => {
  expect(findIn(forbidNewEnumValueInUse, sql)).toHaveLength(count)
})
