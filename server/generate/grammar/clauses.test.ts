import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mysqlDialect } from '../../databases/mysql/dialect.ts'
import { postgresDialect } from '../../databases/postgres/dialect.ts'
import { groundQuestion } from '../../ask/ask.ts'
import type { Catalog } from '../../domain.ts'
import { loadSqlParsers } from '../../sql/sql.ts'
import { ask, grammar, sqlOf } from './ask.fixture.ts'
import { air, hotel, library, shop } from './catalogs.fixture.ts'

const QUESTIONS = [
  'the 3 longest books per genre',
  'percentage of books by genre',
  'running total of list price per month',
  'number of books per month compared with the previous month',
  'average number of books per publisher',
  'books more expensive than average',
  'publishers without books',
  'members with more than 3 loans',
  'books published in March 1997',
  'top 5 books by page count',
  'books with "sea" in the title',
]

describe('what is reckoned over groups', () => {
  it.each([
    [
      'the 2 most expensive books per genre',
      'SELECT genre, book_id, title, list_price FROM ( SELECT genre AS genre, book_id AS book_id, title AS title, list_price AS list_price, ROW_NUMBER() OVER (PARTITION BY genre ORDER BY list_price DESC) AS place_in_group FROM books WHERE list_price IS NOT NULL ) AS placed WHERE place_in_group <= 2 ORDER BY genre, place_in_group',
    ],
    [
      'percentage of books by genre',
      'SELECT genre, COUNT(*) AS book_count, 100.0 * COUNT(*) / NULLIF(SUM(COUNT(*)) OVER (), 0) AS percent_of_book_count FROM books GROUP BY genre',
    ],
    [
      'average number of books per publisher',
      'SELECT 1.0 * COUNT(DISTINCT books.book_id) / NULLIF(COUNT(DISTINCT publishers.publisher_id), 0) AS books_per_publisher FROM publishers LEFT JOIN books ON books.publisher_id = publishers.publisher_id',
    ],
    [
      'books with a list price above the average list price of poetry books',
      "SELECT * FROM books WHERE list_price > (SELECT AVG(list_price) FROM books AS books_2 WHERE genre = 'Poetry')",
    ],
    [
      'books more expensive than average',
      'SELECT * FROM books WHERE list_price > (SELECT AVG(list_price) FROM books AS books_2)',
    ],
  ])('%s', (question, sql) => {
    expect(sqlOf(library, question)).toBe(sql)
  })

  it('is declined where an amount would count once for every row on the way', () => {
    expect(ask(library, 'average list price per member').kind).toBe('declined')
  })
})

describe('a question that goes on from the one before', () => {
  it.each([
    [
      ['publishers in France', 'only those from Paris'],
      "SELECT * FROM publishers WHERE country = 'France' AND city = 'Paris'",
    ],
    [['publishers in France', 'what about Japan?'], "SELECT * FROM publishers WHERE country = 'Japan'"],
    [
      ['publishers in France', 'sort by city'],
      "SELECT * FROM publishers WHERE country = 'France' ORDER BY city",
    ],
    [
      ['publishers in France', 'how many are there?'],
      "SELECT COUNT(*) AS publisher_count FROM publishers WHERE country = 'France'",
    ],
  ])('%s', (chain, sql) => {
    expect(sqlOf(library, chain)).toBe(sql)
  })
})

describe('readings that fit equally well', () => {
  it('are asked about, and each choice settles it', () => {
    const asked = ask(air, 'Which airports have more than 3 flights?')
    expect(asked.kind).toBe('clarification')
    const choices = asked.kind === 'clarification' ? asked.suggestions : []
    expect(choices.length).toBeGreaterThan(1)
    const answers = choices.map(text => ask(air, text))
    expect(answers.map(({ kind }) => kind)).toEqual(choices.map(() => 'query'))
    expect(new Set(choices.map(text => sqlOf(air, text))).size).toBe(choices.length)
  })
})

describe('a property of all answers', () => {
  const polite = fc.constantFrom('Please, ', 'Could you please ', 'Hi, ', 'Hello, ')
  const question = fc.constantFrom(...QUESTIONS)

  it('a polite phrase changes nothing', () => {
    fc.assert(
      fc.property(polite, question, (phrase, text) => {
        expect(sqlOf(library, phrase + text)).toBe(sqlOf(library, text))
      }),
      { numRuns: 30 },
    )
  })

  it('a table of another name has that name in the answer', () => {
    const renamed: Catalog = {
      ...library.catalog,
      tables: library.catalog.tables.map(table => ({
        ...table,
        name: table.name === 'books' ? 'volumes' : table.name,
        foreignKeys: table.foreignKeys.map(key => ({
          ...key,
          referencesTable: key.referencesTable === 'books' ? 'volumes' : key.referencesTable,
        })),
      })),
    }
    for (const text of QUESTIONS.filter(each => / (books|by genre)/u.test(` ${each}`))) {
      const before = sqlOf(library, text)
      const after = sqlOf({ ...library, catalog: renamed }, text.replaceAll('books', 'volumes'))
      expect(after).toBe(before.replaceAll('books', 'volumes').replaceAll('book_count', 'volume_count'))
    }
  })

  it('each engine takes what is written for it', async () => {
    const parsers = await loadSqlParsers()
    for (const database of [library, hotel, air, shop])
      for (const text of QUESTIONS)
        for (const dialect of [postgresDialect, mysqlDialect]) {
          const grounded = groundQuestion({ ...database, glossary: [], text, previous: [] })
          const answer = grammar.translate({ question: grounded, dialect })
          if (answer.kind === 'query')
            expect(parsers[dialect.engine]?.parse(answer.sql), answer.sql).toMatchObject({ ok: true })
        }
  })
})
