import { expect, it } from 'vitest'
import { findIn, objectOf, tableOf } from './lint-input.fixture.ts'
import { warnInvalidIndex } from './warn-invalid-index.ts'

const target = (valid: boolean) => [
  ...tableOf('public.t'),
  objectOf('INDEX public.i', { valid, partOf: 'TABLE public.t' }),
]

it.each([
  ['alter table t add c int', false, 1],
  ['alter table t add c int', true, 0],
  ['alter table other add c int', false, 0],
  ['drop index concurrently i; create index concurrently i on t (a)', false, 0],
])('warn-invalid-index in "%s" where that it is valid is %s', (sql, valid, count) => {
  expect(findIn(warnInvalidIndex, sql, { target: target(valid) })).toHaveLength(count)
})
