import { describe, expect, it } from 'vitest'
import { createArrivals } from './arrivals.ts'

const nextTurn = () => new Promise(resolve => setImmediate(resolve))

describe('arrivals', () => {
  it('are let in one in each turn of the loop, in the order of their coming', async () => {
    const arrivals = createArrivals()
    const inside: number[] = []
    for (const number of [1, 2, 3]) void arrivals.enter().then(() => inside.push(number))
    await Promise.resolve()
    const seen = [[...inside]]
    for (let turn = 0; turn < 3; turn += 1) {
      await nextTurn()
      seen.push([...inside])
    }
    expect(seen[0]).toEqual([1])
    expect(seen.at(-1)).toEqual([1, 2, 3])
    for (const [index, now] of seen.entries()) expect(now.length).toBeLessThanOrEqual(index + 1)
  })

  it('of one after another do not wait', async () => {
    const arrivals = createArrivals()
    await arrivals.enter()
    await nextTurn()
    let isInside = false
    void arrivals.enter().then(() => (isInside = true))
    await Promise.resolve()
    expect(isInside).toBe(true)
  })
})
