import { expect, it } from 'vitest'
import { forbidComputedAndStored } from './forbid-computed-and-stored.ts'
import { findIn, SMALL } from './lint-input.fixture.ts'

const sql = 'alter table t add c int generated always as (a * 2) stored'

it.each([
  ['a stored column', sql, {}, ['BLOCKING']],
  ['a small table', sql, SMALL, ['WARNING']],
  ['a virtual column', sql.replace('stored', 'virtual'), {}, []],
  ['a new table', `create table t (a int); ${sql}`, {}, []],
])('forbid-computed-and-stored finds in %s what it should', (_, text, more, expected) => {
  const found = findIn(forbidComputedAndStored, text, { measured: { cost: 'REWRITE', ...more } })
  expect(found.map(({ severity }) => severity)).toEqual(expected)
})

it('offers VIRTUAL from PostgreSQL 18 on', () => {
  const fixOn = (version: number) =>
    findIn(forbidComputedAndStored, sql, { version, measured: { cost: 'REWRITE' } })[0]?.fix
  expect(fixOn(180_000)).toBe('alter table t add c int generated always as (a * 2) VIRTUAL')
  expect(fixOn(170_005)).toBeUndefined()
})
