import { expect, it } from 'vitest'
import { forbidLongBackfill } from './forbid-long-backfill.ts'
import { inputOf } from './lint-input.fixture.ts'

const few = { tableRows: 90, tableBytes: 33_000 }
const unknown = { tableRows: null, tableBytes: null }

it.each([
  ['rows of a large table', 'DATA', {}, 1],
  ['rows of a table whose size is not known', 'DATA', unknown, 1],
  ['a few rows', 'DATA', few, 0],
  ['a change of structure', 'STRUCTURE', {}, 0],
] as const)('finds in %s what it should', (_, kind, step, count) => {
  expect(forbidLongBackfill.check(inputOf({ kind, step }))).toHaveLength(count)
})
