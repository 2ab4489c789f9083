import { expect, it } from 'vitest'
import { findIn } from './lint-input.fixture.ts'
import { warnUnnamedConcurrentIndex } from './warn-unnamed-concurrent-index.ts'

it('gives an index that is built concurrently a name', () => {
  const [found] = findIn(warnUnnamedConcurrentIndex, 'create index concurrently on t (a, b);')
  expect(found?.fix).toBe('create index concurrently t_a_b_idx on t (a, b);')
  expect(findIn(warnUnnamedConcurrentIndex, found?.fix ?? '')).toEqual([])
  expect(findIn(warnUnnamedConcurrentIndex, 'create index on t (a)')).toEqual([])
})
