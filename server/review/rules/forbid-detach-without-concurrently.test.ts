import { expect, it } from 'vitest'
import { forbidDetachWithoutConcurrently } from './forbid-detach-without-concurrently.ts'
import { findIn, objectOf, SMALL, tableOf } from './lint-input.fixture.ts'

const sql = 'alter table t detach partition p'

it.each([
  ['a large table', sql, {}, ['BLOCKING']],
  ['a small table', sql, { measured: SMALL }, ['WARNING']],
  ['one that goes on', `${sql} concurrently`, {}, []],
  ['what was begun before', `${sql} finalize`, {}, []],
  ['a server that cannot', sql, { version: 130_000 }, []],
])('forbid-detach-without-concurrently finds in %s what it should', (_, text, facts, expected) => {
  expect(findIn(forbidDetachWithoutConcurrently, text, facts).map(({ severity }) => severity)).toEqual(
    expected,
  )
})

it('goes on meanwhile, where there is no default partition', () => {
  const rest = objectOf('TABLE public.rest', { parts: { bound: 'DEFAULT', parents: '["public.t"]' } })
  const fix = (before = tableOf('public.t')) =>
    findIn(forbidDetachWithoutConcurrently, sql, { before })[0]?.fix
  expect(fix()).toBe('alter table t detach partition p CONCURRENTLY')
  expect(fix([...tableOf('public.t'), rest])).toBeUndefined()
})
