import { expect, it } from 'vitest'
import { forbidWriteToAllRows } from './forbid-write-to-all-rows.ts'
import { severities } from './mysql-input.fixture.ts'

it.each([
  ['alter table customers add a int; update customers set a = n', []],
  ['alter table customers add a int; update customers c set c.`a` = 1', []],
  ['alter table customers add a int; update customers set n = 1', ['BLOCKING']],
  ['update customers set n = 1; alter table customers add a int', ['BLOCKING']],
  ['update customers set n = 1 where n is null', []],
  ['delete from customers', ['BLOCKING']],
  ['delete from customers where id = 1', []],
  ['insert into log (a) select n from customers', []],
])('of %s finds %j', (sql, expected) => {
  expect(severities(forbidWriteToAllRows, sql)).toEqual(expected)
})
