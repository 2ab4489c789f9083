import { expect, it } from 'vitest'
import { forbidConcurrentlyOnBrokenVersion } from './forbid-concurrently-on-broken-version.ts'
import { findIn } from './lint-input.fixture.ts'

it.each([
  ['create index concurrently i on t (a)', 140_003, 1],
  ['reindex table concurrently t', 140_000, 1],
  ['create index concurrently i on t (a)', 140_004, 0],
  ['create index concurrently i on t (a)', 130_010, 0],
  ['create index i on t (a)', 140_003, 0],
])('forbid-concurrently-on-broken-version in "%s" on %i', (sql, version, count) => {
  expect(findIn(forbidConcurrentlyOnBrokenVersion, sql, { version })).toHaveLength(count)
})
