import { describe, expect, it } from 'vitest'
import { marked } from '../../tests/fixtures/preview-of.ts'

const id = 'warn-leading-wildcard'

describe(id, () => {
  it.each([
    `select 1 from customers where email like '%@b.c'`,
    `select 1 from customers c where c.id > 5 and (c.email like '_x' or c.city = 'y')`,
  ])('marks in %s', sql => {
    for (const engine of ['POSTGRES', 'MYSQL'] as const) {
      const [place, ...more] = marked(id, sql, engine)
      expect(more).toEqual([])
      expect(place).toContain('email')
    }
  })

  it('marks ILIKE too', () => {
    expect(marked(id, `select 1 from customers where email ilike '%x%'`)).toEqual(['email'])
  })

  it.each([
    ['a pattern with a beginning', `select 1 from customers where email like 'a%'`],
    ['a column without an index', `select 1 from customers where city like '%x'`],
    ['an index that finds parts', `select 1 from customers where note like '%x%'`],
    ['a small table', `select 1 from regions where name like '%x'`],
    ['NOT LIKE, which no index finds', `select 1 from customers where email not like '%x'`],
    ['a pattern that is not written there', `select 1 from customers where email like concat('%', city)`],
  ])('says nothing of %s: %s', (_, sql) => {
    for (const engine of ['POSTGRES', 'MYSQL'] as const) expect(marked(id, sql, engine)).toEqual([])
  })
})
