import { describe, expect, it } from 'vitest'
import { judgePostgres } from '../../../tests/fixtures/judge-postgres.ts'

function reported(sql: string): boolean {
  const { allowed, warnings } = judgePostgres(sql)
  expect(allowed).toBe(true)
  return warnings.some(({ code }) => code === 'warn-limit-without-order')
}

describe('warn-limit-without-order', () => {
  it.each([
    `select * from orders limit 10`,
    `select id from orders where id > 5 fetch first 3 rows only`,
    `select b, count(*) from orders group by b limit 3`,
    `select a from orders union select b from stock limit 5`,
    `with x as (select 1 as a) select a from x, orders limit 5`,
  ])('reports %s', sql => {
    expect(reported(sql)).toBe(true)
  })

  it.each([
    `select * from orders order by id limit 10`,
    `select * from orders`,
    `select count(*) from orders limit 1`,
    `select 1 limit 1`,
    `select * from (select * from orders limit 1) x`,
    `select * from orders limit all`,
    `select * from orders limit 0`,
    `explain select * from orders limit 5`,
  ])('says nothing of %s', sql => {
    expect(reported(sql)).toBe(false)
  })
})
