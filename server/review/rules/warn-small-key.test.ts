import { describe, expect, it } from 'vitest'
import { fixed, severities } from './mysql-input.fixture.ts'
import { warnSmallKey } from './warn-small-key.ts'

describe('warn-small-key', () => {
  it.each([
    ['create table t (id int auto_increment primary key)', ['INFO']],
    ['create table t (id smallint unsigned auto_increment primary key)', ['WARNING']],
    ['create table t (id bigint auto_increment primary key)', []],
    ['create table t (id serial primary key)', []],
    ['create table t (id int primary key)', []],
  ])('of %s finds %j', (sql, expected) => {
    expect(severities(warnSmallKey, sql)).toEqual(expected)
  })

  it('writes BIGINT', () => {
    expect(fixed(warnSmallKey, 'create table t (id int(11) unsigned auto_increment primary key)')).toBe(
      'create table t (id BIGINT UNSIGNED auto_increment primary key)',
    )
  })
})
