import { describe, expect, it } from 'vitest'
import { FEW_FUNCTIONS, judgePostgres, marks, USERS_CODE } from '../../tests/fixtures/judge-postgres.ts'
import { loadSqlParsers } from '../sql/sql.ts'
import { createGuard } from './guard.ts'

describe('a verdict', () => {
  it('allows a plain read and names its tables once, as written', () => {
    expect(
      judgePostgres(
        'select count(*) from orders o join sales.items i on i.o = o.id, orders x where x.id = o.id',
      ),
    ).toEqual({
      allowed: true,
      inspects: false,
      statement: expect.objectContaining({ reads: true }) as object,
      refusals: [],
      warnings: [],
      tables: ['orders', 'sales.items'],
    })
  })

  it('marks what it refuses by its place in the text', () => {
    expect(marks(`select 'é😀', pg_sleep(1), x::regproc from "pg_authid" where a operator(s.+) $1`)).toEqual([
      'forbid-parameters: $1',
      'forbid-unlisted-function: pg_sleep',
      'forbid-unlisted-catalog: "pg_authid"',
      'forbid-unlisted-operator: operator',
      'forbid-unlisted-type: regproc',
    ])
  })

  it('gives all reasons at once, for every statement of the text', () => {
    expect(judgePostgres('select pg_sleep(1); drop table a').refusals.map(({ code }) => code)).toEqual([
      'require-single-statement',
      'forbid-unlisted-function',
      'require-read-statement',
    ])
  })

  it('warns without refusing', () => {
    const verdict = judgePostgres('select * from orders limit 5')
    expect(verdict.allowed).toBe(true)
    expect(verdict.warnings).toMatchObject([{ code: 'warn-limit-without-order', severity: 'INFO' }])
  })

  it.each([
    '',
    'select from where',
    'select * form a b c',
    'select 1; select 2',
    'drop table a',
    'explain analyze select 1',
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

  it('says of EXPLAIN and SHOW that they have no plan of their own', () => {
    expect(judgePostgres('explain select * from orders')).toEqual({
      allowed: true,
      inspects: true,
      statement: null,
      refusals: [],
      warnings: [],
      tables: ['orders'],
    })
    expect(judgePostgres('show timezone')).toMatchObject({ allowed: true, inspects: true, tables: [] })
  })

  it.each([0, NaN, 80_400])('refuses everything for a server whose version is %s', serverVersionNumber => {
    const { allowed, refusals } = judgePostgres('select 1', undefined, { serverVersionNumber })
    expect(allowed).toBe(false)
    expect(refusals).toMatchObject([
      { message: 'The version of this server is not one that SQL can be judged for.' },
    ])
  })

  it('judges for a server of the future by what is known today', () => {
    const future = { serverVersionNumber: 250_000 }
    expect(judgePostgres('select now()', undefined, future).allowed).toBe(true)
    expect(judgePostgres('select pg_of_the_future()', undefined, future).allowed).toBe(false)
  })

  it('lets functions be called that an administrator has listed, and their relatives not', async () => {
    const guard = createGuard({ parsers: await loadSqlParsers() })
    const allowedFunctions = [
      { schema: 'public', name: 'order_total' },
      { schema: 'pg_catalog', name: 'pg_sleep' },
    ]
    const facts = { ...USERS_CODE, functions: FEW_FUNCTIONS }
    const allows = (sql: string) => guard.judge({ engine: 'POSTGRES', sql, facts, allowedFunctions }).allowed
    expect(allows('select order_total(1)')).toBe(true)
    expect(allows('select * from billing')).toBe(true)
    expect(allows('select full_name(1)')).toBe(false)
    expect(allows('select other.order_total(1)')).toBe(false)
    // What the server brings is never a matter of a list.
    expect(allows('select pg_sleep(1)')).toBe(false)
  })

  it('refuses the SQL of an engine that has no parser here', () => {
    const guard = createGuard({ parsers: {} })
    const { allowed, refusals } = guard.judge({ engine: 'MYSQL', sql: 'select 1', facts: USERS_CODE })
    expect(allowed).toBe(false)
    expect(refusals.map(({ code }) => code)).toEqual(['require-parsable-sql'])
  })
})
