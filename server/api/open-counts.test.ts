import { describe, expect, it } from 'vitest'
import { createOpenCounts } from './open-counts.ts'

describe('what is open', () => {
  it('is counted by key, up to the limit', () => {
    const counts = createOpenCounts(2)
    const leave = counts.enter('a')
    expect(counts.enter('a')).not.toBeNull()
    expect(counts.enter('a')).toBeNull()
    expect(counts.enter('b')).not.toBeNull()
    expect([counts.of('a'), counts.of('b'), counts.total()]).toEqual([2, 1, 3])
    leave?.()
    leave?.()
    expect([counts.of('a'), counts.total()]).toEqual([1, 2])
    expect(counts.enter('a')).not.toBeNull()
  })
})
