import { describe, expect, it } from 'vitest'
import { column, shopCatalog, table } from '../../tests/fixtures/shop-catalog.ts'
import { rankTables, wordsOf } from './table-relevance.ts'

const namesFor = (text: string, tables = shopCatalog.tables) =>
  rankTables(tables, text).map(({ name }) => name)

describe('ranking tables', () => {
  it.each([
    ['how many orders this year', 'orders'],
    ['customer by country', 'customers'],
    ['daily sale', 'Daily Sales'],
    ['who buys most: companies', 'customers'],
  ])('puts the table of "%s" first', (text, first) => {
    expect(namesFor(text)[0]).toBe(first)
  })

  it('draws in the neighbours of a good table', () => {
    const far = table('apples', [column('size')])
    expect(namesFor('companies that buy', [far, ...shopCatalog.tables]).slice(0, 2)).toEqual([
      'customers',
      'orders',
    ])
  })

  it('keeps the catalog’s order when nothing matches', () => {
    expect(namesFor('xyzzy')).toEqual(['customers', 'orders', 'Daily Sales'])
  })
})

describe('words', () => {
  it.each([
    ['orderDetails', ['order', 'detail']],
    ['order_details', ['order', 'detail']],
    ['Categories', ['category']],
    ['boxes of addresses', ['box', 'address']],
    ['Größe in m²', ['größe']],
  ])('of %s', (text, words) => {
    expect([...wordsOf(text)]).toEqual(words)
  })
})
