import { describe, expect, it } from 'vitest'
import { fixed, severities } from './mysql-input.fixture.ts'
import { warnDuplicateIndex } from './warn-duplicate-index.ts'

describe('warn-duplicate-index', () => {
  it.each([
    ['create index i on customers (name)', ['INFO']],
    ['alter table customers add key (n)', ['INFO']],
    ['alter table customers add index (N, born)', ['INFO']],
    ['alter table customers add index (id)', ['INFO']],
    ['alter table customers add index (born)', []],
    ['alter table customers add index (name, n)', []],
    ['alter table customers add index (name(5))', []],
    ['alter table customers add unique (name)', []],
    ['alter table customers drop index by_name, add index by_names (name)', []],
  ])('of %s finds %j', (sql, expected) => {
    expect(severities(warnDuplicateIndex, sql)).toEqual(expected)
  })

  it('leaves it out', () => {
    expect(fixed(warnDuplicateIndex, 'alter table customers add a int, add index i (name)')).toBe(
      'alter table customers add a int',
    )
    expect(fixed(warnDuplicateIndex, 'create index i on customers (name);\ndrop table log')).toBe(
      'drop table log',
    )
  })
})
