import { expect, it } from 'vitest'
import { forbidExclusionOnTable } from './forbid-exclusion-on-table.ts'
import { findIn, SMALL } from './lint-input.fixture.ts'

const build = { cost: 'INDEX_BUILD' as const }
const sql = 'alter table t add exclude using gist (during with &&)'

it.each([
  ['a large table', sql, {}, ['BLOCKING']],
  ['a small table', sql, SMALL, ['WARNING']],
  ['a new table', `create table t (during tsrange); ${sql}`, {}, []],
  ['another constraint', 'alter table t add unique (a)', {}, []],
])('forbid-exclusion-on-table finds in %s what it should', (_, text, more, expected) => {
  const found = findIn(forbidExclusionOnTable, text, { measured: { ...build, ...more } })
  expect(found.map(({ severity }) => severity)).toEqual(expected)
})
