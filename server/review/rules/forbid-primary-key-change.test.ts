import { describe, expect, it } from 'vitest'
import { forbidPrimaryKeyChange } from './forbid-primary-key-change.ts'
import { expectToGoByCost, REBUILD, severities } from './mysql-input.fixture.ts'

describe('forbid-primary-key-change', () => {
  it('goes by what it costs', () => {
    expectToGoByCost(forbidPrimaryKeyChange, 'alter table customers drop primary key')
    expectToGoByCost(
      forbidPrimaryKeyChange,
      'alter table customers drop primary key, add primary key (id, n)',
      { dear: REBUILD },
    )
  })

  it('has nothing against a first one', () =>
    expect(severities(forbidPrimaryKeyChange, 'alter table log add primary key (a)')).toEqual([]))
})
