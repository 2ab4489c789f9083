import { expect, it } from 'vitest'
import { forbidValidateWithOthers } from './forbid-validate-with-others.ts'
import { findIn, SMALL } from './lint-input.fixture.ts'

const scan = { cost: 'SCAN' as const }
const sql = 'alter table t add constraint k check (a > 0) not valid, validate constraint k'

it.each([
  ['clauses beside it', sql, {}, ['BLOCKING']],
  ['a small table', sql, SMALL, ['WARNING']],
  ['a statement of its own', 'alter table t validate constraint k, validate constraint l', {}, []],
])('forbid-validate-with-others finds in %s what it should', (_, text, more, expected) => {
  const found = findIn(forbidValidateWithOthers, text, { measured: { ...scan, ...more } })
  expect(found.map(({ severity }) => severity)).toEqual(expected)
})

it('takes it out', () => {
  const [found] = findIn(forbidValidateWithOthers, `${sql};`, { measured: scan })
  expect(found?.fix).toBe(`alter table t add constraint k check (a > 0) not valid;
ALTER TABLE public.t VALIDATE CONSTRAINT k;`)
  expect(findIn(forbidValidateWithOthers, found?.fix ?? '', { measured: scan })).toEqual([])
})
