import { describe, expect, it } from 'vitest'
import { judgeMysql, refusedByMysql } from '../../../tests/fixtures/judge-mysql.ts'
import { judgePostgres, refusedBy } from '../../../tests/fixtures/judge-postgres.ts'

describe('forbid-view-with-unlisted-code', () => {
  it.each([
    `select * from billing`,
    `select * from public.billing`,
    `table host_files`,
    `select 1 where exists (select from logins)`,
    `with billing as (select * from billing) table billing`,
    `select * from orders o join billing b using (id)`,
    `select (select x from "billing" limit 1)`,
    `select * from orders, lateral (select * from billing) b`,
    `select * from attic.moved`,
    `explain select * from billing`,
  ])('refuses %s', sql => {
    expect(refusedBy(sql)).toEqual(['forbid-view-with-unlisted-code'])
  })

  it.each([
    `select * from plain_view`,
    `select * from other.billing`,
    `with billing as (select 1) table billing`,
    `select billing from orders`,
    // Its schema is not in the search path, so the bare name is another relation.
    `select * from moved`,
  ])('allows %s', sql => {
    expect(refusedBy(sql)).toEqual([])
  })

  it('says what is behind the name', () => {
    expect(judgePostgres('table billing').refusals[0]?.message).toBe(
      'Reading public.billing calls public.order_total(), which may do more than read.',
    )
    expect(judgePostgres('table logins').refusals[0]?.message).toContain(
      'public.logins shows pg_catalog.pg_authid',
    )
  })
})

describe('forbid-view-with-unlisted-code on MySQL', () => {
  it.each([
    `select * from billing`,
    `select * from \`shop\`.\`BILLING\``,
    `select * from disguised`,
    `select * from upon`,
    `select * from logins`,
    `select * from hidden`,
    `select * from odd`,
    `select 1 from orders where id in (select x from billing)`,
  ])('refuses %s', sql => {
    expect(refusedByMysql(sql)).toEqual(['forbid-view-with-unlisted-code'])
  })

  it.each([`select * from plain_view`, `select * from round_and_round`, `select * from other.billing`])(
    'allows %s',
    sql => {
      expect(refusedByMysql(sql)).toEqual([])
    },
  )

  it('says why nothing is known of a view', () => {
    expect(judgeMysql('select * from hidden').refusals[0]?.message).toBe(
      'shop.hidden is a view, and this login may not see how it is made, so what it runs is not known.',
    )
  })
})
