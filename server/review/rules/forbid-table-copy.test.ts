import { describe, expect, it } from 'vitest'
import { forbidTableCopy } from './forbid-table-copy.ts'
import {
  COPY,
  INSTANT,
  mysqlInput,
  NO_STATISTICS,
  REBUILD,
  severities,
  SMALL,
  UNTRIED,
} from './mysql-input.fixture.ts'

const sql = 'alter table customers add constraint c check (n > 0)'

describe('forbid-table-copy', () => {
  it.each([
    ['a copy', COPY, ['BLOCKING']],
    ['a copy of a small table', { ...COPY, ...SMALL }, ['WARNING']],
    ['a copy of a table that nobody has counted', { ...COPY, ...NO_STATISTICS }, ['BLOCKING']],
    ['a rebuild in place', REBUILD, []],
    ['what is done at once', INSTANT, []],
    ['what was not tried', UNTRIED, []],
  ])('finds in %s what it should', (_, step, expected) => {
    expect(severities(forbidTableCopy, sql, { step })).toEqual(expected)
  })

  it('cites what was measured', () => {
    const [finding] = forbidTableCopy.check(mysqlInput(sql, { step: COPY }))
    expect(finding?.message).toContain(
      'step 1: a copy, ALGORITHM=COPY, LOCK=SHARED on customers, about 5,000,000 rows',
    )
  })

  it('finds nothing in a table that the change itself makes', () => {
    const made = `create table fresh (id int); alter table fresh modify id bigint`
    expect(severities(forbidTableCopy, made, { step: COPY })).toEqual([])
  })

  it('follows a table to its new name', () => {
    const renamed = 'rename table customers to clients; alter table clients modify n bigint'
    expect(severities(forbidTableCopy, renamed, { step: COPY })).toEqual(['BLOCKING'])
  })
})
