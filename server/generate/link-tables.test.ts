import { describe, expect, it } from 'vitest'
import { catalogOf, column, shopCatalog, table } from '../../tests/fixtures/shop-catalog.ts'
import { linkTables, tableKey, wordsOf } from './link-tables.ts'

const namesFor = (text: string, tables = shopCatalog.tables) =>
  linkTables({ catalog: catalogOf(tables), text }).map(({ name }) => name)

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
  it('puts the table of a value that the question names before others', () => {
    const [, , sales] = shopCatalog.tables
    const day = sales?.columns[0]
    if (!sales || !day) throw new Error('no such table')
    const mentions = [
      { from: 0, to: 1, targets: [{ kind: 'value', table: sales, column: day, value: 'x' } as const] },
    ]
    expect(linkTables({ catalog: shopCatalog, text: 'x', mentions })[0]?.name).toBe('Daily Sales')
  })

  it('puts what is used often before what never is', () => {
    const usage = new Map([[tableKey({ schema: 'public', name: 'orders' }), 7]])
    expect(linkTables({ catalog: shopCatalog, text: 'xyzzy', usage })[0]?.name).toBe('orders')
  })

  it('finds parts of words, such as citizen in citizenship', () => {
    const people = table('people', [column('citizenship')])
    expect(namesFor('who are citizens', [...shopCatalog.tables, people])[0]).toBe('people')
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
