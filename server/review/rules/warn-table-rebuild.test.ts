import { expect, it } from 'vitest'
import { objectOf, inputOf } from './lint-input.fixture.ts'
import { warnTableRebuild } from './warn-table-rebuild.ts'

const before = [objectOf('TABLE orders')]
const inPlace = { cost: 'REWRITE', locks: ['ALGORITHM=INPLACE, LOCK=NONE on orders'] } as const

it.each([
  ['a table that is written anew in use', inPlace, 1],
  [
    'one that others are kept out of, which another rule finds',
    { ...inPlace, locks: ['ALGORITHM=INPLACE, LOCK=SHARED on orders'] },
    0,
  ],
  ['a small table', { ...inPlace, tableRows: 5, tableBytes: 1 }, 0],
  ['an index', { ...inPlace, cost: 'INDEX_BUILD' as const }, 0],
])('finds in %s what it should', (_, step, count) => {
  expect(warnTableRebuild.check(inputOf({ before, step }))).toHaveLength(count)
})
