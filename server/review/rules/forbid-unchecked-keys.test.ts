import { describe, expect, it } from 'vitest'
import { forbidUncheckedKeys } from './forbid-unchecked-keys.ts'
import { fixed, severities } from './mysql-input.fixture.ts'

describe('forbid-unchecked-keys', () => {
  it.each([
    ['set foreign_key_checks = 0', ['BLOCKING']],
    ['set session foreign_key_checks = off', ['BLOCKING']],
    ['set @@session.unique_checks = 0', ['BLOCKING']],
    ['set sql_mode = "", check_constraint_checks = 0', ['BLOCKING']],
    ['set foreign_key_checks = 1', []],
    ['set lock_wait_timeout = 9', []],
  ])('of %s finds %j', (sql, expected) => {
    expect(severities(forbidUncheckedKeys, sql)).toEqual(expected)
  })

  it('leaves it out', () => {
    expect(
      fixed(forbidUncheckedKeys, 'set foreign_key_checks = 0;\ndrop table log; set unique_checks=0'),
    ).toBe('drop table log; ')
  })
})
