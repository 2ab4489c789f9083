import { describe, expect, it } from 'vitest'
import { marked, previewOf } from '../../tests/fixtures/preview-of.ts'

const id = 'warn-function-on-indexed-column'

describe(id, () => {
  it.each([
    [`select 1 from customers where lower(email) = 'a@b.c'`, `lower(email)`],
    [
      `select 1 from customers c where c.city = 'x' and date(c.created_at) = '2024-05-01'`,
      `date(c.created_at)`,
    ],
    [`select 1 from customers where cast(created_at as date) >= '2024-05-01'`, `cast(created_at as date)`],
    [`select 1 from customers where id + 1 = 5`, `id + 1`],
    [`select 1 from customers where 5 = id * 2`, `id * 2`],
    [`select 1 from customers where extract(year from born) = 2024`, `extract(year from born)`],
    [`select 1 from customers where coalesce(code, 'x') = 'x'`, `coalesce(code, 'x')`],
    [`select 1 from customers where upper(name) = 'ANNA'`, `upper(name)`],
    [`select 1 from customers where (city = 'x' or lower(email) in ('a', 'b'))`, `lower(email)`],
    [
      `select 1 from orders o join customers c on c.id = o.customer_id and lower(c.email) = 'x'`,
      `lower(c.email)`,
    ],
    [
      `select 1 from orders where customer_id in (select id from customers where lower(email) = 'x')`,
      `lower(email)`,
    ],
    [`with c as (select id from customers where lower(email) = 'x') select * from c`, `lower(email)`],
    [`select 1 from customers where lower(email) = 'x' union select 2 from orders`, `lower(email)`],
    [`select 1 from customers where abs(id) between 5 and 7 and city = 'x'`, `abs(id)`],
  ])('marks in %s', (sql, place) => {
    expect(marked(id, sql, 'MYSQL')).toEqual([place])
    const [found = ''] = marked(id, sql)
    // PostgreSQL's tree does not say where every word of an expression stands.
    expect(found === place || place.includes(found)).toBe(true)
    expect(found.length).toBeGreaterThan(3)
  })

  it.each([
    `select 1 from customers where created_at::date = '2024-05-01'`,
    `select 1 from customers where date_trunc('month', created_at) = '2024-05-01'`,
    `select 1 from customers where created_at + interval '1 day' > now()`,
    `select 1 from public.customers where lower(customers.email) like 'a%'`,
  ])('marks in PostgreSQL’s own %s', sql => {
    expect(marked(id, sql)).toHaveLength(1)
  })

  it.each([
    `select 1 from customers where created_at + interval 1 day > now()`,
    `select 1 from customers where date_format(created_at, '%Y') = '2024'`,
    'select 1 from `customers` where year(`created_at`) = 2024',
    `select 1 from customers where id div 2 = 5`,
    `select 1 from customers force index (x) where if(email = 'a', 1, 2) = 1 or lower(email) = 'x'`,
  ])('marks in MySQL’s own %s', sql => {
    expect(marked(id, sql, 'MYSQL').length).toBeGreaterThan(0)
  })

  it.each([
    ['a column as it is', `select 1 from customers where email = lower('A@b.c')`],
    ['an index that fits', `select 1 from customers where lower(name) = 'anna'`],
    ['a column without an index', `select 1 from customers where lower(city) = 'x'`],
    ['a small table', `select 1 from regions where lower(name) = 'x'`],
    [
      'other columns on the other side',
      `select 1 from customers a join customers b on lower(a.email) = lower(b.code)`,
    ],
    ['several columns', `select 1 from customers where concat(email, code) = 'x'`],
    ['what no index finds anyway', `select 1 from customers where lower(email) <> 'x'`],
    ['the select list', `select lower(email) from customers where id = 5 order by lower(email)`],
    [
      'a WITH list of the same name',
      `with customers as (select 1 as email) select 1 from customers where lower(email) = 'x'`,
    ],
    [
      'a derived table',
      `select 1 from (select 'x' as email) s, customers c where lower(email) = 'x' and c.id = 5`,
    ],
    ['an unknown table', `select 1 from strangers where lower(email) = 'x'`],
    ['a condition turned round', `select 1 from customers where not (lower(email) = 'x')`],
  ])('says nothing of %s: %s', (_, sql) => {
    for (const engine of ['POSTGRES', 'MYSQL'] as const) expect(marked(id, sql, engine)).toEqual([])
  })

  it('knows that PostgreSQL’s index serves all kinds of text', () => {
    expect(marked(id, `select 1 from customers where email::varchar = 'x' and code::text = 'y'`)).toEqual([])
  })

  it('says of times how to compare them, of the rest that the other side can be computed', () => {
    const hints = (sql: string) => previewOf(sql).warnings.map(({ hint }) => hint)
    expect(hints(`select 1 from customers where born::text = 'x'`)[0]).toContain('born >=')
    expect(hints(`select 1 from customers where lower(email) = 'x'`)[0]).toContain('Compare email itself')
  })
})
