import { describe, expect, it } from 'vitest'
import { judgePostgres } from '../../../tests/fixtures/judge-postgres.ts'

function reported(sql: string): readonly string[] {
  const { allowed, warnings } = judgePostgres(sql)
  expect(allowed).toBe(true)
  return warnings
    .filter(({ code }) => code === 'warn-no-limit')
    .map(({ start, end }) => sql.slice(start ?? 0, end ?? 0))
}

describe('warn-no-limit', () => {
  it.each([
    [`select * from a`, `select * from a`],
    [` select a.x from a join b on b.id = a.id ;`, `select a.x from a join b on b.id = a.id`],
    [`table a`, `table a`],
    [`select * from (select * from a) s`, `select * from (select * from a) s`],
    [`select count(*) over () from a`, `select count(*) over () from a`],
  ])('reports %s', (sql, place) => {
    expect(reported(sql)).toEqual([place])
  })

  it.each([
    `select * from a limit 10`,
    `select * from a fetch first row only`,
    `select * from a where b = 1`,
    `select b, count(*) from a group by b`,
    `select distinct b from a`,
    `select count(*), max(b) + 1 from a`,
    `select abs(avg(b))::text from a`,
    `select 1`,
    `values (1)`,
    `select * from (select * from a limit 5) s`,
  ])('says nothing of %s', sql => {
    expect(reported(sql)).toEqual([])
  })
})
