import { describe, expect, it } from 'vitest'
import { expectToGoByCost, REBUILD, severities } from './mysql-input.fixture.ts'
import { warnRebuildForOptional } from './warn-rebuild-for-optional.ts'

describe('warn-rebuild-for-optional', () => {
  it('goes by what it costs', () =>
    expectToGoByCost(warnRebuildForOptional, 'alter table customers modify name varchar(40)', {
      dear: REBUILD,
      severity: 'WARNING',
    }))

  it.each(['name varchar(40) not null', 'email varchar(80)', 'id int(11) auto_increment', 'id int(11)'])(
    'has nothing against %s',
    definition =>
      expect(severities(warnRebuildForOptional, `alter table customers modify ${definition}`)).toEqual([]),
  )
})
