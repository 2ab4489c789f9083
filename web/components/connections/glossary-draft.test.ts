import { describe, expect, it } from 'vitest'
import {
  draftTerms,
  emptyTerm,
  isGlossaryChanged,
  messageKey,
  termInputs,
  termMessages,
} from './glossary-draft.ts'

const saved = [
  { term: 'regular', meaning: 'ordered more than five times', sql: 'order_count > 5' },
  { term: 'revenue', meaning: 'unit price times quantity', sql: null },
]

describe('termInputs', () => {
  it('gives back what was saved', () => expect(termInputs(draftTerms(saved))).toEqual(saved))
  it('leaves out lines in which nothing stands', () => {
    const terms = draftTerms(saved)
    expect(termInputs([...terms, emptyTerm(terms)])).toEqual(saved)
  })
})

describe('emptyTerm', () => {
  it('has a key of its own, also after others were removed', () =>
    expect(emptyTerm(draftTerms(saved).slice(1)).key).toBe(2))
  it('is the first of an empty glossary', () => expect(emptyTerm([]).key).toBe(0))
})

describe('isGlossaryChanged', () => {
  const terms = draftTerms(saved)
  it.each([
    ['nothing', terms, false],
    ['an empty line', [...terms, emptyTerm(terms)], false],
    ['a letter', terms.map(term => ({ ...term, meaning: `${term.meaning}!` })), true],
    ['a term less', terms.slice(1), true],
  ])('after %s: %s', (_, changed, is) => expect(isGlossaryChanged(changed, saved)).toBe(is))
})

describe('termMessages', () => {
  it('finds the line that was meant, past empty ones', () => {
    const [first, second] = draftTerms(saved)
    if (first === undefined || second === undefined) throw new Error('two terms were saved')
    const terms = [{ key: 7, term: '', meaning: '', sql: '' }, first, second]
    const messages = termMessages(terms, [
      { field: 'terms.1.meaning', message: 'Enter what it means' },
      { field: 'terms', message: 'too many' },
    ])
    expect([...messages]).toEqual([[messageKey(second.key, 'meaning'), 'Enter what it means']])
  })
})
