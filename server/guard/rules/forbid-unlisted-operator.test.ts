import { describe, expect, it } from 'vitest'
import { judgePostgres, refusedBy, USERS_CODE } from '../../../tests/fixtures/judge-postgres.ts'

describe('forbid-unlisted-operator', () => {
  it.each([
    `select 1 operator(public.+) 2`,
    `select a operator(s.===) b from t`,
    `select a === b from t`,
    `select 1 operator(x.=) any (array[1])`,
    `select a from t order by a using operator(s.<)`,
    `select operator(s.-) 1`,
    `select a operator(s.=) any (select b from u) from t`,
    `select 1 operator(pg_catalog.##@) 2`,
    // By users, under the name of the server's own.
    `select to_tsvector @@@ b from t`,
    `select a + b from coins_table`,
    `select '(1)'::coins + '(1)'`,
  ])('refuses %s', sql => {
    expect(refusedBy(sql)).toEqual(['forbid-unlisted-operator'])
  })

  it.each([
    `select case a when b then 1 end from coins_table`,
    `select a from coins_table where a in (select b from t)`,
    `select a from coins_table where a between 1 and 2`,
    `select a from coins_table join t using (a)`,
    `select a from coins_table natural join t`,
  ])('refuses the operator of a user that nobody has written: %s', sql => {
    const [add] = USERS_CODE.operators.filter(({ name }) => name === '+')
    const operators = ['=', '>='].map(name => ({ ...add!, name }))
    const codes = judgePostgres(sql, undefined, { operators }).refusals.map(({ code }) => code)
    expect(new Set(codes)).toEqual(new Set(['forbid-unlisted-operator']))
  })

  it.each([
    `select 1 + 2 * 3 - 4 / 5 % 6 ^ 7`,
    `select 1 operator(pg_catalog.+) 2`,
    `select a ->> 'x', a #>> '{}', a @> '{}', a ? 'b', a ?| b, a - 'x', a || b, a @? '$', a @@ '$' from t`,
    `select a from t order by a using <`,
    `select a ~* 'x' and b !~ 'y' and c like 'z' and d not ilike 'w' from t`,
    `select a between 1 and 2, a not between symmetric 1 and 2 from t`,
    `select a && b, a <@ b, a -|- b, a << b from t`,
    `select a is distinct from b, a in (1, 2), a <> all (array[1]) from t`,
    `select (1, 2) < (3, 4)`,
    `select |/ 4, @ -1, ~ 1`,
  ])('allows %s', sql => {
    expect(refusedBy(sql)).toEqual([])
  })
})
