import { describe, expect, it } from 'vitest'
import { refusedBy } from '../../../tests/fixtures/judge-postgres.ts'

describe('forbid-row-locks', () => {
  it.each([
    `select * from a for update`,
    `select * from a for no key update`,
    `select * from a for share`,
    `select * from a for key share nowait`,
    `select * from a for update of a skip locked`,
    `select * from (select * from a for update) s`,
    `with x as (select * from a for share) table x`,
    `select 1 where exists (select 1 from a for update)`,
    `(select * from a where b for update) union all select * from a`,
  ])('refuses %s', sql => {
    expect(refusedBy(sql)).toEqual(['forbid-row-locks'])
  })

  it.each([`select 'for update' from a`, `select "for" from a`, `select overlay from a`])(
    'allows %s',
    sql => {
      expect(refusedBy(sql)).toEqual([])
    },
  )
})
