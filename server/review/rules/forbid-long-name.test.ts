import { expect, it } from 'vitest'
import { forbidLongName } from './forbid-long-name.ts'
import { severities } from './mysql-input.fixture.ts'

const long = 'x'.repeat(65)

it.each([
  [`create table ${long} (a int)`, 1],
  [`alter table customers add ${long} int, add index ${long} (n)`, 2],
  [`alter table customers rename column n to ${long}`, 1],
  [`rename table customers to ${long}`, 1],
  [`alter table customers add ${'é'.repeat(64)} int`, 0],
])('of %s finds %i', (sql, count) => {
  expect(severities(forbidLongName, sql)).toHaveLength(count)
})
