/** The same seed gives the same numbers on every machine: only 32-bit integer steps, no Math.random. */
export interface RandomSource {
  /** From 0 up to, not including, 1. */
  fraction(): number
  /** A whole number from `lowest` to `highest`, both included. */
  integer(lowest: number, highest: number): number
  chance(probability: number): boolean
}

/** A small fast counter generator (sfc32 of PractRand, public domain; period at least 2^32). Not for secrets. */
export function createRandomSource(seed: number): RandomSource {
  let a = seed | 0
  let b = 0x9e3779b9 | 0
  let c = 0x243f6a88 | 0
  let counter = 1

  function next(): number {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return sum >>> 0
  }

  // The first numbers of neighbouring seeds resemble each other.
  for (let round = 0; round < 15; round += 1) next()

  const fraction = () => next() / 2 ** 32
  return {
    fraction,
    integer: (lowest, highest) => lowest + Math.floor(fraction() * (highest - lowest + 1)),
    chance: probability => fraction() < probability,
  }
}

export interface WeightedChoice<T> {
  pick(random: RandomSource): T
}

/** Picks items as often as their weights say: 0 never, 2 twice as often as 1. */
export function createWeightedChoice<T>(items: readonly (readonly [T, number])[]): WeightedChoice<T> {
  const possible = items.filter(([, weight]) => weight > 0)
  const bounds: number[] = []
  let total = 0
  for (const [, weight] of possible) bounds.push((total += weight))

  return {
    pick(random) {
      const item = possible[indexAbove(bounds, random.fraction() * total)]
      if (item === undefined) throw new Error('There is nothing to choose from.')
      return item[0]
    },
  }
}

/** Index of the first of the rising bounds that is greater than the value, else of the last one. */
export function indexAbove(bounds: readonly number[], value: number): number {
  let low = 0
  let high = bounds.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((bounds[middle] ?? 0) > value) high = middle
    else low = middle + 1
  }
  return Math.max(low, 0)
}
