import { expect, it } from 'vitest'
import { forbidReindexWithoutConcurrently } from './forbid-reindex-without-concurrently.ts'
import { findIn, SMALL } from './lint-input.fixture.ts'

it.each([
  ['a table', 'reindex table t', {}, ['BLOCKING']],
  ['a small table', 'reindex table t', { measured: SMALL }, ['WARNING']],
  ['indexes that are built beside', 'reindex table concurrently t', {}, []],
  ['a server that cannot', 'reindex table t', { version: 110_000 }, []],
])('forbid-reindex-without-concurrently finds in %s what it should', (_, sql, facts, expected) => {
  expect(findIn(forbidReindexWithoutConcurrently, sql, facts).map(({ severity }) => severity)).toEqual(
    expected,
  )
})

it('builds them beside', () => {
  const [found] = findIn(forbidReindexWithoutConcurrently, 'reindex (verbose) index i;')
  expect(found?.fix).toBe('reindex (verbose) index CONCURRENTLY i;')
})
