import { describe, expect, it } from 'vitest'
import { ask, sqlOf } from './ask.fixture.ts'
import { library } from './catalogs.fixture.ts'

const PER_MEMBER =
  'SELECT members.member_id, members.full_name, COUNT(loans.loan_id) AS loan_count FROM members LEFT JOIN loans ON loans.member_id = members.member_id'
const GROUPED = 'GROUP BY members.member_id, members.full_name'

describe('a count per thing keeps things that have none', () => {
  it.each([
    ['number of loans per member', `${PER_MEMBER} ${GROUPED}`],
    ['which member has the fewest loans', `${PER_MEMBER} ${GROUPED} ORDER BY loan_count LIMIT 1`],
    ['bottom 3 members by number of loans', `${PER_MEMBER} ${GROUPED} ORDER BY loan_count LIMIT 3`],
    ['number of loans per member sorted by number of loans', `${PER_MEMBER} ${GROUPED} ORDER BY loan_count`],
    [
      'which member in Bergen has the fewest loans',
      `${PER_MEMBER} WHERE members.city = 'Bergen' ${GROUPED} ORDER BY loan_count LIMIT 1`,
    ],
    ['number of loans with days over 20 per member', `${PER_MEMBER} AND loans.days > 20 ${GROUPED}`],
    [
      'bottom 3 authors by number of books',
      'SELECT authors.author_id, authors.first_name, authors.last_name, COUNT(DISTINCT books.book_id) AS book_count FROM authors LEFT JOIN book_authors ON book_authors.author_id = authors.author_id LEFT JOIN books ON books.book_id = book_authors.book_id GROUP BY authors.author_id, authors.first_name, authors.last_name ORDER BY book_count LIMIT 3',
    ],
  ])('%s', (question, sql) => {
    expect(sqlOf(library, question)).toBe(sql)
  })

  it('but not where only the highest are asked for', () => {
    expect(sqlOf(library, 'top 2 members by number of loans')).toContain('FROM loans JOIN members')
  })

  it('and is declined from below where a condition elsewhere would lose them', () => {
    expect(ask(library, 'bottom 3 members by number of loans of poetry books').kind).toBe('declined')
  })
})
