import { describe, expect, it } from 'vitest'
import { isRight } from '../../bench/accuracy/score-answer.ts'
import type { Rows } from '../../bench/accuracy/score-answer.ts'

const score = (gold: Rows, answer: Rows, more: object = {}) =>
  isRight({ gold, answer, orderMatters: false, ...more })

describe('an answer is right', () => {
  it.each<[string, Rows, Rows]>([
    ['whatever the names and positions of its columns', [['a', 1]], [[1, 'a']]],
    ['with more columns than asked', [['a']], [[7, 'a', null]]],
    ['in any order of rows', [['a'], ['b']], [['b'], ['a']]],
    ['within the tolerance of numbers', [[10.004]], [['10.0']]],
    ['when a boolean is told as a number', [[true]], [[1]]],
    ['when a day is told as its midnight', [['1996-07-04']], [['1996-07-04 00:00:00']]],
    ['when a month is told as its first day', [['1996-07']], [['1996-07-01T00:00:00Z']]],
    ['when nothing was to be found, and nothing was', [], []],
  ])('%s', (_, gold, answer) => expect(score(gold, answer)).toBe(true))

  it('in the sequence that was asked, where equal keys may change places', () => {
    const gold = [
      ['a', 1],
      ['b', 1],
      ['c', 2],
    ]
    const swapped = [
      ['b', 1],
      ['a', 1],
      ['c', 2],
    ]
    expect(score(gold, swapped, { orderMatters: true })).toBe(false)
    expect(score(gold, swapped, { orderMatters: true, orderKeys: [1] })).toBe(true)
  })

  it('without the columns that it may leave out', () => {
    expect(score([['a', 5]], [['a']])).toBe(false)
    expect(score([['a', 5]], [['a']], { optionalColumns: [1] })).toBe(true)
  })
})

describe('an answer is wrong', () => {
  it.each<[string, Rows, Rows]>([
    ['with a row too many', [['a']], [['a'], ['a']]],
    ['with other whole numbers', [[1_000_000]], [[1_000_001]]],
    ['where one of its columns would have to stand for two', [['a', 'a']], [['a', 'b']]],
    [
      'where the columns match but the rows do not',
      [
        ['a', 1],
        ['b', 2],
      ],
      [
        ['a', 2],
        ['b', 1],
      ],
    ],
    ['in other letters', [['Paris']], [['paris']]],
    ['when a code with a leading zero is told as a number', [['05021']], [[5021]]],
    ['when nothing was to be found', [], [['a']]],
  ])('%s', (_, gold, answer) => expect(score(gold, answer)).toBe(false))
})
