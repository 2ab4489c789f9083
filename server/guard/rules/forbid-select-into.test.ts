import { describe, expect, it } from 'vitest'
import { refusedBy } from '../../../tests/fixtures/judge-postgres.ts'

describe('forbid-select-into', () => {
  it.each([
    `select 1 into a`,
    `select * into temp a from b`,
    `select * into unlogged a from b`,
    `select 1 as x into table s.a`,
    `with x as (select 1) select * into a from x`,
    `select 1 into a union select 2`,
  ])('refuses %s', sql => {
    expect(refusedBy(sql)).toEqual(['forbid-select-into'])
  })

  it.each([`select 'into' as "into"`, `select 1 as intro`])('allows %s', sql => {
    expect(refusedBy(sql)).toEqual([])
  })
})
