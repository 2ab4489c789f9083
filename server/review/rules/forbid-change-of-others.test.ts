import { expect, it } from 'vitest'
import { forbidChangeOfOthers } from './forbid-change-of-others.ts'
import { findIn, tableOf } from './lint-input.fixture.ts'

const theirs = { target: tableOf('public.t', {}, { mine: false }) }
const mine = { target: tableOf('public.t', {}, { mine: true }) }

it.each([
  ['alter table t add c int, add d int', theirs, 1],
  ['create index concurrently i on t (a)', theirs, 1],
  ['drop table public.t', theirs, 1],
  ['update t set a = 1 where id = 1', theirs, 0],
  ['alter table t add c int', mine, 0],
  ['drop view t', theirs, 0],
])('forbid-change-of-others in "%s"', (sql, facts, count) => {
  expect(findIn(forbidChangeOfOthers, sql, facts)).toHaveLength(count)
})
