import { expect, it } from 'vitest'
import { forbidConstraintWithoutNotValid } from './forbid-constraint-without-not-valid.ts'
import { findIn, SMALL } from './lint-input.fixture.ts'

const scan = { cost: 'SCAN' as const }
const sql = 'alter table t add constraint k check (a > 0)'

it.each([
  ['a check', sql, {}, ['BLOCKING']],
  ['a required column as a constraint', 'alter table t add constraint n not null a', {}, ['BLOCKING']],
  ['a small table', sql, SMALL, ['WARNING']],
  ['a check that is not valid', `${sql} not valid`, {}, []],
  ['a new table', `create table t (a int); ${sql}`, {}, []],
  ['a step that reads nothing', `${sql} not enforced`, { cost: 'METADATA' as const }, []],
  ['another constraint', 'alter table t add unique (a)', {}, []],
])('forbid-constraint-without-not-valid finds in %s what it should', (_, text, more, expected) => {
  const found = findIn(forbidConstraintWithoutNotValid, text, { measured: { ...scan, ...more } })
  expect(found.map(({ severity }) => severity)).toEqual(expected)
})

it('adds it not valid, with a name where it has none, and validates it', () => {
  const [found] = findIn(forbidConstraintWithoutNotValid, 'alter table t add check (a > 0) no inherit', {
    measured: scan,
  })
  expect(found?.fix).toBe(`alter table t ADD CONSTRAINT t_check check (a > 0) no inherit NOT VALID;
ALTER TABLE public.t VALIDATE CONSTRAINT t_check`)
  expect(findIn(forbidConstraintWithoutNotValid, found?.fix ?? '', { measured: scan })).toEqual([])
})
