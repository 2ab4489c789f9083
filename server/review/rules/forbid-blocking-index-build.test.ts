import { describe, expect, it } from 'vitest'
import { forbidBlockingIndexBuild } from './forbid-blocking-index-build.ts'
import { inputOf, objectOf } from './lint-input.fixture.ts'

const before = [objectOf('TABLE public.t')]
const step = { cost: 'INDEX_BUILD', locks: ['ShareLock on public.t'] } as const

describe('forbid-blocking-index-build', () => {
  it.each([
    ['a large table', {}, ['BLOCKING']],
    ['a table whose size is not known', { tableRows: null, tableBytes: null }, ['BLOCKING']],
    ['a small table', { tableRows: 90, tableBytes: 33_000 }, ['WARNING']],
    ['a step that costs the catalog only', { cost: 'METADATA' as const }, []],
    ['a lock that lets others work', { locks: ['ShareUpdateExclusiveLock on public.t'] }, []],
  ])('finds in %s what it should', (_, more, severities) => {
    const found = forbidBlockingIndexBuild.check(inputOf({ before, step: { ...step, ...more } }))
    expect(found.map(({ severity }) => severity)).toEqual(severities)
  })

  it('finds nothing in a table that the change itself makes', () => {
    expect(forbidBlockingIndexBuild.check(inputOf({ step }))).toEqual([])
  })
})
