import { describe, expect, it } from 'vitest'
import { fixed, severities } from './mysql-input.fixture.ts'
import { warnDefinerRights } from './warn-definer-rights.ts'

describe('warn-definer-rights', () => {
  it.each([
    ['create view v as select 1', ['INFO']],
    ['create or replace definer = current_user sql security definer view v as select 1', ['INFO']],
    ['create sql security invoker view v as select 1', []],
    ['create procedure p() begin select 1; end', ['INFO']],
    ['create procedure p() sql security invoker begin select 1; end', []],
    ['create trigger t before insert on customers for each row set new.n = 1', []],
  ])('of %s finds %j', (sql, expected) => {
    expect(severities(warnDefinerRights, sql)).toEqual(expected)
  })

  it('lets a view reach what its reader may reach', () => {
    expect(fixed(warnDefinerRights, 'create or replace view v as select 1')).toBe(
      'create or replace SQL SECURITY INVOKER view v as select 1',
    )
  })
})
