import { expect, it } from 'vitest'
import { severities } from './mysql-input.fixture.ts'
import { warnEndOfTimestamp } from './warn-end-of-timestamp.ts'

it.each([
  ['create table t (a timestamp)', '8.0.36', ['INFO']],
  ['alter table customers add a timestamp(3) null', '10.11.6-MariaDB', ['INFO']],
  ['create table t (a timestamp)', '11.8.2-MariaDB', []],
  ['create table t (a datetime)', '8.0.36', []],
])('of %s on %s finds %j', (sql, version, expected) => {
  expect(severities(warnEndOfTimestamp, sql, { version })).toEqual(expected)
})
