import { describe, expect, it } from 'vitest'
import { forbidCascade } from './forbid-cascade.ts'
import { findIn, objectOf, tableOf } from './lint-input.fixture.ts'

const view = objectOf('VIEW public.v', { needs: ['TABLE public.t'] })
const onTop = objectOf('VIEW public.w', { needs: [view.id] })
const key = objectOf('CONSTRAINT public.u.k', {
  ...{ partOf: 'TABLE public.u', needs: ['COLUMN public.t.id'] },
  parts: { form: 'f', on: 'public.u', sql: 'k' },
})
const u = tableOf('public.u', { t_id: 'bigint' })
const before = [...tableOf('public.t'), ...u, view, onTop, key]

describe('forbid-cascade', () => {
  it.each([
    ['drop table t cascade', 1],
    ['alter table t drop column a cascade', 1],
    ['alter table t drop constraint k cascade', 1],
    ['drop table t', 0],
    ['truncate t', 0],
  ])('finds in "%s" what it should', (sql, count) => {
    expect(findIn(forbidCascade, sql)).toHaveLength(count)
  })

  it('names what else goes, and drops it by name, what hangs off another first', () => {
    const [found] = findIn(forbidCascade, 'drop table t cascade;', { before, after: u })
    expect(found?.message).toBe('CASCADE takes with it: public.v, public.w, public.u.k.')
    expect(found?.fix).toBe(`DROP VIEW public.w;
DROP VIEW public.v;
ALTER TABLE public.u DROP CONSTRAINT k;
drop table t;`)
    expect(findIn(forbidCascade, found?.fix ?? '')).toEqual([])
  })

  it('names the tables that TRUNCATE empties with the first', () => {
    expect(findIn(forbidCascade, 'truncate t cascade', { before })[0]).toMatchObject({
      message: 'CASCADE takes with it: public.u.',
      fix: undefined,
    })
  })

  it('leaves out what cannot be dropped by a statement that it knows', () => {
    const fn = objectOf('FUNCTION public.f(t)', { needs: ['TABLE public.t'] })
    const facts = { before: [...before, fn], after: u }
    expect(findIn(forbidCascade, 'drop table t cascade', facts)[0]?.fix).toBeUndefined()
  })
})
