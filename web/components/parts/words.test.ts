import { describe, expect, it } from 'vitest'
import { confidenceInWords, originInWords, stageInWords } from './words.ts'

describe('confidenceInWords', () => {
  it.each([
    [1, 'sure'],
    [0.9, 'sure'],
    [0.89, 'fairly sure'],
    [0.59, 'a guess, check it'],
    [null, null],
  ])('says %s as %s', (confidence, words) => expect(confidenceInWords(confidence)).toBe(words))
})

describe('originInWords', () => {
  it('names the model that wrote the SQL', () => expect(originInWords('MODEL', 'claude-x')).toBe('claude-x'))
  it('says that no model was asked', () => expect(originInWords('BUILT_IN', null)).toBe('built-in grammar'))
})

describe('stageInWords', () => {
  it('has words of its own for the stages it knows', () =>
    expect(stageInWords('catalog')).toBe('Opening the catalog'))
  it('makes words of a stage that it does not know', () =>
    expect(stageInWords('WARMING_UP-cache')).toBe('Warming up cache'))
})
