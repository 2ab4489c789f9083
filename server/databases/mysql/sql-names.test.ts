import { describe, expect, it } from 'vitest'
import { nameChangesIn, qualifiersIn, tablesNamed } from './sql-names.ts'

describe('names in a statement', () => {
  it.each([
    ['drop table shop.orders', ['shop']],
    ['drop table `shop` . /* x */ orders', ['shop']],
    ["comment on 'shop.orders' -- shop.orders", []],
    ['create view v as select o.id from orders o', ['o']],
  ])('stand before a dot in %s', (sql, found) => {
    expect(qualifiersIn(sql)).toEqual(found)
  })

  it.each([
    ['alter table orders add foreign key (a) references customers (id)', ['orders', 'customers']],
    ['create index i on ORDERS (customers)', ['orders']],
    ['drop table if exists orders, notes', ['orders', 'notes']],
    ['rename table orders to o, notes to n', ['orders', 'notes']],
    ['update orders join customers on true set a = 1', ['orders', 'customers']],
    ['truncate notes', ['notes']],
    ["insert into notes values ('from orders')", ['notes']],
  ])('are those of tables in %s', (sql, found) => {
    expect(tablesNamed(sql, ['orders', 'customers', 'notes'])).toEqual(found)
  })

  it.each([
    ['alter table t change a b int', { columns: [{ table: 't', from: 'a', to: 'b' }] }],
    [
      'alter table t rename column a to b, rename to u',
      { columns: [{ table: 't', from: 'a', to: 'b' }], tables: [['t', 'u']] },
    ],
    ['alter table t rename index a to b', { columns: [], tables: [] }],
    [
      'rename table a to c, b to a, c to b',
      {
        tables: [
          ['a', 'c'],
          ['b', 'a'],
          ['c', 'b'],
        ],
      },
    ],
    [
      'alter table t drop a, drop index b, drop foreign key c',
      { droppedColumns: [{ table: 't', column: 'a' }] },
    ],
  ])('are changed by %s', (sql, found) => {
    expect(nameChangesIn(sql)).toMatchObject(found)
  })
})
