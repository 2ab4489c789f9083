import { describe, expect, it } from 'vitest'
import { FEW_FUNCTIONS, judgePostgres, marks } from '../../tests/fixtures/judge-postgres.ts'
import { createGuard } from './guard.ts'

describe('a verdict', () => {
  it('allows a plain read and names its tables once, as written', () => {
    expect(
      judgePostgres(
        'select count(*) from orders o join sales.items i on i.o = o.id, orders x where x.id = o.id',
      ),
    ).toEqual({
      allowed: true,
      refusals: [],
      warnings: [],
      tables: ['orders', 'sales.items'],
    })
  })

  it('marks what it refuses by its place in the text', () => {
    expect(marks(`select 'é😀', pg_sleep(1), x::regclass from "pg_authid" where a operator(s.+) $1`)).toEqual(
      [
        'forbid-parameters: $1',
        'forbid-unlisted-function: pg_sleep',
        'forbid-unlisted-catalog: "pg_authid"',
        'forbid-unlisted-operator: operator',
        'forbid-unlisted-type: regclass',
      ],
    )
  })

  it('gives all reasons at once, for every statement of the text', () => {
    expect(judgePostgres('select pg_sleep(1); drop table a').refusals.map(({ code }) => code)).toEqual([
      'require-single-statement',
      'forbid-unlisted-function',
      'require-read-statement',
    ])
  })

  it('warns without refusing', () => {
    const verdict = judgePostgres('select * from orders')
    expect(verdict.allowed).toBe(true)
    expect(verdict.warnings).toMatchObject([{ code: 'warn-no-limit', severity: 'INFO' }])
  })

  it.each([
    '',
    'select from where',
    'select * form a b c',
    'select 1; select 2',
    'drop table a',
    'explain select 1',
    'with x as (delete from a returning *) table x',
    `select ${'(select '.repeat(3_000)}1${')'.repeat(3_000)}`,
    'x'.repeat(100_001),
  ])('that refuses always gives its reasons and what to do instead (%#)', sql => {
    const { allowed, refusals } = judgePostgres(sql)
    expect(allowed).toBe(false)
    expect(refusals.length).toBeGreaterThan(0)
    for (const { message, hint, severity } of refusals) {
      expect(message).toMatch(/\.$/)
      expect(hint).toMatch(/\.$/)
      expect(severity).toBe('BLOCKING')
    }
  })

  it('refuses the SQL of an engine that has no parser here', () => {
    const guard = createGuard({ parsers: {} })
    const { allowed, refusals } = guard.judge({ engine: 'MYSQL', sql: 'select 1', functions: FEW_FUNCTIONS })
    expect(allowed).toBe(false)
    expect(refusals.map(({ code }) => code)).toEqual(['require-parsable-sql'])
  })
})
