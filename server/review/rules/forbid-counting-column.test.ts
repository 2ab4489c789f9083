import { expect, it } from 'vitest'
import { forbidCountingColumn } from './forbid-counting-column.ts'
import { findIn, SMALL } from './lint-input.fixture.ts'

const measured = { cost: 'REWRITE' as const }

it.each([
  ['serial', 'alter table t add n serial', {}, ['BLOCKING']],
  ['an identity', 'alter table t add n bigint generated always as identity', {}, ['BLOCKING']],
  ['a small table', 'alter table t add n serial', SMALL, ['WARNING']],
  ['a new table', 'create table t (a int); alter table t add n serial', {}, []],
  ['a plain number', 'alter table t add n bigint', {}, []],
])('forbid-counting-column finds in %s what it should', (_, sql, more, expected) => {
  const found = findIn(forbidCountingColumn, sql, { measured: { ...measured, ...more } })
  expect(found.map(({ severity }) => severity)).toEqual(expected)
})

it('makes the sequence by itself where it is a serial', () => {
  const [found] = findIn(forbidCountingColumn, 'alter table t add n bigserial;', { measured })
  expect(found?.fix?.split('\n').slice(1)).toEqual([
    'alter table t ADD COLUMN n bigint;',
    'CREATE SEQUENCE public.t_n_seq AS bigint OWNED BY public.t.n;',
    "alter table t ALTER COLUMN n SET DEFAULT nextval('public.t_n_seq');",
  ])
})
