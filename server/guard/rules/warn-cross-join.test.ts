import { describe, expect, it } from 'vitest'
import { judgePostgres } from '../../../tests/fixtures/judge-postgres.ts'

function reported(sql: string): readonly string[] {
  const { allowed, warnings } = judgePostgres(sql)
  expect(allowed).toBe(true)
  return warnings
    .filter(({ code }) => code === 'warn-cross-join')
    .map(({ start, end }) => sql.slice(start ?? 0, end ?? 0))
}

describe('warn-cross-join', () => {
  it.each([
    [`select 1 from a, b`, `b`],
    [`select 1 from a cross join b`, `b`],
    [`select 1 from a join b on true`, `b`],
    [`select 1 from a join b on a.id = b.id, c`, `c`],
    [`select 1 from a x, b y where x.n = 1`, `b`],
    [`select 1 from a join b on a.id = a.parent_id`, `b`],
    [`with r as (select 1 from a, b) select * from r`, `b`],
  ])('reports %s', (sql, place) => {
    expect(reported(sql)).toEqual([place])
  })

  it.each([
    `select 1 from a`,
    `select 1 from a join b on a.id = b.a_id`,
    `select 1 from a, b where a.id = b.a_id and b.x = 1`,
    `select 1 from a natural join b`,
    `select 1 from a join b using (id)`,
    `select 1 from a, b where id = a_id`,
    `select 1 from a cross join (select max(x) as m from b) s`,
    `with m as (select max(x) as x from b) select 1 from a, m`,
    `select 1 from a, lateral (select 1 from b where b.id = a.id) s`,
    `select 1 from a, unnest(a.tags) t`,
    `select 1 from a, generate_series(1, 3) g`,
    `select 1 from a, b, c where a.x = b.x and c.y = b.y`,
    `select 1 from a x, a y where x.id < y.id or x.id = y.id`,
  ])('says nothing of %s', sql => {
    expect(reported(sql)).toEqual([])
  })
})
