import { expect, it } from 'vitest'
import { severities } from './mysql-input.fixture.ts'
import { warnUpperCaseName } from './warn-upper-case-name.ts'

it.each([
  ['create table Visits (Id int)', ['INFO']],
  ['rename table customers to Clients', ['INFO']],
  ['alter table customers rename to Clients', ['INFO']],
  ['create table visits (Id int)', []],
  ['alter table Customers add a int', []],
])('of %s finds %j', (sql, expected) => {
  expect(severities(warnUpperCaseName, sql)).toEqual(expected)
})
