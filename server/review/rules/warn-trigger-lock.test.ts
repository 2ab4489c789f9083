import { expect, it } from 'vitest'
import { findIn, SMALL } from './lint-input.fixture.ts'
import { warnTriggerLock } from './warn-trigger-lock.ts'

const sql = 'create trigger x before insert on t for each row execute function f()'

it.each([
  [sql, {}, ['WARNING']],
  [sql, SMALL, ['INFO']],
  ['alter table t disable trigger all', {}, ['WARNING']],
  [`create table t (a int); ${sql}`, {}, []],
])('warn-trigger-lock in "%s"', (text, measured, expected) => {
  expect(findIn(warnTriggerLock, text, { measured }).map(({ severity }) => severity)).toEqual(expected)
})
