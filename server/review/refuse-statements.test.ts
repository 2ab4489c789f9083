import { describe, expect, it } from 'vitest'
import { mysqlInput } from './rules/mysql-input.fixture.ts'
import { refuseStatements } from './refuse-statements.ts'

const refused = (sql: string) => refuseStatements(mysqlInput(sql).statements).map(({ code }) => code)

describe('words of MySQL and MariaDB that no change may have', () => {
  it.each([
    ['alter ignore table customers add unique (email)', ['forbid-alter-ignore']],
    ['alter online ignore table customers add a int', ['forbid-alter-ignore']],
    ['alter table customers add unique (email)', []],
    ['create or replace table customers (id int)', ['forbid-create-or-replace']],
    ['create or replace view v as select 1', []],
    ['create table `or replace` (id int)', []],
    ['start transaction; alter table customers add a int', ['forbid-transaction-control']],
    ['update customers set n = 1; alter table customers add a int', []],
    ['lock tables customers write; drop table log', ['forbid-transaction-control']],
  ])('of %s are %j', (sql, codes) => {
    expect(refused(sql)).toEqual(codes)
  })
})
