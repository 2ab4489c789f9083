import { expect, it } from 'vitest'
import { forbidCutName } from './forbid-cut-name.ts'
import { findIn } from './lint-input.fixture.ts'

it.each([
  ['64 letters', `alter table t add ${'a'.repeat(64)} int`, 1],
  ['63 letters', `alter table t add ${'a'.repeat(63)} int`, 0],
  ['fewer letters of more bytes, in quotes', `alter table t add "${'é'.repeat(32)}" int`, 1],
  ['a long text', `comment on table t is '${'a'.repeat(64)}'`, 0],
])('forbid-cut-name in %s', (_, sql, count) => {
  expect(findIn(forbidCutName, sql)).toHaveLength(count)
})
