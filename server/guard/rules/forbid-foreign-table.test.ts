import { describe, expect, it } from 'vitest'
import { refusedByMysql } from '../../../tests/fixtures/judge-mysql.ts'
import { judgePostgres, refusedBy } from '../../../tests/fixtures/judge-postgres.ts'

describe('forbid-foreign-table', () => {
  it.each([
    `select * from stock_abroad`,
    `select * from public.all_stock`,
    `select 1 from orders where id in (select id from all_stock)`,
  ])('refuses %s', sql => {
    expect(refusedBy(sql)).toEqual(['forbid-foreign-table'])
  })

  it.each([`select * from stock`, `with stock_abroad as (select 1) table stock_abroad`])('allows %s', sql => {
    expect(refusedBy(sql)).toEqual([])
  })

  it('tells a foreign table from one with parts elsewhere', () => {
    const message = (sql: string) => judgePostgres(sql).refusals[0]?.message
    expect(message('table stock_abroad')).toContain(
      'The rows of public.stock_abroad are not in this database',
    )
    expect(message('table all_stock')).toContain('public.all_stock has rows that are not in this database')
  })

  it.each([`select * from abroad`, `select * from over_abroad`])('refuses on MySQL %s', sql => {
    expect(refusedByMysql(sql)).toEqual(['forbid-foreign-table'])
  })
})
