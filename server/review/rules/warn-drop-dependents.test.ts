import { expect, it } from 'vitest'
import { findIn } from './lint-input.fixture.ts'
import { warnDropDependents } from './warn-drop-dependents.ts'

it.each([
  ['drop view v', 1],
  ['drop materialized view m', 1],
  ['drop function f(int)', 1],
  ['drop sequence s', 1],
  ['drop type mood', 1],
  ['drop index i', 0],
  ['drop table t', 0],
])('warn-drop-dependents in "%s"', (sql, count) => {
  expect(findIn(warnDropDependents, sql)).toHaveLength(count)
})
