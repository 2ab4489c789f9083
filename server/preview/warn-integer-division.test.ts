import { describe, expect, it } from 'vitest'
import { marked } from '../../tests/fixtures/preview-of.ts'

const id = 'warn-integer-division'

describe(id, () => {
  it.each([
    `select items / 2 from orders`,
    `select count(*) / count(distinct customer_id) from orders`,
    `select 100 * count(*) / 7 from orders`,
    `select sum(items) / count(*) from orders`,
    `select o.items / o.weight from orders o`,
    `select 7 / 2`,
    `select id from orders where items / weight > 1`,
    `select c.id from customers c join orders o on o.items / 2 = c.id`,
    `select round(items / 2) from orders`,
    `select id from customers where id in (select items / 2 from orders)`,
    `select max(items) / 3 as x from orders group by customer_id having sum(items) / 2 > 1`,
  ])('marks the sign in %s', sql => {
    const places = marked(id, sql)
    expect(new Set(places)).toEqual(new Set(['/']))
  })

  it.each([
    ['a decimal', `select total / 2 from orders`],
    ['a decimal constant', `select items / 2.0, items * 1.0 / weight from orders`],
    ['a cast', `select items::numeric / 2, items / weight::float8 from orders`],
    ['an average', `select avg(items) / 2 from orders`],
    ['a sum that is decimal', `select sum(weight) / count(*) from orders`],
    ['steps on purpose', `select items / 10 * 10, floor(items / 2), (items / 2)::int from orders`],
    ['nothing lost', `select 10 / 2, items / 1 from orders`],
    ['an unknown column', `select x / 2 from strangers`],
    ['a column of a query', `select n / 2 from (select count(*) as n from orders) s`],
  ])('says nothing of %s: %s', (_, sql) => {
    expect(marked(id, sql)).toEqual([])
  })

  it('is nothing to MySQL, which keeps the fraction', () => {
    expect(marked(id, 'select items / 2 from orders', 'MYSQL')).toEqual([])
  })
})
