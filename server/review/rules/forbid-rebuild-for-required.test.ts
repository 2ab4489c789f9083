import { describe, expect, it } from 'vitest'
import { forbidRebuildForRequired } from './forbid-rebuild-for-required.ts'
import { expectToGoByCost, REBUILD, severities } from './mysql-input.fixture.ts'

describe('forbid-rebuild-for-required', () => {
  it('goes by what it costs', () =>
    expectToGoByCost(forbidRebuildForRequired, 'alter table customers modify email varchar(80) not null', {
      dear: REBUILD,
    }))

  it.each(['email varchar(80)', 'name varchar(40) not null', 'name varchar(60) not null'])(
    'has nothing against %s',
    definition =>
      expect(severities(forbidRebuildForRequired, `alter table customers modify ${definition}`)).toEqual([]),
  )
})
