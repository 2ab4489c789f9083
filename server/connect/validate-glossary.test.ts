import { describe, expect, it } from 'vitest'
import type { GlossaryTerm } from '../domain.ts'
import { AppError } from '../errors.ts'
import { validateGlossary } from './validate-glossary.ts'

const term = (name: string, more: Partial<GlossaryTerm> = {}): GlossaryTerm => ({
  term: name,
  meaning: 'Something',
  sql: null,
  ...more,
})

function fieldsOf(terms: readonly GlossaryTerm[]) {
  try {
    validateGlossary(terms)
  } catch (error) {
    if (error instanceof AppError && error.code === 'INPUT_INVALID') return error.fields
  }
  throw new Error('it was taken')
}

describe('a glossary', () => {
  it('is kept without spaces around and with null for empty SQL', () => {
    expect(
      validateGlossary([
        term(' active  customer ', { meaning: ' ordered\nthis year ', sql: ' ' }),
        term('churned', { sql: 'last_order is null\n  and active' }),
      ]),
    ).toEqual([
      { term: 'active customer', meaning: 'ordered this year', sql: null },
      { term: 'churned', meaning: 'Something', sql: 'last_order is null\n  and active' },
    ])
  })

  it('may be empty, and may hold 500 terms of the greatest length', () => {
    expect(validateGlossary([])).toEqual([])
    const long = Array.from({ length: 500 }, (_, index) =>
      term(String(index).padStart(80, 'x'), { meaning: 'm'.repeat(500), sql: 's'.repeat(2000) }),
    )
    expect(validateGlossary(long)).toHaveLength(500)
  })

  it.each<[string, GlossaryTerm[], string, string]>([
    ['501 terms', Array.from({ length: 501 }, (_, index) => term(`t${index}`)), 'terms', '500 terms at most'],
    ['a term without a name', [term('a'), term(' ')], 'terms.1.term', 'Enter the term'],
    ['a term of 81 characters', [term('x'.repeat(81))], 'terms.0.term', '80 characters at most'],
    ['a term with a zero-width space', [term('a\u200b')], 'terms.0.term', 'cannot be seen'],
    [
      'the same term in other letters',
      [term('Active'), term('b'), term('aCTIVE ')],
      'terms.2.term',
      'already',
    ],
    ['no meaning', [term('a', { meaning: '' })], 'terms.0.meaning', 'Enter what it means'],
    [
      'a meaning of 501 characters',
      [term('a', { meaning: 'x'.repeat(501) })],
      'terms.0.meaning',
      '500 characters',
    ],
    ['a meaning with a NUL', [term('a', { meaning: 'a\0' })], 'terms.0.meaning', 'cannot be seen'],
    ['SQL of 2,001 characters', [term('a', { sql: 'x'.repeat(2001) })], 'terms.0.sql', '2000 characters'],
    ['SQL with a direction mark', [term('a', { sql: 'a \u202e b' })], 'terms.0.sql', 'cannot be seen'],
  ])('is refused with %s', (_, terms, field, message) => {
    expect(fieldsOf(terms)).toEqual([{ field, message: expect.stringContaining(message) as string }])
  })
})
