import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ask, sqlOf } from './ask.fixture.ts'
import { library } from './catalogs.fixture.ts'

const MEMBERS = 'SELECT members.member_id, members.full_name, members.city, members.joined_on FROM members'

describe('a question in any order that makes sense', () => {
  it.each([
    [
      'Which members have never had a loan?',
      `${MEMBERS} WHERE NOT EXISTS (SELECT 1 FROM loans WHERE loans.member_id = members.member_id)`,
    ],
    [
      'publishers without books',
      'SELECT publishers.* FROM publishers WHERE NOT EXISTS (SELECT 1 FROM books WHERE books.publisher_id = publishers.publisher_id)',
    ],
    ['publishers not in France', "SELECT * FROM publishers WHERE country <> 'France'"],
    ['books except poetry', "SELECT * FROM books WHERE genre <> 'Poetry'"],
    [
      'members with more than 3 loans',
      `${MEMBERS} WHERE (SELECT COUNT(*) FROM loans WHERE loans.member_id = members.member_id) > 3`,
    ],
    [
      'percentage of books that are in print',
      'SELECT 100.0 * SUM(CASE WHEN in_print THEN 1 ELSE 0 END) / NULLIF(COUNT(*), 0) AS percentage FROM books',
    ],
    [
      'books published in March 1997',
      "SELECT * FROM books WHERE published_on >= '1997-03-01' AND published_on < '1997-04-01'",
    ],
    ['books published since 2015', "SELECT * FROM books WHERE published_on >= '2015-01-01'"],
    ['books published after 2015', "SELECT * FROM books WHERE published_on >= '2016-01-01'"],
    [
      'books of last year',
      "SELECT * FROM books WHERE published_on >= relative_date(-1, 'year', 'year') AND published_on < relative_date(0, 'year', 'year')",
    ],
    ['shwo books with page count belw 100', 'SELECT * FROM books WHERE page_count < 100'],
  ])('%s', (question, sql) => {
    expect(sqlOf(library, question)).toBe(sql)
  })

  it.each([
    [
      'books with more pages than the book with the highest list price',
      'SELECT * FROM books WHERE page_count > (SELECT page_count FROM books AS books_2 WHERE list_price IS NOT NULL ORDER BY list_price DESC LIMIT 1)',
    ],
    [
      'What is the ratio of the page count of "Emma" to the page count of "Persuasion"?',
      "SELECT 1.0 * SUM(CASE WHEN lower(title) = lower('Emma') THEN page_count END) / NULLIF(SUM(CASE WHEN lower(title) = lower('Persuasion') THEN page_count END), 0) AS ratio FROM books",
    ],
    [
      'members who were loaned something more than twice',
      `${MEMBERS} WHERE (SELECT COUNT(*) FROM loans WHERE loans.member_id = members.member_id) > 2`,
    ],
    ['How much fine is there altogether?', 'SELECT SUM(fine) AS total_fine FROM loans'],
    ['How many types of genre are there?', 'SELECT COUNT(DISTINCT genre) AS genre_count FROM books'],
    [
      'average list price per genre ordered by the highest average list price first',
      'SELECT genre, AVG(list_price) AS average_list_price FROM books GROUP BY genre ORDER BY average_list_price DESC',
    ],
    [
      'total loan count per member',
      'SELECT members.member_id, members.full_name, COUNT(*) AS loan_count FROM loans JOIN members ON members.member_id = loans.member_id GROUP BY members.member_id, members.full_name',
    ],
  ])('%s', (question, sql) => {
    expect(sqlOf(library, question)).toBe(sql)
  })

  it('says how a misspelled word was read', () => {
    const answer = ask(library, 'shwo books with page count belw 100')
    expect(answer).toMatchObject({ explanation: expect.stringContaining('read "belw" as "below"') as string })
  })

  it('leaves no word aside', () => {
    expect(ask(library, 'books with a golden cover').kind).toBe('declined')
    expect(ask(library, 'members who had a purchase').kind).toBe('declined')
    expect(ask(library, 'how many loans per month').kind).toBe('declined')
  })
})

const QUESTIONS = [
  'publishers without books',
  'members with more than 3 loans',
  'books published since 2015',
  'number of books per publisher',
  'average list price of poetry books',
]

describe('whatever is asked', () => {
  it('a polite word changes nothing', () => {
    const polite = fc.constantFrom('please', 'thanks', 'kindly', 'hello')
    fc.assert(
      fc.property(fc.constantFrom(...QUESTIONS), polite, fc.boolean(), (question, word, before) => {
        const said = before ? `${word}, ${question}` : `${question}, ${word}`
        expect(sqlOf(library, said)).toBe(sqlOf(library, question))
      }),
    )
  })

  it('never throws, and never writes', () => {
    const words = fc.constantFrom(
      ...'books members loans with without more than 3 poetry per genre top not and or average the in 2015 by Oslo'.split(
        ' ',
      ),
    )
    fc.assert(
      fc.property(fc.array(words, { maxLength: 9 }), said => {
        const answer = ask(library, said.join(' '))
        if (answer.kind === 'query') expect(answer.sql).toMatch(/^SELECT/u)
      }),
    )
  })
})
