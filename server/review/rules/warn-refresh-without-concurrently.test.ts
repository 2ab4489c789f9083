import { expect, it } from 'vitest'
import { findIn, objectOf } from './lint-input.fixture.ts'
import { warnRefreshWithoutConcurrently } from './warn-refresh-without-concurrently.ts'

const view = objectOf('MATERIALIZED_VIEW public.m')
const index = objectOf('INDEX public.i', {
  partOf: view.id,
  definition: 'CREATE UNIQUE INDEX i ON public.m USING btree (a)',
})

it('lets others read where there is a unique index', () => {
  const fix = (before: (typeof view)[]) =>
    findIn(warnRefreshWithoutConcurrently, 'refresh materialized view m;', { before }).map(one => one.fix)
  expect(fix([view, index])).toEqual(['refresh materialized view CONCURRENTLY m;'])
  expect(fix([view])).toEqual([undefined])
  expect(findIn(warnRefreshWithoutConcurrently, 'refresh materialized view concurrently m')).toEqual([])
})
