import { expect, it } from 'vitest'
import { createSentences } from './sentences.ts'

const TEXT =
  'Germany leads with 1,265.5 orders. “Is that all?” No…\n- **France** follows.\n東京は3件。大阪は2件'
const WHOLE = [
  'Germany leads with 1,265.5 orders.',
  '“Is that all?”',
  'No…',
  'France follows.',
  '東京は3件。',
  '大阪は2件',
]

it.each([1, 3, 1000])('gives the same sentences when text comes in pieces of %i', size => {
  const sentences = createSentences()
  const found: string[] = []
  for (let at = 0; at < TEXT.length; at += size) found.push(...sentences.add(TEXT.slice(at, at + size)))
  expect([...found, ...sentences.rest()]).toEqual(WHOLE)
})

it('keeps back what has not ended', () => {
  const sentences = createSentences()
  expect(sentences.add('Germany leads with 1.')).toEqual([])
  expect(sentences.add('5 orders')).toEqual([])
  expect(sentences.rest()).toEqual(['Germany leads with 1.5 orders'])
  expect(sentences.rest()).toEqual([])
})
