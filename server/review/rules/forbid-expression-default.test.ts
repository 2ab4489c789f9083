import { describe, expect, it } from 'vitest'
import { forbidExpressionDefault } from './forbid-expression-default.ts'
import { expectToGoByCost, fixed, severities } from './mysql-input.fixture.ts'

const sql = 'alter table customers add token varchar(36) default (uuid()), add n2 int'

describe('forbid-expression-default', () => {
  it('goes by what it costs', () => expectToGoByCost(forbidExpressionDefault, sql))

  it.each(['int default 5', 'int', 'datetime default current_timestamp', 'int default (5)'])(
    'has nothing against %s',
    type => expect(severities(forbidExpressionDefault, `alter table customers add a ${type}`)).toEqual([]),
  )

  it('sets the default in a statement of its own', () => {
    expect(fixed(forbidExpressionDefault, `${sql};\ndrop table log`)).toBe(
      'alter table customers add token varchar(36), add n2 int;\nALTER TABLE customers ALTER COLUMN token SET DEFAULT (uuid());\ndrop table log',
    )
    expect(
      fixed(forbidExpressionDefault, 'alter table customers add `a b` text default uuid() after n'),
    ).toBe(
      'alter table customers add `a b` text after n;\nALTER TABLE customers ALTER COLUMN `a b` SET DEFAULT (uuid())',
    )
  })

  it('mends nothing where rows would come to hold an empty value', () => {
    const required = 'alter table customers add a char(36) not null default (uuid())'
    expect(severities(forbidExpressionDefault, required)).toEqual(['BLOCKING'])
    expect(() => fixed(forbidExpressionDefault, required)).toThrow()
  })
})
