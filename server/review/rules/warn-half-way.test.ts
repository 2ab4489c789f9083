import { describe, expect, it } from 'vitest'
import { COPY, fixed, INSTANT, NOCOPY, severities } from './mysql-input.fixture.ts'
import { warnHalfWay } from './warn-half-way.ts'

describe('warn-half-way', () => {
  it.each([
    ['alter table customers add a int; alter table orders add a int', ['WARNING']],
    ['create table t (a int); create index i on customers (n)', ['WARNING']],
    ['alter table customers add a int, add b int', []],
    ['alter table customers add a int; update customers set a = 1', []],
    ['create table t (a int); create table u (a int); create index i on t (a)', []],
  ])('of %s finds %j', (sql, expected) => {
    expect(severities(warnHalfWay, sql)).toEqual(expected)
  })

  it('makes one statement of neighbours that the server does in the same way', () => {
    const sql = 'alter table customers add a int;\nalter table customers add b int first, drop column note;'
    expect(fixed(warnHalfWay, sql, { step: INSTANT })).toBe(
      'alter table customers add a int,\n  add b int first, drop column note;',
    )
  })

  it.each([
    [
      'in different ways',
      'alter table customers add a int; alter table customers add index (n)',
      [INSTANT, NOCOPY],
    ],
    ['nobody knows how', 'alter table customers add a int; alter table customers add b int', []],
    [
      'one after the other, as the second needs the first',
      'alter table customers add a int; alter table customers add b int after a, add index (a)',
      [COPY, COPY],
    ],
    ['to two tables', 'alter table customers add a int; alter table orders add a int', [INSTANT, INSTANT]],
  ])('leaves apart what is done %s', (_, sql, steps) => {
    expect(severities(warnHalfWay, sql, { steps })).toEqual(['WARNING'])
    expect(() => fixed(warnHalfWay, sql, { steps })).toThrow()
  })
})
