import { describe, expect, it } from 'vitest'
import { refusedByMysql } from '../../../tests/fixtures/judge-mysql.ts'
import { builtIn, refusedBy } from '../../../tests/fixtures/judge-postgres.ts'

describe('forbid-unlisted-type', () => {
  it.each([
    `select 'pg_sleep'::regproc`,
    `select cast('f' as regproc)`,
    `select regprocedure 'a'`,
    `select 'r'::pg_catalog.regrole`,
    `select '{a}'::regrole[]`,
    `select 'x'::cstring`,
    `select 'x'::aclitem`,
    `select 'x'::pg_node_tree`,
    `select 'x'::pg_authid`,
    `select null::anyelement`,
    `select a::regoper::text from t`,
    `select '1'::pg_catalog.unheard_of`,
    `select * from unnest(b) as x(a regrole)`,
    `select json_value('{}', '$' returning regrole)`,
    // A cast in the form of a field: measured, PostgreSQL 18 runs all of them.
    `select ('pg_sleep').regproc`,
    `select (1).email`,
    `select ('{x}')._email`,
    // A domain's check calls a function of a user.
    `select 'x'::email`,
    `select cast(null as public.email)`,
    `select '{x}'::email[]`,
    `select null::_email`,
    `select null::people`,
    `select null::people, people from people`,
  ])('refuses %s', sql => {
    expect(refusedBy(sql)).toEqual(['forbid-unlisted-type'])
  })

  it.each([
    `select '1'::int, 1::text, '2024-01-01'::date, 1::numeric(10, 2), 'a'::varchar(3), true::boolean`,
    `select interval '1 day', timestamp with time zone 'now', time '10:00'`,
    `select '{}'::jsonb, '{1,2}'::int[], '[1,2)'::int4range, '::1'::inet, '<a/>'::xml`,
    `select 'active'::order_status, 'x'::sales.code`,
    `select '1'::oid, '00000000-0000-0000-0000-000000000000'::uuid, b'101'::bit(3)`,
    `select 'regrole'`,
    `select conrelid::regclass::text, 'sales.orders'::regclass, a::regtype[], pg_catalog.regnamespace 'sales' from t`,
    `select 'north'::region`,
    `select 'x'::short_text, 'x'::other.email`,
    `select (place).city, p.email, (p).name, email from people p`,
  ])('allows %s', sql => {
    expect(refusedBy(sql)).toEqual([])
  })
})

it('forbid-unlisted-type knows that a row can be made of a table', () => {
  const functions = builtIn('STABLE', 'jsonb_populate_record')
  expect(refusedBy(`select jsonb_populate_record(p, doc) from people p`, functions)).toEqual([
    'forbid-unlisted-type',
  ])
  expect(refusedBy(`select jsonb_populate_record(p, doc) from orders p`, functions)).toEqual([])
})

describe('forbid-unlisted-type on MySQL', () => {
  it.each([
    `select cast(a as geometry) from t`,
    `select convert(a, set_) from t`,
    `select cast(a as nonsense(5)) from t`,
    `select cast(a as row_type) from t`,
  ])('refuses %s', sql => {
    expect(refusedByMysql(sql)).toContain('forbid-unlisted-type')
  })

  it.each([
    `select cast(a as unsigned), cast(b as decimal(10, 2)), convert(c, char) from t`,
    `select cast(a as json), cast(b as datetime(6)), cast(c as year) from t`,
  ])('allows %s', sql => {
    expect(refusedByMysql(sql)).toEqual([])
  })
})
