import { describe, expect, it } from 'vitest'
import { fixed, severities } from './mysql-input.fixture.ts'
import { warnDisplayWidth } from './warn-display-width.ts'

describe('warn-display-width', () => {
  it.each([
    ['int(11)', '8.0.36', ['INFO']],
    ['bigint(20) unsigned', '8.4.0', ['INFO']],
    ['int(11)', '8.0.16', []],
    ['int(11)', '10.11.6-MariaDB', []],
    ['tinyint(1)', '8.0.36', []],
    ['int(5) zerofill', '8.0.36', []],
    ['varchar(5)', '8.0.36', []],
  ])('of %s on %s finds %j', (type, version, expected) => {
    expect(severities(warnDisplayWidth, `alter table customers add a ${type}`, { version })).toEqual(expected)
  })

  it('leaves the brackets out', () => {
    expect(fixed(warnDisplayWidth, 'create table t (a int(11) unsigned)', { version: '8.0.36' })).toBe(
      'create table t (a int unsigned)',
    )
  })
})
