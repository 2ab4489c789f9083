import { expect, it } from 'vitest'
import { severities } from './mysql-input.fixture.ts'
import { warnDefaultCharset } from './warn-default-charset.ts'

it.each([
  ['alter table customers default character set utf8mb4 collate utf8mb4_bin', ['INFO']],
  ['alter table customers charset = latin1', ['INFO']],
  ['alter table customers convert to character set utf8mb4', []],
  ['create table t (a int) charset = latin1', []],
])('of %s finds %j', (sql, expected) => {
  expect(severities(warnDefaultCharset, sql)).toEqual(expected)
})
