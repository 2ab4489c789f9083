import { expect, it } from 'vitest'
import { forbidUnstatedZone } from './forbid-unstated-zone.ts'
import { findIn, tableOf } from './lint-input.fixture.ts'

const without = 'timestamp without time zone'

it.each([
  [without, 'timestamptz', 1],
  ['timestamp(3) with time zone', 'timestamp', 1],
  [without, "timestamptz using a at time zone 'Europe/Berlin'", 0],
  [without, 'date', 0],
])('forbid-unstated-zone from %s to %s', (from, to, count) => {
  const before = tableOf('public.t', { a: from })
  expect(findIn(forbidUnstatedZone, `alter table t alter a type ${to}`, { before })).toHaveLength(count)
})

it('says that it writes the table anew before PostgreSQL 12', () => {
  const facts = { before: tableOf('public.t', { a: without }), version: 110_000 }
  const [found] = findIn(forbidUnstatedZone, 'alter table t alter a type timestamptz', facts)
  expect(found?.message).toMatch(/written anew/)
})
