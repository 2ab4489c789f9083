import { describe, expect, it } from 'vitest'
import { forbidSharedLock } from './forbid-shared-lock.ts'
import { COPY, REBUILD, severities, SHARED, SMALL, UNTRIED } from './mysql-input.fixture.ts'

const sql = 'alter table customers add fulltext index (note)'

describe('forbid-shared-lock', () => {
  it.each([
    ['what is done while nobody writes', SHARED, ['BLOCKING']],
    ['a small table', { ...SHARED, ...SMALL }, ['WARNING']],
    ['what others can write beside', REBUILD, []],
    ['a copy, which another rule finds', COPY, []],
    ['what was not tried', UNTRIED, []],
  ])('finds in %s what it should', (_, step, expected) => {
    expect(severities(forbidSharedLock, sql, { step })).toEqual(expected)
  })

  it('finds nothing in a table that the change itself makes', () => {
    expect(
      severities(forbidSharedLock, `create table customers (note text); ${sql}`, {
        step: SHARED,
        tables: {},
      }),
    ).toEqual([])
  })
})
