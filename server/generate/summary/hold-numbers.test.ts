import { describe, expect, it } from 'vitest'
import type { Fact } from './fact.ts'
import { holdsNumbers, knownNumbers } from './hold-numbers.ts'

const free = (text: string): Fact => ({ text, belongs: null })
const of = (text: string, number: string, ...to: string[]): Fact => ({ text, belongs: { number, to } })

const FACTS = [
  free('rows in the result: 21'),
  of('highest orders: 1,265.5 (Germany)', '1,265.5', 'Germany'),
  of('second highest orders: 77 (France)', '77', 'France'),
  of('lowest orders: 6 (Norway, Route 66)', '6', 'Norway', 'Route 66'),
  free('total orders: 830'),
  free('share of the highest in the total orders: 14.7 %'),
]
const known = knownNumbers(FACTS, ['Top 5 countries by orders in 1997', 'Counts orders.'])

describe('a sentence holds', () => {
  it.each([
    'Germany leads with 1,265.5 orders, ahead of France with 77.',
    '1265.5 orders came from Germany and 77 from France.',
    'The most are 1,265.5.',
    'Deutschland führt mit 1.265,5 Bestellungen.',
    'L’Allemagne est à 1 265,5.'.replace('1 265', '1\u202f265'),
    'There are 21 rows with 830 orders, and Germany has 14.7 % of them.',
    'The top 5 of 1997 were asked for.',
    'One of them stands out: Germany.',
    'Route 66 and Norway have six orders each.',
    'ドイツは１２６５.５件です。',
    'Nothing is said here in numbers.',
  ])('%s', sentence => {
    expect(holdsNumbers(sentence, known)).toBe(true)
  })
})

describe('a sentence does not hold', () => {
  it.each([
    ['a number that no fact has', 'Germany has 1,266 orders.'],
    ['a number that was rounded', 'Germany has 1,265 orders.'],
    ['a number with its point moved', 'Germany has 126.55 orders.'],
    ['a number that is somebody else’s', 'France has 1,265.5 orders.'],
    ['numbers that were swapped', 'France has 1,265.5 orders and Germany 77.'],
    ['a number in words', 'There are thirteen … no, twelve countries.'],
    ['a comparison that nobody computed', 'Germany has twice as many as France.'],
    ['a share that nobody computed', 'That is half of all orders.'],
    ['a number in other digits', 'ドイツは１２６６件です。'],
    ['a fraction', 'Germany has ½ of them.'],
    ['an amount in short', 'Together about 1.3 million.'],
    ['a name’s number as a number of its own', 'Norway has 66 orders.'],
  ])('because of %s: %s', (_why, sentence) => {
    expect(holdsNumbers(sentence, known)).toBe(false)
  })
})
