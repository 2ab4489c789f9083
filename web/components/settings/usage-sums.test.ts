import { describe, expect, it } from 'vitest'
import { formatCost, sumBy } from './usage-sums.ts'

const row = (day: string, requests: number, costUsd: number | null) => ({
  ...{ day, model: 'm', requests, failures: 0, inputTokens: 10, cachedInputTokens: 4, outputTokens: 1 },
  ...{ costUsd, user: null },
})

describe('sums of usage', () => {
  it('add up what has the same name, in the order of the rows', () =>
    expect(sumBy([row('b', 1, 1), row('a', 2, 1), row('b', 3, 0.5)], ({ day }) => day)).toMatchObject([
      { name: 'b', requests: 4, inputTokens: 20, costUsd: 1.5 },
      { name: 'a', requests: 2, costUsd: 1 },
    ]))

  it('claim no cost where one is not known', () =>
    expect(sumBy([row('a', 1, 1), row('a', 1, null), row('a', 1, 2)], () => 'all')[0]?.costUsd).toBeNull())

  it.each([
    [null, '–'],
    [0, '$0.00'],
    [0.0123, '$0.0123'],
    [12.345, '$12.35'],
  ])('write a cost of %s as %s', (cost, words) => expect(formatCost(cost)).toBe(words))
})
