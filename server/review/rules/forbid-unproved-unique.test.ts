import { describe, expect, it } from 'vitest'
import { forbidUnprovedUnique } from './forbid-unproved-unique.ts'
import { NOCOPY, severities, SMALL } from './mysql-input.fixture.ts'

describe('forbid-unproved-unique', () => {
  it.each([
    ['alter table customers add unique (email)', NOCOPY, ['BLOCKING']],
    ['alter table customers add constraint u unique key (email, n)', {}, ['BLOCKING']],
    ['create unique index u on customers (email)', { ...NOCOPY, ...SMALL }, ['WARNING']],
    ['create index i on customers (email)', NOCOPY, []],
    ['alter table customers add code2 int unique', NOCOPY, []],
    ['create table t (a int, unique (a))', NOCOPY, []],
    ['create table t (a int); create unique index u on t (a)', NOCOPY, []],
  ])('of %s finds what it should', (sql, step, expected) => {
    expect(severities(forbidUnprovedUnique, sql, { step })).toEqual(expected)
  })
})
