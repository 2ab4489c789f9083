import { describe, expect, it } from 'vitest'
import { forbidWideText } from './forbid-wide-text.ts'
import { fixed, severities } from './mysql-input.fixture.ts'

describe('forbid-wide-text', () => {
  it.each([
    ['create table t (a varchar(16384))', ['BLOCKING']],
    ['create table t (a varchar(16383))', []],
    ['create table t (a varchar(16384)) charset=latin1', []],
    ['alter table customers add a varchar(21846) character set utf8mb3', ['BLOCKING']],
    ['alter table customers add a varchar(21845) character set utf8mb3', []],
    ['create table t (a text)', []],
  ])('of %s finds %j', (sql, expected) => {
    expect(severities(forbidWideText, sql)).toEqual(expected)
  })

  it('keeps it beside the row', () => {
    expect(fixed(forbidWideText, 'create table t (a varchar(20000) not null)')).toBe(
      'create table t (a MEDIUMTEXT not null)',
    )
  })
})
