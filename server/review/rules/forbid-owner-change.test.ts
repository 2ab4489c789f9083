import { expect, it } from 'vitest'
import { forbidOwnerChange } from './forbid-owner-change.ts'
import { findIn } from './lint-input.fixture.ts'

it.each([
  ['alter table t owner to clerk', 1],
  ['alter view v owner to clerk', 1],
  ['alter function f() owner to current_user', 1],
  ['alter table t alter a set default 1', 0],
])('forbid-owner-change in "%s"', (sql, count) => {
  expect(findIn(forbidOwnerChange, sql)).toHaveLength(count)
})
