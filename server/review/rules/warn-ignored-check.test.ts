import { expect, it } from 'vitest'
import { severities } from './mysql-input.fixture.ts'
import { warnIgnoredCheck } from './warn-ignored-check.ts'

it.each([
  ['alter table customers add check (n > 0)', '8.0.15', ['WARNING']],
  ['create table t (a int check (a > 0), check (a < 9))', '5.7.44', ['WARNING', 'WARNING']],
  ['create table t (a int check (a > 0))', '8.0.16', []],
  ['create table t (a int check (a > 0))', '10.1.48-MariaDB', ['WARNING']],
  ['create table t (a int check (a > 0))', '10.11.6-MariaDB', []],
  ['create table t (a int)', '5.7.44', []],
])('of %s on %s finds %j', (sql, version, expected) => {
  expect(severities(warnIgnoredCheck, sql, { version })).toEqual(expected)
})
