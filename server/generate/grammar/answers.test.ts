import { describe, expect, it } from 'vitest'
import type { GlossaryTerm } from '../../domain.ts'
import { ask, sqlOf } from './ask.fixture.ts'
import { air, hotel, library, shop } from './catalogs.fixture.ts'

describe('a question that it does not answer', () => {
  it.each([
    ['How many unicorns are there?', 'I don\'t know what "unicorns" means here. I found nothing'],
    ['hello', 'I don\'t know what "hello" means here.'],
    ['What is the meaning of life?', "I don't know what"],
    ['loans of last month', '"last"'],
    ['Show me their loans', 'I don\'t know what "their" means without a question before this one.'],
    [
      'publishers and members',
      'I understood: "publishers" is the table publishers; "members" is the table members.',
    ],
    ['publishers in "Atlantis"', '"Atlantis" was not found in the data'],
    ['Which books have the highest list price?', 'say how many to show'],
    ['the first 5 books', 'need something to sort by'],
    ['books by genre', 'nothing is counted'],
    ['average title of books', 'title is not a number'],
  ])('%s', (question, words) => {
    const answer = ask(library, question)
    expect(answer).toMatchObject({ kind: 'declined' })
    expect(answer.kind === 'declined' && answer.message).toContain(words)
  })

  it('does not take a word of grammar for a value that is spelled alike', () => {
    expect(ask(library, 'books or').kind).toBe('declined')
    expect(sqlOf(library, 'books with genre "or"')).toBe("SELECT * FROM books WHERE genre = 'or'")
  })

  it.each(['number of sightings per place', 'total count of sightings per place'])(
    'adds up what each row counts: %s',
    question => {
      expect(sqlOf(air, question)).toBe(
        'SELECT place, SUM(count) AS total_count FROM sightings GROUP BY place',
      )
    },
  )

  it('suggests questions that it does answer', () => {
    const answer = ask(library, 'books by genre')
    const suggestions = answer.kind === 'declined' ? answer.suggestions : []
    expect(suggestions[0]).toBe('Number of books by genre')
    expect(suggestions.map(text => ask(library, text).kind)).toEqual(['query', 'query', 'query'])
  })

  it('gives up on very long questions without trying', () => {
    const text = Array.from({ length: 2000 }, () => 'publishers and').join(' ')
    expect(ask(library, text).kind).toBe('declined')
  })
})

describe('a question with several good readings', () => {
  it('asks which column holds the value, with questions that settle it', () => {
    const answer = ask(library, 'authors from Kenya')
    expect(answer).toMatchObject({
      kind: 'clarification',
      message: '"Kenya" could be authors.country or authors.born_in. Which one do you mean?',
      suggestions: ['authors from country "Kenya"', 'authors from born in "Kenya"'],
    })
    expect(sqlOf(library, 'authors from country "Kenya"')).toBe(
      "SELECT * FROM authors WHERE country = 'Kenya'",
    )
  })

  it('asks which of two things of that name is meant', () => {
    const answer = ask(library, 'number of loans per city')
    expect(answer.kind).toBe('clarification')
    const suggestions = answer.kind === 'clarification' ? answer.suggestions : []
    expect(suggestions.map(text => ask(library, text).kind)).toEqual(suggestions.map(() => 'query'))
  })

  it('asks whether names that several rows share are wanted once, or for each row', () => {
    const answer = ask(library, 'first names of authors with poetry books')
    expect(answer).toMatchObject({
      kind: 'clarification',
      message: expect.stringContaining('each once, or a line for each author?') as string,
      suggestions: [
        'different first names of authors with poetry books',
        'author id and first names of authors with poetry books',
      ],
    })
    const suggestions = answer.kind === 'clarification' ? answer.suggestions : []
    expect(suggestions.map(text => sqlOf(library, text).slice(0, 48))).toEqual([
      'SELECT DISTINCT authors.first_name FROM authors ',
      'SELECT authors.author_id, authors.first_name FRO',
    ])
  })

  it('does not choose between a name and the rows that share it', () => {
    const tables = library.catalog.tables.map(table => ({ ...table, rowEstimate: 40 }))
    const column = { schema: 'public', table: 'publishers', column: 'publisher_name' }
    const values = [{ ...column, values: ['Harbour House', 'North'], complete: true }]
    const alike = { catalog: { ...library.catalog, tables }, values }
    const question = 'number of books published since 2015 per publisher'
    expect(sqlOf(library, question)).toContain('GROUP BY publishers.publisher_id, publishers.publisher_name')
    expect(sqlOf(alike, question)).toContain('Several publishers may have the same publisher name')
  })

  it('takes the spelling of the question when the data has several', () => {
    expect(sqlOf(library, 'names of members in OSLO')).toBe(
      "SELECT full_name FROM members WHERE city = 'OSLO'",
    )
    expect(sqlOf(library, 'names of members in oslo')).toBe(
      "SELECT full_name FROM members WHERE lower(city) = lower('Oslo')",
    )
  })
})

describe('a request to change something', () => {
  it.each([
    'delete all books',
    'Please remove the members from Oslo',
    'add a column to books',
    'update the list price of books to 5',
    'DROP TABLE books',
    'create a new table for fines',
    'show all books and delete them',
  ])('%s', text => {
    expect(ask(library, text)).toMatchObject({
      kind: 'refusal',
      message: expect.stringContaining('nothing was changed') as string,
    })
  })

  it('is not seen in a question that only sounds like one', () => {
    expect(ask(library, 'Can you list the books that are in print?').kind).toBe('query')
  })
})

describe('the reading', () => {
  it.each([
    ['publishers from Japan', 'publishers · country = "Japan" · all columns'],
    ['list the members', 'members · all columns but password_hash'],
    ['top 5 books by page count', 'books · all columns · sorted by page_count, highest first · the first 5'],
    [
      'number of books per publisher',
      'books · number of books · per row of publishers, with 0 where there are none',
    ],
  ])('%s', (question, words) => {
    expect(ask(library, question)).toMatchObject({ explanation: words, confidence: 1, origin: 'BUILT_IN' })
  })

  it('is less sure where a name was only met halfway', () => {
    const answer = ask(hotel, 'rooms with rate over 90')
    expect(answer.kind === 'query' && answer.confidence).toBeLessThan(1)
  })

  it('keeps columns that look like secrets out of lists, but gives them when asked by name', () => {
    expect(sqlOf(library, 'list the members')).toBe(
      'SELECT member_id, full_name, city, joined_on FROM members',
    )
    expect(sqlOf(library, 'password hash of members')).toBe('SELECT password_hash FROM members')
  })

  it('puts one clause on a line', () => {
    expect(ask(library, 'top 3 genres by number of books')).toMatchObject({
      sql: 'SELECT genre, COUNT(*) AS book_count\nFROM books\nGROUP BY genre\nORDER BY book_count DESC\nLIMIT 3',
    })
  })
})

describe('a glossary', () => {
  const glossary: GlossaryTerm[] = [
    { term: 'titles', meaning: 'books', sql: null },
    { term: 'length', meaning: 'how long a book is', sql: 'page_count' },
    { term: 'bestseller', meaning: 'a book with more than 100 loans', sql: null },
  ]

  it('lends its words to tables and columns', () => {
    expect(ask(library, 'books with length over 300', glossary)).toMatchObject({
      sql: 'SELECT *\nFROM books\nWHERE page_count > 300',
    })
  })

  it('says what a term means in its place, and says so', () => {
    expect(ask(library, 'number of bestseller', glossary)).toMatchObject({
      kind: 'query',
      sql: 'SELECT COUNT(*) AS book_count\nFROM books\nWHERE (SELECT COUNT(*) FROM loans WHERE loans.book_id = books.book_id) > 100',
      explanation: expect.stringContaining(
        'read "bestseller" as "a book with more than 100 loans"',
      ) as string,
    })
  })

  it('explains a term whose meaning is no part of a question', () => {
    const formula = [{ term: 'turn', meaning: 'loans / copies', sql: null }]
    const answer = ask(library, 'turn of the books', formula)
    expect(answer.kind === 'declined' && answer.message).toContain('"turn" means loans / copies')
  })
})

describe('choices between columns of one name', () => {
  it('name the table that makes the difference, and each settles it', () => {
    const answer = ask(library, 'books from France')
    const suggestions = answer.kind === 'clarification' ? answer.suggestions : []
    expect(suggestions).toEqual([
      'books from publisher country "France"',
      'books from author country "France"',
    ])
    expect(sqlOf(library, suggestions[0] ?? '')).toBe(
      "SELECT books.* FROM books JOIN publishers ON publishers.publisher_id = books.publisher_id WHERE publishers.country = 'France'",
    )
    expect(sqlOf(library, suggestions[1] ?? '')).toContain("authors.country = 'France'")
  })

  it.each([
    'how many parcels per client in London',
    'total postage per client in London',
    'number of parcels for each client with city London',
    'top 5 clients by number of parcels in London',
  ])('are offered where two tables that were named have one: %s', question => {
    const answer = ask(shop, question)
    const suggestions = answer.kind === 'clarification' ? answer.suggestions : []
    expect(suggestions).toHaveLength(2)
    expect(suggestions.map(text => ask(shop, text).kind)).toEqual(['query', 'query'])
  })

  it('are not needed where the value stands beside its thing', () => {
    expect(sqlOf(shop, 'which client in London has the most parcels')).toContain("clients.city = 'London'")
    expect(sqlOf(shop, 'how many parcels in London per client')).toContain("parcels.ship_city = 'London'")
  })
})

describe('conditions that exclude each other', () => {
  it.each([
    ['parcels with postage over 100 and postage under 50', 'declined'],
    ['parcels with postage over 50 and postage at most 50', 'declined'],
    ['parcels with postage over 50 and postage under 100', 'query'],
    ['parcels with postage at least 50 and postage at most 50', 'query'],
  ])('%s', (question, kind) => {
    expect(ask(shop, question).kind).toBe(kind)
  })
})
