import { expect, it } from 'vitest'
import { findIn, objectOf, tableOf } from './lint-input.fixture.ts'
import { warnForeignKeyWithoutIndex } from './warn-foreign-key-without-index.ts'

const sql = 'alter table t add foreign key (a) references u;'
const index = (columns: string) =>
  objectOf('INDEX public.i', {
    partOf: 'TABLE public.t',
    definition: `CREATE INDEX i ON public.t USING btree (${columns})`,
  })

it.each([
  ['none', sql, [], 1],
  ['one that begins with it', sql, [index('a, b DESC')], 0],
  ['one that begins with another', sql, [index('b, a')], 1],
  ['one that the change makes', `${sql} create index on t (a)`, [], 0],
  ['a new column that refers', 'alter table t add c int references u', [], 1],
])('warn-foreign-key-without-index where there is %s', (_, text, more, count) => {
  expect(
    findIn(warnForeignKeyWithoutIndex, text, { before: [...tableOf('public.t'), ...more] }),
  ).toHaveLength(count)
})

it('builds the index at the end', () => {
  const [found] = findIn(warnForeignKeyWithoutIndex, sql)
  expect(found?.fix).toBe(`${sql}\nCREATE INDEX CONCURRENTLY t_a_idx ON public.t (a);\n`)
  expect(findIn(warnForeignKeyWithoutIndex, found?.fix ?? '')).toEqual([])
})
