import { expect, it } from 'vitest'
import { forbidWriteWithoutWhere } from './forbid-write-without-where.ts'
import { findIn } from './lint-input.fixture.ts'

it.each([
  ['update t set a = 0', 1],
  ['delete from t', 1],
  ['update t set a = 0 where id = 1', 0],
  ['alter table t add c int; update t set c = 0', 0],
  ['alter table t add c int; update public.t set c = 0, a = 1', 1],
  ['create table t (a int); update t set a = 1', 0],
])('forbid-write-without-where in "%s"', (sql, count) => {
  expect(findIn(forbidWriteWithoutWhere, sql)).toHaveLength(count)
})
