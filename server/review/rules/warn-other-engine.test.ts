import { describe, expect, it } from 'vitest'
import { fixed, severities } from './mysql-input.fixture.ts'
import { warnOtherEngine } from './warn-other-engine.ts'

describe('warn-other-engine', () => {
  it.each([
    ['create table t (a int) engine=MyISAM', ['WARNING']],
    ['alter table customers engine = aria', ['WARNING']],
    ['create table t (a int) engine=InnoDB', []],
    ['create table t (a int)', []],
  ])('of %s finds %j', (sql, expected) => {
    expect(severities(warnOtherEngine, sql)).toEqual(expected)
  })

  it('writes InnoDB', () => {
    expect(fixed(warnOtherEngine, "create table t (a int) engine=MyISAM comment='x'")).toBe(
      "create table t (a int) engine=InnoDB comment='x'",
    )
  })
})
