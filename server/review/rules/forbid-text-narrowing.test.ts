import { describe, expect, it } from 'vitest'
import { forbidTextNarrowing } from './forbid-text-narrowing.ts'
import { COPY, severities, SMALL } from './mysql-input.fixture.ts'

describe('forbid-text-narrowing', () => {
  it.each([
    ['name varchar(20) not null', {}, ['BLOCKING']],
    ['name varchar(20) not null', COPY, ['BLOCKING']],
    ['name varchar(20) not null', { ...COPY, ...SMALL }, ['WARNING']],
    ['name varchar(40) not null', {}, []],
    ['name varchar(50) not null', {}, []],
    ['n int', {}, []],
  ])('of %s finds what it should', (definition, step, expected) => {
    expect(severities(forbidTextNarrowing, `alter table customers modify ${definition}`, { step })).toEqual(
      expected,
    )
  })

  it('finds nothing in a table that the change itself makes', () => {
    const made = 'create table t (a varchar(9)); alter table t modify a varchar(5)'
    expect(severities(forbidTextNarrowing, made)).toEqual([])
  })
})
