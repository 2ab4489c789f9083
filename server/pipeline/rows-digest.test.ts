import { describe, expect, it } from 'vitest'
import type { Cell } from '../domain.ts'
import { createRowsDigest, groupAlike, saysTheSame } from './rows-digest.ts'

function digestOf(rows: Cell[][], ordered = false) {
  const digest = createRowsDigest({ ordered })
  digest.add(rows)
  return digest.end()
}

const CITIES: Cell[][] = [
  ['Berlin', 3, true],
  ['Paris', 2, false],
]

describe('two results', () => {
  it.each<[string, Cell[][], Cell[][]]>([
    ['the same rows', CITIES, CITIES],
    ['the same rows in another order', CITIES, [...CITIES].reverse()],
    [
      'columns in another order',
      CITIES,
      CITIES.map(([city = null, count = null, big = null]) => [big, count, city]),
    ],
    ['one column more', CITIES, CITIES.map(row => [...row, 'Europe'])],
    ['numbers of another type', [['12.50', 7]], [[12.5, '7']]],
    ['sums that differ in their last places', [[0.1 + 0.2]], [['0.3']]],
    ['days and their midnights', [['2026-03-01']], [['2026-03-01T00:00:00.000Z']]],
    ['truth as one engine and the other writes it', [[true]], [[1]]],
    ['no rows at all', [], []],
  ])('say the same with %s', (_title, one, other) => {
    expect(saysTheSame(digestOf(one), digestOf(other))).toBe(true)
    expect(saysTheSame(digestOf(other), digestOf(one))).toBe(true)
  })

  it.each<[string, Cell[][], Cell[][]]>([
    ['another value', [['Berlin', 3]], [['Berlin', 4]]],
    ['a row more', CITIES, [...CITIES, ['Rome', 1, false]]],
    ['a row twice', [['Berlin']], [['Berlin'], ['Berlin']]],
    [
      'the same cells in other rows',
      [
        ['Berlin', 3],
        ['Paris', 2],
      ],
      [
        ['Berlin', 2],
        ['Paris', 3],
      ],
    ],
    ['nothing in place of an empty text', [[null]], [['']]],
    ['numbers longer than a double can tell apart', [['12345678901234567']], [['12345678901234568']]],
    ['other columns on both sides', [['Berlin', 3]], [['Berlin', 'Germany']]],
  ])('differ by %s', (_title, one, other) => {
    expect(saysTheSame(digestOf(one), digestOf(other))).toBe(false)
  })

  it('are held to their order where both ask for one, and only then', () => {
    const reversed = [...CITIES].reverse()
    expect(saysTheSame(digestOf(CITIES, true), digestOf(reversed, true))).toBe(false)
    expect(saysTheSame(digestOf(CITIES, true), digestOf(reversed))).toBe(true)
    expect(saysTheSame(digestOf(CITIES, true), digestOf(CITIES, true))).toBe(true)
  })
})

describe('a digest', () => {
  it('holds no cell', () => {
    expect(JSON.stringify(digestOf([['canary', 4711]], true))).not.toMatch(/canary|4711/)
  })
})

describe('several results', () => {
  it('are one group where each says the same as another of it', () => {
    const wide = digestOf([['Berlin', 3, 'Germany']])
    const otherWide = digestOf([['Berlin', 3, 'Europe']])
    const narrow = digestOf([['Berlin', 3]])
    expect(groupAlike([wide, otherWide, narrow])).toEqual([0, 0, 0])
    expect(groupAlike([wide, otherWide, digestOf([['Rome', 1]])])).toEqual([0, 1, 2])
    expect(groupAlike([wide, digestOf([['Rome', 1]]), narrow])).toEqual([0, 1, 0])
  })
})
