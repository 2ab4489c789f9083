import { describe, expect, it } from 'vitest'
import { groundQuestion } from '../ask/ask.ts'
import type { Catalog, GlossaryTerm } from '../domain.ts'
import type { Generation } from '../generate/generation.ts'
import { shopCatalog as SHOP } from '../../tests/fixtures/shop-catalog.ts'
import { askedWordsOf, basisOf, meaningOf } from './reading-basis.ts'

const question = (text: string, glossary: GlossaryTerm[] = []) =>
  groundQuestion({ text, previous: [], catalog: SHOP, values: [], glossary })

describe('the words of a question', () => {
  it.each([
    ['Show me all customers!', 'please show me  ALL customers'],
    ['customers of "Rome"', 'Customers of “Rome”?'],
  ])('are those of %s also in: %s', (one, other) => {
    expect(askedWordsOf(question(one))).toBe(askedWordsOf(question(other)))
  })

  it.each([
    ['customers of Rome', 'customers of "Rome"'],
    ['"rome"', '"Rome"'],
    ['orders > 5', 'orders 5'],
  ])('differ: %s, %s', (one, other) => {
    expect(askedWordsOf(question(one))).not.toBe(askedWordsOf(question(other)))
  })
})

describe('a meaning', () => {
  const reading = (confidence: number | null, sql = 'select 1'): Generation => ({
    ...{ kind: 'query', sql, explanation: '', confidence, origin: 'BUILT_IN', model: null, usage: null },
  })

  it('is equal for what is surely read alike, and there is none for a guess', () => {
    expect(meaningOf(reading(1))).toBe(meaningOf(reading(0.95)))
    expect(meaningOf(reading(1))).not.toBe(meaningOf(reading(1, 'select 2')))
    expect(meaningOf(reading(0.8))).toBeNull()
    expect(meaningOf({ kind: 'declined', message: '', suggestions: [] })).toBeNull()
  })
})

describe('the basis of an answer', () => {
  const [first, second] = SHOP.tables
  if (!first || !second) throw new Error('the shop has tables')
  const changed = (table: typeof first): Catalog => ({
    ...SHOP,
    tables: SHOP.tables.map(each =>
      each === table ? { ...each, columns: each.columns.slice(1), rowEstimate: 5 } : each,
    ),
  })
  const asked = question('anything')

  it('changes with a table that the SQL reads, and with no other', () => {
    const basis = basisOf([first.name], SHOP, asked)
    expect(basis).toMatch(/^[0-9a-f]{64}$/)
    expect(basisOf([`${first.schema}.${first.name}`], changed(second), asked)).toBe(basis)
    expect(basisOf([first.name], changed(first), asked)).not.toBe(basis)
  })

  it('does not change with row estimates, and there is none of an unknown table', () => {
    const grown = { ...SHOP, tables: SHOP.tables.map(table => ({ ...table, rowEstimate: 1_000_000 })) }
    expect(basisOf([first.name], grown, asked)).toBe(basisOf([first.name], SHOP, asked))
    expect(basisOf(['no_such_table'], SHOP, asked)).toBeNull()
  })

  it('changes with the meaning of a term that the question speaks of, and of no other', () => {
    const term = (meaning: string) => ({ term: 'whale', meaning, sql: null })
    const withTerm = (text: string, meaning: string) =>
      basisOf([first.name], SHOP, question(text, [term(meaning)]))
    expect(withTerm('list every whale', 'large')).not.toBe(withTerm('list every whale', 'frequent'))
    expect(withTerm('list everybody', 'large')).toBe(withTerm('list everybody', 'frequent'))
  })
})
