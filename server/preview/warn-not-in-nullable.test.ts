import { describe, expect, it } from 'vitest'
import { marked } from '../../tests/fixtures/preview-of.ts'

const id = 'warn-not-in-nullable'

describe(id, () => {
  it.each([
    `select 1 from customers where id not in (select customer_id from orders)`,
    `select 1 from customers where not (id in (select distinct customer_id from orders where total > 5))`,
    `select 1 from customers where not id in (select customer_id from orders)`,
    `select 1 from customers where city = 'x' and id not in (select o.customer_id from orders o)`,
  ])('marks in %s', sql => {
    expect(marked(id, sql)).toHaveLength(1)
    // The bracket around NOT's operand is not looked into there.
    if (!sql.includes('not (id')) expect(marked(id, sql, 'MYSQL')).toHaveLength(1)
  })

  it.each([
    [
      'NULLs kept out',
      `select 1 from customers where id not in (select customer_id from orders where customer_id is not null)`,
    ],
    [
      'NULLs kept out by a comparison',
      `select 1 from customers where id not in (select customer_id from orders where customer_id > 5)`,
    ],
    ['a column that is never NULL', `select 1 from customers where id not in (select id from orders)`],
    ['IN', `select 1 from customers where id in (select customer_id from orders)`],
    ['NOT IN turned round', `select 1 from customers where not (id not in (select customer_id from orders))`],
    [
      'NOT EXISTS',
      `select 1 from customers c where not exists (select 1 from orders o where o.customer_id = c.id)`,
    ],
    ['a list', `select 1 from customers where id not in (1, 2)`],
    [
      'what is computed',
      `select 1 from customers where id not in (select coalesce(customer_id, 0) from orders)`,
    ],
  ])('says nothing of %s: %s', (_, sql) => {
    for (const engine of ['POSTGRES', 'MYSQL'] as const) expect(marked(id, sql, engine)).toEqual([])
  })

  it('knows <> ALL for the same', () => {
    expect(marked(id, `select 1 from customers where id <> all (select customer_id from orders)`)).toEqual([
      'customer_id',
    ])
  })
})
