import { describe, expect, it } from 'vitest'
import { judgeMysql } from '../../../tests/fixtures/judge-mysql.ts'
import { judgePostgres } from '../../../tests/fixtures/judge-postgres.ts'

const joined = (count: number): string =>
  `select 1 from t0 ${Array.from({ length: count - 1 }, (_, index) => `join t${index + 1} using (id)`).join(' ')}`

describe('warn-many-joins', () => {
  it.each([
    [2, []],
    [8, []],
    [9, ['warn-many-joins']],
    [20, ['warn-many-joins']],
  ])('of %s tables says %j', (count, expected) => {
    for (const judge of [judgePostgres, judgeMysql]) {
      const { allowed, warnings } = judge(joined(count))
      expect(allowed).toBe(true)
      expect(warnings.map(({ code }) => code).filter(code => code === 'warn-many-joins')).toEqual(expected)
    }
  })
})
