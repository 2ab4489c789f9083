import { describe, expect, it } from 'vitest'
import { ask, sqlOf } from './ask.fixture.ts'
import { library } from './catalogs.fixture.ts'

const SHOWN = 'SELECT member_id, full_name, city, joined_on FROM members'

describe('which ones come first', () => {
  it.each([
    ['first 5 members by joined on', `${SHOWN} ORDER BY joined_on LIMIT 5`],
    ['last 5 members by joined on', `${SHOWN} ORDER BY joined_on DESC LIMIT 5`],
    ['the earliest 5 members by joined on', `${SHOWN} ORDER BY joined_on LIMIT 5`],
    ['latest 5 members by joined on', `${SHOWN} ORDER BY joined_on DESC LIMIT 5`],
    ['first 3 members sorted by full name', `${SHOWN} ORDER BY full_name LIMIT 3`],
    ['the 3 members sorted by full name', `${SHOWN} ORDER BY full_name LIMIT 3`],
    ['last 3 members sorted by full name', `${SHOWN} ORDER BY full_name DESC LIMIT 3`],
    ['first 3 books by page count', 'SELECT * FROM books ORDER BY page_count LIMIT 3'],
    [
      'first 3 books sorted by page count in descending order',
      'SELECT * FROM books ORDER BY page_count DESC LIMIT 3',
    ],
    ['top 3 books by page count', 'SELECT * FROM books ORDER BY page_count DESC LIMIT 3'],
    ['bottom 3 books by page count', 'SELECT * FROM books ORDER BY page_count LIMIT 3'],
  ])('%s', (question, sql) => {
    expect(sqlOf(library, question)).toBe(sql)
  })

  it.each([
    ['top 5 members by joined on', ['latest 5 members by joined on', 'earliest 5 members by joined on']],
    ['top 5 members by full name', ['first 5 members by full name', 'last 5 members by full name']],
    ['bottom 5 members by full name', ['first 5 members by full name', 'last 5 members by full name']],
    [
      'first 3 genres by number of books',
      ['top 3 genres by number of books', 'bottom 3 genres by number of books'],
    ],
  ])('asks which end is meant: %s', (question, suggestions) => {
    expect(ask(library, question)).toMatchObject({ kind: 'clarification', suggestions })
    expect(suggestions.map(text => ask(library, text).kind)).toEqual(['query', 'query'])
  })

  it.each([
    'the 3 books by page count',
    'last 3 books with the highest page count',
    'bottom 3 books sorted by page count in descending order',
    'top 3 books sorted by page count in ascending order',
  ])('is declined where two orders are meant or none: %s', question => {
    expect(ask(library, question).kind).toBe('declined')
  })
})

describe('one of several that may tie', () => {
  it.each(['Which genre has the most books?', 'Which book has the highest list price?'])('%s', question => {
    const answer = ask(library, question)
    expect(answer).toMatchObject({
      kind: 'query',
      explanation: expect.stringContaining('the first of them if several tie') as string,
    })
    expect(answer.kind === 'query' && answer.confidence).toBeLessThanOrEqual(0.8)
  })

  it('is no doubt when the question says how many', () => {
    expect(ask(library, 'top 1 genres by number of books')).toMatchObject({ confidence: 1 })
  })
})
