import { describe, expect, it } from 'vitest'
import { createRandomSource, createWeightedChoice, indexAbove } from './random-source.ts'

const draw = (seed: number, count: number) => {
  const random = createRandomSource(seed)
  return Array.from({ length: count }, () => random.fraction())
}

describe('a random source', () => {
  it('gives the same numbers for the same seed, and others for another', () => {
    expect(draw(1, 20)).toEqual(draw(1, 20))
    expect(draw(1, 20)).not.toEqual(draw(2, 20))
  })

  it('spreads evenly over 0 to 1', () => {
    const tenths = new Map<number, number>()
    for (const value of draw(42, 10_000)) {
      const tenth = Math.floor(value * 10)
      tenths.set(tenth, (tenths.get(tenth) ?? 0) + 1)
    }
    expect([...tenths.keys()].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    for (const count of tenths.values()) expect(Math.abs(count - 1000)).toBeLessThan(150)
  })

  it('includes both ends of a range of whole numbers', () => {
    const random = createRandomSource(7)
    const drawn = new Set(Array.from({ length: 200 }, () => random.integer(3, 5)))
    expect([...drawn].sort()).toEqual([3, 4, 5])
  })
})

describe('a weighted choice', () => {
  it('picks in proportion to the weights, and never what weighs nothing', () => {
    const random = createRandomSource(7)
    const choice = createWeightedChoice([
      ['rare', 1],
      ['never', 0],
      ['often', 9],
    ])
    const picks = Array.from({ length: 5000 }, () => choice.pick(random))
    expect(picks.filter(pick => pick === 'never')).toHaveLength(0)
    expect(picks.filter(pick => pick === 'rare').length / picks.length).toBeCloseTo(0.1, 1)
  })

  it('refuses to choose from nothing', () => {
    expect(() => createWeightedChoice([['never', 0]]).pick(createRandomSource(1))).toThrow(
      'nothing to choose',
    )
  })
})

describe('the index above a value', () => {
  it.each([
    [0, 0],
    [9.9, 0],
    [10, 1],
    [29, 2],
    [30, 2],
    [99, 2],
  ])('of %d in 10, 20, 30 is %d', (value, index) => {
    expect(indexAbove([10, 20, 30], value)).toBe(index)
  })
})
