import { describe, expect, it } from 'vitest'
import { approximately, countOf, formatDuration } from './quantity.ts'

describe('formatDuration', () => {
  it.each([
    [0.4, '0 ms'],
    [9, '9 ms'],
    [999, '999 ms'],
    [1_234, '1.2 s'],
    [59_900, '59.9 s'],
    [59_970, '1 min 0 s'],
    [125_000, '2 min 5 s'],
  ])('says %d ms as %s', (durationMs, words) => expect(formatDuration(durationMs)).toBe(words))
})

describe('countOf', () => {
  it.each([
    [0, '0 rows'],
    [1, '1 row'],
    [200_000, '200,000 rows'],
  ])('says %d as %s', (count, words) => expect(countOf(count, 'row')).toBe(words))
})

describe('approximately', () => {
  it('does not pretend to know more than two digits', () => expect(approximately(215_534)).toBe('≈ 220,000'))
})
