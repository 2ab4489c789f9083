import { expect, it } from 'vitest'
import { forbidViewPastRowSecurity } from './forbid-view-past-row-security.ts'
import { findIn, objectOf, tableOf } from './lint-input.fixture.ts'

const view = objectOf('VIEW public.v', { needs: ['COLUMN public.t.a'] })
const columns = { a: 'integer' }
const after = [...tableOf('public.t', columns, { secured: true }), view]
const sql = 'create view v as select a from t;'

it.each([
  ['a table with row security', sql, { after }, 1],
  [
    'a view that reads as who asks',
    'create view v with (security_invoker = on) as select a from t',
    { after },
    0,
  ],
  ['a table without', sql, { after: [...tableOf('public.t', columns), view] }, 0],
])('forbid-view-past-row-security over %s', (_, text, facts, count) => {
  expect(findIn(forbidViewPastRowSecurity, text, facts)).toHaveLength(count)
})

it('reads as who asks, where the server can', () => {
  const fix = (version: number) => findIn(forbidViewPastRowSecurity, sql, { after, version })[0]?.fix
  expect(fix(150_000)).toBe('create view v WITH (security_invoker = true) as select a from t;')
  expect(fix(140_000)).toBeUndefined()
})
