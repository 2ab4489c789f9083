import { describe, expect, it } from 'vitest'
import { catalogOf, plainDialect } from '../../../tests/fixtures/shop-catalog.ts'
import { ask, grammar } from './ask.fixture.ts'
import { air, hotel, library } from './catalogs.fixture.ts'

const common = { glossary: [], dialect: plainDialect }

describe('examples for a newcomer', () => {
  it.each([
    ['a library', library],
    ['a hotel', hotel],
    ['air traffic', air],
  ])('of %s are all answered', (_, database) => {
    const examples = grammar.suggestExamples({ ...database, ...common, count: 4 })
    expect(examples).toHaveLength(4)
    expect(examples.map(text => ask(database, text).kind)).toEqual(examples.map(() => 'query'))
  })

  it('are of several sorts', () => {
    expect(grammar.suggestExamples({ ...library, ...common, count: 6 })).toEqual([
      'Show me all books with genre Crime',
      'How many publishers are there per country?',
      'Top 5 books by page count',
      'Number of loans per member',
      'Show me all books',
      'How many publishers are there?',
    ])
  })

  it('need no samples of the data', () => {
    const examples = grammar.suggestExamples({ ...library, values: [], ...common, count: 4 })
    expect(examples).toHaveLength(4)
  })

  it('are none for a database without tables', () => {
    expect(grammar.suggestExamples({ catalog: catalogOf([]), values: [], ...common, count: 4 })).toEqual([])
  })
})

describe('follow-ups', () => {
  it.each([
    [['publishers from Norway']],
    [['publishers from Norway', 'Show me their books']],
    [['How many books are there in each genre?']],
    [['top 5 books by page count']],
  ])('of %j are all answered, and none repeats the question', chain => {
    const followUps = grammar.suggestFollowUps({
      ...library,
      ...common,
      seenValue: () => null,
      previous: chain,
      count: 3,
    })
    expect(followUps).toHaveLength(3)
    expect(followUps).not.toContain(chain.at(-1))
    expect(followUps.map(text => ask(library, [...chain, text]).kind)).toEqual(['query', 'query', 'query'])
  })

  it('lead to what belongs to the rows', () => {
    expect(
      grammar.suggestFollowUps({
        ...library,
        ...common,
        seenValue: () => null,
        previous: ['publishers from Norway'],
        count: 1,
      }),
    ).toEqual(['Show me their books'])
  })

  it('narrow down by a value that the result shows', () => {
    const seenValue = (column: string) => (column === 'genre' ? 'Crime' : null)
    const suggest = (seen: typeof seenValue) =>
      grammar.suggestFollowUps({
        ...library,
        ...common,
        previous: ['Show me all books'],
        seenValue: seen,
        count: 9,
      })
    expect(suggest(seenValue)).toContain('Only those with genre Crime')
    expect(suggest(() => null).filter(text => text.startsWith('Only'))).toEqual([])
  })

  it('are none for a question that was not understood, and for none', () => {
    const suggest = (previous: string[]) =>
      grammar.suggestFollowUps({ ...library, ...common, seenValue: () => null, previous, count: 3 })
    expect(suggest(['How many unicorns are there?'])).toEqual([])
    expect(suggest([])).toEqual([])
  })
})
