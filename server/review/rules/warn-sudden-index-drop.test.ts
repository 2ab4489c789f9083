import { describe, expect, it } from 'vitest'
import { fixed, severities } from './mysql-input.fixture.ts'
import { warnSuddenIndexDrop } from './warn-sudden-index-drop.ts'

describe('warn-sudden-index-drop', () => {
  it.each([
    ['drop index by_name on customers', ['WARNING']],
    ['alter table customers drop index by_name, drop key by_n_and_born', ['WARNING', 'WARNING']],
    ['alter table customers drop index by_name, add index by_name (name, n)', []],
    ['alter table customers rename index by_name to by_names', []],
    ['create table t (a int, key i (a)); drop index i on t', []],
  ])('of %s finds %j', (sql, expected) => {
    expect(severities(warnSuddenIndexDrop, sql)).toEqual(expected)
  })

  it('has queries leave it out first, in the words of the server', () => {
    const sql = 'drop index by_name on customers'
    expect(fixed(warnSuddenIndexDrop, sql, { version: '10.6.1-MariaDB' })).toBe(
      'ALTER TABLE customers ALTER INDEX `by_name` IGNORED',
    )
    expect(
      fixed(warnSuddenIndexDrop, 'alter table customers drop index by_name, add a int', {
        version: '8.0.36',
      }),
    ).toBe('alter table customers ALTER INDEX `by_name` INVISIBLE, add a int')
    for (const version of ['5.7.44', '10.5.9-MariaDB'])
      expect(() => fixed(warnSuddenIndexDrop, sql, { version })).toThrow()
  })
})
