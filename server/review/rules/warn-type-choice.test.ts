import { expect, it } from 'vitest'
import { findIn } from './lint-input.fixture.ts'
import { warnTypeChoice } from './warn-type-choice.ts'

it.each([
  ['alter table t add c json', ['WARNING']],
  ['alter table t add c char(2)', ['WARNING']],
  ['alter table t add c money', ['WARNING']],
  ['alter table t add c timestamp', ['WARNING']],
  ['create table u (id int primary key, a serial)', ['INFO', 'INFO']],
  ['create table u (id bigint generated always as identity primary key, a jsonb, b timestamptz, c text)', []],
  ['alter table t add c integer', []],
])('warn-type-choice in "%s"', (sql, expected) => {
  expect(findIn(warnTypeChoice, sql).map(({ severity }) => severity)).toEqual(expected)
})
