import { describe, expect, it } from 'vitest'
import { refusedByMysql } from '../../../tests/fixtures/judge-mysql.ts'
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

describe('forbid-row-locks on MySQL', () => {
  it.each([
    `select * from a for update`,
    `select * from a lock in share mode`,
    `select * from a for share`,
    `select * from a for update of a nowait`,
    `select * from a for share skip locked`,
    `select * from a for update wait 5`,
    `select * from (select * from a lock in share mode) s`,
    `select 1 where exists (select 1 from a for update)`,
    `(select 1 from a for update) union select 2`,
    `with x as (select * from a for share) select * from x`,
    `select (select 1 from a lock in share mode)`,
    `select 1 from a where b in (select c from d for update)`,
    `select * from a lock/* */in	share mode`,
  ])('refuses %s', sql => {
    expect(refusedByMysql(sql)).toContain('forbid-row-locks')
  })

  it.each([`select 'for update' from a`, `select \`lock\` from a`, `select * from a -- for update`])(
    'allows %s',
    sql => {
      expect(refusedByMysql(sql)).toEqual([])
    },
  )
})
