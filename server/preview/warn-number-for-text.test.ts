import { describe, expect, it } from 'vitest'
import { marked, previewOf } from '../../tests/fixtures/preview-of.ts'

const id = 'warn-number-for-text'

describe(id, () => {
  it.each([
    [`select 1 from customers where code = 7`, `code = 7`],
    [`select 1 from customers c where 7 < c.code and c.id = 5`, `7 < c.code`],
    [`select 1 from customers where code in (1, 2, -3)`, `code in (1, 2, -3)`],
    [`select 1 from customers where code not in ('1', 2)`, null],
    [`select 1 from customers where city between 1 and 9 and id = 5`, `city between 1 and 9`],
  ])('of %s marks %s', (sql, place) => {
    expect(marked(id, sql, 'MYSQL')).toEqual(place === null ? [] : [place])
  })

  it('says whether an index is lost', () => {
    const said = (sql: string) => previewOf(sql, { engine: 'MYSQL' }).warnings.map(({ message }) => message)
    expect(said('select 1 from customers where code = 7')[0]).toContain('the index on code does not help')
    expect(said('select 1 from customers where city = 7')[0]).not.toContain('index')
  })

  it.each([
    `select 1 from customers where code = '7'`,
    `select 1 from customers where id = 7`,
    `select 1 from customers where code = id`,
    `select 1 from customers where code like 7`,
  ])('says nothing of %s', sql => {
    expect(marked(id, sql, 'MYSQL')).toEqual([])
  })

  it('is nothing to PostgreSQL, which takes no such comparison', () => {
    expect(marked(id, 'select 1 from customers where code = 7')).toEqual([])
  })
})
