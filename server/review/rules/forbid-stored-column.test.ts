import { describe, expect, it } from 'vitest'
import { forbidStoredColumn } from './forbid-stored-column.ts'
import { expectToGoByCost, fixed, severities } from './mysql-input.fixture.ts'

describe('forbid-stored-column', () => {
  it('goes by what it costs', () =>
    expectToGoByCost(forbidStoredColumn, 'alter table customers add d int as (n * 2) stored'))

  it.each(['int as (n * 2)', 'int as (n * 2) virtual', 'int'])('has nothing against %s', type =>
    expect(severities(forbidStoredColumn, `alter table customers add d ${type}`)).toEqual([]),
  )

  it('computes it when it is read instead', () => {
    expect(
      fixed(forbidStoredColumn, 'alter table customers add d int as (n * 2) persistent comment "x"'),
    ).toBe('alter table customers add d int as (n * 2) VIRTUAL comment "x"')
  })
})
