import { expect, it } from 'vitest'
import { forbidMaybeInvalidIndex } from './forbid-maybe-invalid-index.ts'
import { findIn, objectOf, tableOf } from './lint-input.fixture.ts'

const sql = 'create index concurrently if not exists i on t (a);'
const index = (valid: boolean) => objectOf('INDEX public.i', { valid, partOf: 'TABLE public.t' })

it.each([
  [sql, 1],
  ['create index concurrently i on t (a)', 0],
  ['create index if not exists i on t (a)', 0],
])('forbid-maybe-invalid-index in "%s"', (text, count) => {
  expect(findIn(forbidMaybeInvalidIndex, text)).toHaveLength(count)
})

it('drops what a failed build has left, and leaves a whole index alone', () => {
  const fix = (...more: ReturnType<typeof index>[]) =>
    findIn(forbidMaybeInvalidIndex, sql, { before: [...tableOf('public.t'), ...more] })[0]?.fix
  expect(fix()).toBe('create index CONCURRENTLY i on t (a);')
  expect(fix(index(false))).toBe('DROP INDEX CONCURRENTLY public.i;\ncreate index CONCURRENTLY i on t (a);')
  expect(fix(index(true))).toBeUndefined()
})
