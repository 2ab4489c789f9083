import { expect, it } from 'vitest'
import { searchWords, wordQuery } from './search-words.ts'

it.each([
  ['Show me ALL customers, please', ['show', 'me', 'all', 'customers', 'please']],
  [
    "select c.company_name from customers c where city = 'São Paulo'",
    ['company', 'name', 'são', 'paulo', 'c'],
  ],
  ['Umsätze über 1,000 €', ['umsätze', 'über', '1', '000']],
  ['ﬁrst', ['first']],
])('finds the words of %s', (text, words) => {
  expect(searchWords(text)).toEqual(expect.arrayContaining(words))
})

it('takes every word once, and of endless texts and words the beginning', () => {
  expect(searchWords('a a', null, 'A b')).toEqual(['a', 'b'])
  expect(searchWords('x'.repeat(5000))).toEqual(['x'.repeat(60)])
  expect(searchWords(Array.from({ length: 5000 }, (_, n) => `w${n}`).join(' '))).toHaveLength(3000)
})

it('asks for all words by their beginnings, and for nothing where there are none', () => {
  expect(wordQuery('german cust')).toBe("'german':* & 'cust':*")
  expect(wordQuery(` %'\\ `)).toBeNull()
})
