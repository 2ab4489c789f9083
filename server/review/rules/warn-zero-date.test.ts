import { describe, expect, it } from 'vitest'
import { fixed, severities } from './mysql-input.fixture.ts'
import { warnZeroDate } from './warn-zero-date.ts'

describe('warn-zero-date', () => {
  it.each([
    ["create table t (d date default '0000-00-00')", ['WARNING']],
    ["alter table customers add d datetime not null default '0000-00-00 00:00:00'", ['WARNING']],
    ['alter table customers add d date not null', ['WARNING']],
    ['alter table customers add d timestamp not null default current_timestamp', []],
    ['alter table customers add d date', []],
    ['create table t (d date not null)', []],
    ["alter table customers add d varchar(20) default '0000-00-00'", []],
  ])('of %s finds %j', (sql, expected) => {
    expect(severities(warnZeroDate, sql)).toEqual(expected)
  })

  it('has it empty where it may be', () => {
    expect(fixed(warnZeroDate, "create table t (d date default '0000-00-00')")).toBe(
      'create table t (d date default NULL)',
    )
    expect(() => fixed(warnZeroDate, "create table t (d date not null default '0000-00-00')")).toThrow()
  })
})
