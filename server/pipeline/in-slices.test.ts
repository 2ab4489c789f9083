import { describe, expect, it } from 'vitest'
import { inSlices } from './in-slices.ts'

function* counted(to: number, seen: { count: number }): Generator<undefined> {
  for (; seen.count < to; seen.count++) yield
}

describe('work in slices', () => {
  it('is all done, and leaves turns to others in between', async () => {
    const first = { count: 0 }
    const second = { count: 0 }
    let turns = 0
    const others = setInterval(() => turns++, 0)
    await inSlices(counted(2_000, first), counted(500_000, second))
    clearInterval(others)
    expect([first.count, second.count]).toEqual([2_000, 500_000])
    expect(turns).toBeGreaterThan(0)
  })

  it('throws what a step throws', async () => {
    function* broken(): Generator<undefined> {
      yield
      throw new Error('no such step')
    }
    await expect(inSlices(broken())).rejects.toThrow('no such step')
  })
})
