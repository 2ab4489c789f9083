import { expect, it } from 'vitest'
import { forbidIndexWithoutConcurrently } from './forbid-index-without-concurrently.ts'
import { findIn, SMALL, tableOf } from './lint-input.fixture.ts'

const build = { cost: 'INDEX_BUILD' as const }
const sql = 'create index on t (a)'

it.each([
  ['a large table', sql, {}, ['BLOCKING']],
  ['a small table', sql, SMALL, ['WARNING']],
  ['an index that is built concurrently', 'create index concurrently i on t (a)', {}, []],
  ['one of a partitioned table alone', 'create index i on only t (a)', {}, []],
  ['a new table', `create table t (a int); ${sql}`, {}, []],
])('forbid-index-without-concurrently finds in %s what it should', (_, text, more, expected) => {
  const found = findIn(forbidIndexWithoutConcurrently, text, { measured: { ...build, ...more } })
  expect(found.map(({ severity }) => severity)).toEqual(expected)
})

it('builds it concurrently, under a name of its own', () => {
  const fix = (text: string, parts = {}) =>
    findIn(forbidIndexWithoutConcurrently, text, {
      ...{ measured: build, before: tableOf('public.t', { a: 'integer' }, parts) },
    })[0]?.fix
  expect(fix(`drop view v;\n-- fast\n${sql};`)).toBe(
    'drop view v;\n-- fast\nCREATE INDEX CONCURRENTLY t_a_idx on t (a);',
  )
  expect(fix('create unique index if not exists i on t using btree (lower(a))')).toBe(
    'CREATE UNIQUE INDEX CONCURRENTLY i on t using btree (lower(a))',
  )
  expect(fix(sql, { partitionKey: 'RANGE (a)' })).toBeUndefined()
})
