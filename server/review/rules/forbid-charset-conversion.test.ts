import { describe, expect, it } from 'vitest'
import { forbidCharsetConversion } from './forbid-charset-conversion.ts'
import { expectToGoByCost, fixed, severities } from './mysql-input.fixture.ts'

const check = (action: string) => severities(forbidCharsetConversion, `alter table customers ${action}`)

describe('forbid-charset-conversion', () => {
  it('goes by what it costs', () => {
    expectToGoByCost(forbidCharsetConversion, 'alter table customers convert to character set latin1')
    expectToGoByCost(
      forbidCharsetConversion,
      'alter table customers modify code varchar(60) character set latin1',
    )
  })

  it.each([
    'default character set latin1',
    'modify code varchar(60) character set utf8mb4',
    'modify old varchar(100) charset latin1',
    'modify n int',
    'modify code varchar(60) collate utf8mb4_bin',
  ])('has nothing against %s', action => expect(check(action)).toEqual([]))

  it('keeps the character set of a column that is only described anew', () => {
    const sql = 'alter table customers modify old varchar(100) not null'
    expect(check('modify old varchar(100) not null')).toEqual(['BLOCKING'])
    expect(fixed(forbidCharsetConversion, sql)).toBe(
      'alter table customers modify old varchar(100) CHARACTER SET latin1 not null',
    )
  })
})
