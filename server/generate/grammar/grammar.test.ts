import { describe, expect, it } from 'vitest'
import { ask, sqlOf } from './ask.fixture.ts'
import { air, hotel, library } from './catalogs.fixture.ts'

describe('a question about one table', () => {
  it.each([
    ['Show me all publishers', 'SELECT * FROM publishers'],
    ['list the books', 'SELECT * FROM books'],
    ['Please give me the authors.', 'SELECT * FROM authors'],
    ['Which publishers are in Japan?', "SELECT * FROM publishers WHERE country = 'Japan'"],
    ['publishers from NORWAY', "SELECT * FROM publishers WHERE country = 'Norway'"],
    ['publishers in France or Japan', "SELECT * FROM publishers WHERE country IN ('France', 'Japan')"],
    ['science fiction books', "SELECT * FROM books WHERE genre = 'Science Fiction'"],
    ['books in the poetry genre', "SELECT * FROM books WHERE genre = 'Poetry'"],
    ['books whose genre is "Horror"', "SELECT * FROM books WHERE lower(genre) = lower('Horror')"],
    ['books that are in print', 'SELECT * FROM books WHERE in_print'],
    ['title and genre of books', 'SELECT title, genre FROM books'],
    ['the names of all publishers', 'SELECT publisher_name FROM publishers'],
    ["publishers' names", 'SELECT publisher_name FROM publishers'],
    ["the publisher's city", 'SELECT city FROM publishers'],
    ['names of authors', 'SELECT first_name, last_name FROM authors'],
    ['distinct genres of books', 'SELECT DISTINCT genre FROM books'],
    ['books with list price over 50', 'SELECT * FROM books WHERE list_price > 50'],
    ['books with a page count of at least 1,000', 'SELECT * FROM books WHERE page_count >= 1000'],
    ['books under 200 pages', 'SELECT * FROM books WHERE page_count < 200'],
    ['books with page count between 100 and 200', 'SELECT * FROM books WHERE page_count BETWEEN 100 AND 200'],
    ['books with page count over 2 hundred', 'SELECT * FROM books WHERE page_count > 200'],
    ['loans with a fine below $2.50', 'SELECT * FROM loans WHERE fine < 2.5'],
    ['books sorted by title', 'SELECT * FROM books ORDER BY title'],
    ['books ordered by list price in descending order', 'SELECT * FROM books ORDER BY list_price DESC'],
    ['list the publishers alphabetically', 'SELECT * FROM publishers ORDER BY publisher_name'],
    ['top 5 books by page count', 'SELECT * FROM books ORDER BY page_count DESC LIMIT 5'],
    [
      'Which book has the highest list price?',
      'SELECT * FROM books WHERE list_price IS NOT NULL ORDER BY list_price DESC LIMIT 1',
    ],
    ['the three books with the lowest page count', 'SELECT * FROM books ORDER BY page_count LIMIT 3'],
  ])('%s', (question, sql) => {
    if (sql === 'declined') expect(ask(library, question).kind).toBe('declined')
    else expect(sqlOf(library, question)).toBe(sql)
  })
})

describe('a count or another measure', () => {
  it.each([
    ['How many books are there?', 'SELECT COUNT(*) AS book_count FROM books'],
    [
      'how many publishers are there in France',
      "SELECT COUNT(*) AS publisher_count FROM publishers WHERE country = 'France'",
    ],
    ['number of different genres', 'SELECT COUNT(DISTINCT genre) AS genre_count FROM books'],
    ['average list price of books', 'SELECT AVG(list_price) AS average_list_price FROM books'],
    [
      'minimum and maximum page count of poetry books',
      "SELECT MIN(page_count) AS lowest_page_count, MAX(page_count) AS highest_page_count FROM books WHERE genre = 'Poetry'",
    ],
    [
      'number of publishers per country',
      'SELECT country, COUNT(*) AS publisher_count FROM publishers GROUP BY country',
    ],
    [
      'How many books are there in each genre?',
      'SELECT genre, COUNT(*) AS book_count FROM books GROUP BY genre',
    ],
    [
      'average page count by genre',
      'SELECT genre, AVG(page_count) AS average_page_count FROM books GROUP BY genre',
    ],
    [
      'top 3 genres by number of books',
      'SELECT genre, COUNT(*) AS book_count FROM books GROUP BY genre ORDER BY book_count DESC LIMIT 3',
    ],
    [
      'Which genre has the most books?',
      'SELECT genre, COUNT(*) AS book_count FROM books GROUP BY genre ORDER BY book_count DESC LIMIT 1',
    ],
    [
      'Which genre has the lowest average list price?',
      'SELECT genre, AVG(list_price) AS average_list_price FROM books GROUP BY genre ORDER BY average_list_price LIMIT 1',
    ],
  ])('%s', (question, sql) => {
    expect(sqlOf(library, question)).toBe(sql)
  })
})

describe('a question about linked tables', () => {
  it.each([
    [
      'books of publishers from Norway',
      "SELECT books.* FROM books JOIN publishers ON publishers.publisher_id = books.publisher_id WHERE publishers.country = 'Norway'",
    ],
    [
      'How many books are by Harbour House?',
      "SELECT COUNT(*) AS book_count FROM books JOIN publishers ON publishers.publisher_id = books.publisher_id WHERE publishers.publisher_name = 'Harbour House'",
    ],
    [
      'number of books per publisher',
      'SELECT publishers.publisher_id, publishers.publisher_name, COUNT(books.book_id) AS book_count FROM publishers LEFT JOIN books ON books.publisher_id = publishers.publisher_id GROUP BY publishers.publisher_id, publishers.publisher_name',
    ],
    [
      'total fine per member',
      'SELECT members.member_id, members.full_name, SUM(loans.fine) AS total_fine FROM loans JOIN members ON members.member_id = loans.member_id GROUP BY members.member_id, members.full_name',
    ],
    [
      'top 2 members by number of loans',
      'SELECT members.member_id, members.full_name, COUNT(*) AS loan_count FROM loans JOIN members ON members.member_id = loans.member_id GROUP BY members.member_id, members.full_name ORDER BY loan_count DESC LIMIT 2',
    ],
    [
      'title and publisher name of books',
      'SELECT books.title, publishers.publisher_name FROM books LEFT JOIN publishers ON publishers.publisher_id = books.publisher_id',
    ],
  ])('%s', (question, sql) => {
    expect(sqlOf(library, question)).toBe(sql)
  })

  it('asks whether there are rows of which a thing can have several, instead of repeating the thing', () => {
    expect(sqlOf(library, 'publishers with poetry books')).toBe(
      "SELECT publishers.* FROM publishers WHERE EXISTS (SELECT 1 FROM books WHERE books.publisher_id = publishers.publisher_id AND books.genre = 'Poetry')",
    )
  })

  it('counts each row once where a link repeats it', () => {
    expect(sqlOf(library, 'number of books per author')).toContain('COUNT(DISTINCT books.book_id)')
  })

  it('does not add up what a link repeats', () => {
    expect(ask(library, 'average list price per member').kind).toBe('declined')
  })

  it('asks which link is meant where two fit equally well', () => {
    expect(ask(air, 'flights of airports in Quito')).toMatchObject({
      kind: 'clarification',
      message: expect.stringContaining('in two ways') as string,
    })
  })
})

describe('names in other styles', () => {
  it.each([
    ['Show me all hotels', 'SELECT * FROM "Hotel"'],
    ['hotels in Rome', `SELECT * FROM "Hotel" WHERE "City" = 'Rome'`],
    ['rooms with nightly rate over 90', 'SELECT * FROM "Room" WHERE "NightlyRate" > 90'],
    ['rooms with nightlyrate over 90', 'SELECT * FROM "Room" WHERE "NightlyRate" > 90'],
    ['rooms with nightly_rate over 90', 'SELECT * FROM "Room" WHERE "NightlyRate" > 90'],
    ['rooms with rate over 90', 'SELECT * FROM "Room" WHERE "NightlyRate" > 90'],
    [
      'number of rooms per room type',
      'SELECT "RoomType"."RoomTypeId", "RoomType"."Description", COUNT("Room"."RoomId") AS room_count FROM "RoomType" LEFT JOIN "Room" ON "Room"."RoomTypeId" = "RoomType"."RoomTypeId" GROUP BY "RoomType"."RoomTypeId", "RoomType"."Description"',
    ],
  ])('%s', (question, sql) => {
    expect(sqlOf(hotel, question)).toBe(sql)
  })

  it('says the schema of a table that its bare name does not lead to', () => {
    const tables = hotel.catalog.tables.map(table => ({ ...table, schema: 'lodging' }))
    expect(sqlOf({ catalog: { ...hotel.catalog, tables }, values: [] }, 'list the hotels')).toBe(
      'SELECT * FROM lodging."Hotel"',
    )
  })
})

describe('a question that follows up on another', () => {
  it.each([
    [
      ['publishers from Norway', 'Show me their books'],
      "SELECT books.* FROM books JOIN publishers ON publishers.publisher_id = books.publisher_id WHERE publishers.country = 'Norway'",
    ],
    [
      ['publishers from France', 'How many are there?'],
      "SELECT COUNT(*) AS publisher_count FROM publishers WHERE country = 'France'",
    ],
    [
      ['publishers from France', 'only those in Paris', 'how many are there'],
      "SELECT COUNT(*) AS publisher_count FROM publishers WHERE country = 'France' AND city = 'Paris'",
    ],
    [['list the books', 'sort them by title'], 'SELECT * FROM books ORDER BY title'],
    [['list the books', 'their titles'], 'SELECT title FROM books'],
    [
      ['poetry books', 'How many are there per publisher?'],
      "SELECT publishers.publisher_id, publishers.publisher_name, COUNT(books.book_id) AS book_count FROM publishers LEFT JOIN books ON books.publisher_id = publishers.publisher_id AND books.genre = 'Poetry' GROUP BY publishers.publisher_id, publishers.publisher_name",
    ],
    [['How many books are there?', 'show them'], 'SELECT * FROM books'],
    [['list the books', 'How many members are there?'], 'SELECT COUNT(*) AS member_count FROM members'],
  ])('%j', (chain, sql) => {
    expect(sqlOf(library, chain)).toBe(sql)
  })

  it('is declined when the result before was cut or grouped', () => {
    expect(ask(library, ['top 5 books by page count', 'Show me their loans']).kind).toBe('declined')
  })

  it('is declined when the question before was not understood', () => {
    expect(ask(library, ['How many unicorns are there?', 'Show me their loans']).kind).toBe('declined')
  })
})
