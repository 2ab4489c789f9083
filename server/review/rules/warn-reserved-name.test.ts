import { expect, it } from 'vitest'
import { severities } from './mysql-input.fixture.ts'
import { warnReservedName } from './warn-reserved-name.ts'

it.each([
  ['create table t (`order` int, `rank` int)', ['INFO', 'INFO']],
  ['alter table customers add rank int', ['INFO']],
  ['create table `groups` (a int)', ['INFO']],
  ['alter table customers change n `key` int', ['INFO']],
  ['alter table customers add ranking int', []],
  ['alter table customers modify n bigint', []],
])('of %s finds %j', (sql, expected) => {
  expect(severities(warnReservedName, sql)).toEqual(expected)
})
