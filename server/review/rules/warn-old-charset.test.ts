import { describe, expect, it } from 'vitest'
import { fixed, severities } from './mysql-input.fixture.ts'
import { warnOldCharset } from './warn-old-charset.ts'

describe('warn-old-charset', () => {
  it.each([
    ['create table t (a text) charset=utf8', ['WARNING']],
    ['create table t (a text) default character set latin1 collate latin1_bin', ['WARNING']],
    ['alter table customers add a varchar(9) character set utf8mb3', ['WARNING']],
    ['create table t (a text) charset=utf8mb4', []],
    ['alter table customers modify old varchar(120) character set latin1', []],
    ['create table t (a char(36) character set binary)', []],
  ])('of %s finds %j', (sql, expected) => {
    expect(severities(warnOldCharset, sql)).toEqual(expected)
  })

  it('writes utf8mb4, with a collation that belongs to it', () => {
    expect(fixed(warnOldCharset, 'create table t (a text) charset=utf8 collate=utf8_bin')).toBe(
      'create table t (a text) charset=utf8mb4 collate=utf8mb4_bin',
    )
    expect(
      fixed(warnOldCharset, 'alter table customers add a varchar(9) character set latin1 not null'),
    ).toBe('alter table customers add a varchar(9) character set utf8mb4 not null')
  })
})
