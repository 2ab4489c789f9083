import { expect, it } from 'vitest'
import { findIn } from './lint-input.fixture.ts'
import { warnDropNotNull } from './warn-drop-not-null.ts'

it.each([
  ['alter table t alter a drop not null', 1],
  ['create table t (a int not null); alter table t alter a drop not null', 0],
  ['alter table t alter a drop default', 0],
])('warn-drop-not-null in "%s"', (sql, count) => {
  expect(findIn(warnDropNotNull, sql)).toHaveLength(count)
})
