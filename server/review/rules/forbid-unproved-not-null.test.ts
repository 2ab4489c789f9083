import { expect, it } from 'vitest'
import { forbidUnprovedNotNull } from './forbid-unproved-not-null.ts'
import { findIn, objectOf, SMALL, tableOf } from './lint-input.fixture.ts'

const sql = 'alter table t alter a set not null'
const check = (valid: boolean) =>
  objectOf('CONSTRAINT public.t.c', {
    partOf: 'TABLE public.t',
    valid,
    definition: 'CONSTRAINT c CHECK ((a IS NOT NULL))',
  })

it.each([
  ['a large table', sql, {}, ['BLOCKING']],
  ['a small table', sql, { measured: { cost: 'SCAN', ...SMALL } }, ['WARNING']],
  ['a table that was seen not to be read', sql, { measured: { cost: 'METADATA' } }, []],
  ['a new table', `create table t (a int); ${sql}`, {}, []],
  ['a column that a validated check proves', sql, { before: [...tableOf('public.t'), check(true)] }, []],
  [
    'one whose check was never validated',
    sql,
    { before: [...tableOf('public.t'), check(false)] },
    ['BLOCKING'],
  ],
  ['one that was not tried', sql, { measured: { cost: 'UNKNOWN' } }, ['BLOCKING']],
])('forbid-unproved-not-null finds in %s what it should', (_, text, facts, expected) => {
  const found = findIn(forbidUnprovedNotNull, text, { measured: { cost: 'SCAN' }, ...facts } as object)
  expect(found.map(({ severity }) => severity)).toEqual(expected)
})

it('proves it first, in steps of their own', () => {
  const [found] = findIn(forbidUnprovedNotNull, `drop view v; ${sql}, alter b set not null;`, {
    measured: { cost: 'SCAN' },
  })
  expect(found?.fix)
    .toBe(`drop view v; ALTER TABLE public.t ADD CONSTRAINT t_a_not_null CHECK (a IS NOT NULL) NOT VALID;
ALTER TABLE public.t VALIDATE CONSTRAINT t_a_not_null;
alter table t alter a set not null, alter b set not null;
ALTER TABLE public.t DROP CONSTRAINT t_a_not_null;`)
  expect(findIn(forbidUnprovedNotNull, found?.fix ?? '', { measured: { cost: 'SCAN' } })).toHaveLength(1)
})
