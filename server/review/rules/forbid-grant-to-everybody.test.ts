import { expect, it } from 'vitest'
import { forbidGrantToEverybody } from './forbid-grant-to-everybody.ts'
import { findIn } from './lint-input.fixture.ts'

it.each([
  ['grant select on t to public', 1],
  ['grant all on t to clerk, public', 1],
  ['alter default privileges grant select on tables to public', 1],
  ['grant select on t to clerk', 0],
  ['revoke select on t from public', 0],
])('forbid-grant-to-everybody in "%s"', (sql, count) => {
  expect(findIn(forbidGrantToEverybody, sql)).toHaveLength(count)
})
