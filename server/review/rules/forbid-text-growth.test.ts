import { describe, expect, it } from 'vitest'
import { forbidTextGrowth } from './forbid-text-growth.ts'
import { expectToGoByCost, severities } from './mysql-input.fixture.ts'

const check = (definition: string, version: string) =>
  severities(forbidTextGrowth, `alter table customers modify ${definition}`, { version })

describe('forbid-text-growth', () => {
  it('goes by what it costs', () =>
    expectToGoByCost(forbidTextGrowth, 'alter table customers modify code varchar(64)'))

  // `code` has 60 characters of four bytes, `short` 30, `old` 100 of one, `email` 80 of four.
  it.each([
    ['code varchar(63)', '10.11.6-MariaDB', []],
    ['code varchar(64)', '10.11.6-MariaDB', ['BLOCKING']],
    ['code varchar(64)', '8.0.36', ['BLOCKING']],
    ['short varchar(64)', '10.11.6-MariaDB', []],
    ['short varchar(64)', '10.2.44-MariaDB', ['BLOCKING']],
    ['short varchar(64)', '8.0.36', ['BLOCKING']],
    ['email varchar(200)', '8.0.36', []],
    ['old varchar(255) character set latin1', '8.0.36', []],
    ['old varchar(256) character set latin1', '8.0.36', ['BLOCKING']],
    ['old varchar(256) character set latin1', '10.11.6-MariaDB', []],
  ])('of %s on %s finds %j', (definition, version, expected) => {
    expect(check(definition, version)).toEqual(expected)
  })
})
