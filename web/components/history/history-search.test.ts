import { expect, it } from 'vitest'
import { historyPath, isFiltered, readHistorySearch, sinceOf } from './history-search.ts'

it.each([
  '/history',
  '/history?scope=APPROVED',
  '/history?search=two+words&on=c1&outcome=QUERY&within=week&favourites=on',
])('reads of an address what it was made from: %s', path => {
  expect(historyPath(readHistorySearch(new URL(path, 'http://x').searchParams))).toBe(path)
})

it('takes what is no choice for nothing', () => {
  const search = readHistorySearch(new URLSearchParams('scope=ALL&outcome=X&within=toString&search=%20'))
  expect(search).toMatchObject({ scope: 'MINE', outcome: '', within: '', search: '' })
  expect(isFiltered(search)).toBe(false)
})

it('reaches back so many days', () => {
  expect(sinceOf('week', Date.UTC(2026, 2, 8))).toBe('2026-03-01T00:00:00.000Z')
  expect(sinceOf('', 0)).toBeNull()
})
