import { describe, expect, it } from 'vitest'
import { forbidCopyingTypeChange } from './forbid-copying-type-change.ts'
import { expectToGoByCost, severities } from './mysql-input.fixture.ts'

const check = (definition: string) =>
  severities(forbidCopyingTypeChange, `alter table customers modify ${definition}`)

describe('forbid-copying-type-change', () => {
  it('goes by what it costs', () =>
    expectToGoByCost(forbidCopyingTypeChange, 'alter table customers modify n bigint'))

  it.each([
    ...['n bigint', 'n int unsigned', 'n smallint', 'price decimal(12,2)', 'price double', 'born datetime'],
    ...['note mediumtext', 'name text not null', 'code char(60)', 'price decimal(8,3)'],
  ])('finds %s', definition => expect(check(definition)).toEqual(['BLOCKING']))

  it.each([
    ...['n int', 'n int(5)', 'n integer not null', 'price numeric(8,2)', 'name varchar(60) not null'],
    ...["mood enum('good','bad','mixed')", 'note text', 'nobody bigint'],
  ])('has nothing against %s', definition => expect(check(definition)).toEqual([]))

  it('knows the column under the name that it had', () => {
    expect(severities(forbidCopyingTypeChange, 'alter table customers change N m bigint')).toEqual([
      'BLOCKING',
    ])
    expect(severities(forbidCopyingTypeChange, 'alter table customers change n m int')).toEqual([])
  })
})
