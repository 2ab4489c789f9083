import { describe, expect, it } from 'vitest'
import { judgePostgres } from '../../../tests/fixtures/judge-postgres.ts'

function reported(sql: string): readonly string[] {
  const { allowed, warnings } = judgePostgres(sql)
  expect(allowed).toBe(true)
  return warnings
    .filter(({ code }) => code === 'warn-null-comparison')
    .map(({ start, end }) => sql.slice(start ?? 0, end ?? 0))
}

describe('warn-null-comparison', () => {
  it.each([
    [`select 1 from a where b = null`, `=`],
    [`select 1 from a where null <> b`, `<>`],
    [`select 1 from a where b != NULL`, `!=`],
  ])('reports %s', (sql, place) => {
    expect(reported(sql)).toEqual([place])
  })

  it.each([
    `select 1 from a where b is null`,
    `select 1 from a where b is distinct from null`,
    `select nullif(b, null) from a`,
    `select 1 from a where b = 'null'`,
    `select coalesce(b, null) from a`,
  ])('says nothing of %s', sql => {
    expect(reported(sql)).toEqual([])
  })
})
