import { describe, expect, it } from 'vitest'
import { column, shopCatalog, table } from '../../tests/fixtures/shop-catalog.ts'
import { searchTables } from './search-tables.ts'

const namesOf = (search: string, tables = shopCatalog.tables, first = 100) =>
  searchTables(tables, search, first).map(({ name }) => name)

describe('searching tables', () => {
  it.each(['', '   '])('for %j gives all in their order', search => {
    expect(namesOf(search)).toEqual(shopCatalog.tables.map(({ name }) => name))
  })

  it('puts the very name first, then its beginning, its parts, columns, comments', () => {
    const tables = [
      table('a', [column('x', { comment: 'about an order' })]),
      table('b', [column('order_id')]),
      table('big_order', []),
      table('orders', []),
      table('order', []),
    ]
    expect(namesOf('Order', tables)).toEqual(['order', 'orders', 'big_order', 'b', 'a'])
    expect(namesOf('Order', tables, 2)).toEqual(['order', 'orders'])
    expect(namesOf('Order', tables, 0)).toEqual([])
  })

  it.each([
    ['public.customers', ['customers']],
    ['reports.daily sales', ['Daily Sales']],
    ['invoice', ['customers']],
    ['companies that buy', ['customers']],
    ['nothing like it', []],
    ['%', []],
  ])('for %s gives %j', (search, expected) => {
    expect(namesOf(search)).toEqual(expected)
  })

  it('says what a column refers to, by its place in the key', () => {
    const lines = table('lines', [column('order_id'), column('line_no'), column('note')], {
      foreignKeys: [
        {
          columns: ['line_no', 'order_id'],
          referencesSchema: 'shop',
          referencesTable: 'orders',
          referencesColumns: ['no', 'id'],
        },
      ],
    })
    const [found] = searchTables([lines], '', 1)
    expect(found?.columns.map(({ name, references }) => [name, references])).toEqual([
      ['order_id', 'shop.orders.id'],
      ['line_no', 'shop.orders.no'],
      ['note', null],
    ])
  })
})
