import { expect, it } from 'vitest'
import { forbidConstraintIndexBuild } from './forbid-constraint-index-build.ts'
import { findIn, SMALL, tableOf } from './lint-input.fixture.ts'

const build = { cost: 'INDEX_BUILD' as const }
const sql = 'alter table t add unique (a, b)'

it.each([
  ['UNIQUE', sql, {}, ['BLOCKING']],
  ['PRIMARY KEY', 'alter table t add primary key (id)', {}, ['BLOCKING']],
  ['a small table', sql, SMALL, ['WARNING']],
  ['an index that is there', 'alter table t add unique using index i', {}, []],
  ['a new table', `create table t (a int, b int); ${sql}`, {}, []],
])('forbid-constraint-index-build finds in %s what it should', (_, text, more, expected) => {
  const found = findIn(forbidConstraintIndexBuild, text, { measured: { ...build, ...more } })
  expect(found.map(({ severity }) => severity)).toEqual(expected)
})

it('builds the index first, beside other work', () => {
  const fix = (text: string, parts = {}) =>
    findIn(forbidConstraintIndexBuild, text, {
      ...{ measured: build, before: tableOf('public.t', { a: 'integer' }, parts) },
    })[0]?.fix
  expect(fix('alter table t add unique nulls not distinct (a, b);')).toBe(
    `CREATE UNIQUE INDEX CONCURRENTLY t_a_b_key ON public.t (a, b) nulls not distinct;
alter table t ADD CONSTRAINT t_a_b_key UNIQUE USING INDEX t_a_b_key;`,
  )
  expect(fix('alter table t add constraint k primary key (a)')).toMatch(
    /ADD CONSTRAINT k PRIMARY KEY USING INDEX k$/,
  )
  expect(fix('alter table t add unique (a) deferrable')).toBeUndefined()
  expect(fix(sql, { partitionKey: 'RANGE (a)' })).toBeUndefined()
})
