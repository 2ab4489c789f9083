import { describe, expect, it } from 'vitest'
import { forbidCheckCopy } from './forbid-check-copy.ts'
import { expectToGoByCost, severities } from './mysql-input.fixture.ts'

const sql = 'alter table customers add constraint c check (n > 0)'

describe('forbid-check-copy', () => {
  it('goes by what it costs', () => expectToGoByCost(forbidCheckCopy, sql))

  it('has nothing against one behind a new column, or of a server that keeps none', () => {
    expect(severities(forbidCheckCopy, 'alter table customers add a int check (a > 0)')).toEqual([])
    expect(severities(forbidCheckCopy, sql, { version: '5.7.44' })).toEqual([])
    expect(severities(forbidCheckCopy, sql, { version: '8.0.16' })).toEqual(['BLOCKING'])
  })
})
