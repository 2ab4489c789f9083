import { describe, expect, it } from 'vitest'
import { refusedByMysql } from '../../../tests/fixtures/judge-mysql.ts'
import { FEW_FUNCTIONS, judgePostgres, refusedBy } from '../../../tests/fixtures/judge-postgres.ts'
import type { GuardFunction } from '../guard.ts'

describe('forbid-unlisted-function', () => {
  it.each([
    // Files, programs, network.
    `select pg_read_file('/etc/passwd')`,
    `select pg_read_binary_file('x')`,
    `select pg_ls_dir('.')`,
    `select pg_stat_file('x')`,
    `select lo_import('/etc/passwd')`,
    `select lo_export(1, '/tmp/x')`,
    `select * from dblink('host=x', 'select 1') as t(a int)`,
    // Writes and state.
    `select nextval('s')`,
    `select setval('s', 1)`,
    `select currval('s'), lastval()`,
    `select lo_create(0), lo_unlink(1), lowrite(1, 'x')`,
    `select set_config('transaction_read_only', 'off', false)`,
    `select setseed(0.5)`,
    `select pg_notify('a', 'b')`,
    `select pg_logical_emit_message(false, 'a', 'b')`,
    `select pg_create_logical_replication_slot('a', 'b')`,
    `select txid_current(), pg_current_xact_id()`,
    `select pg_export_snapshot()`,
    // Others' sessions and the server.
    `select pg_terminate_backend(1), pg_cancel_backend(1)`,
    `select pg_reload_conf(), pg_switch_wal(), pg_stat_reset()`,
    `select * from pg_stat_get_activity(null)`,
    `select * from pg_show_all_settings()`,
    `select current_setting('data_directory')`,
    `select pg_get_functiondef(1), inet_server_addr()`,
    // Locks and time.
    `select pg_advisory_lock(1), pg_try_advisory_lock(1)`,
    `select pg_sleep(10), pg_sleep_for('1 hour')`,
    // SQL or a name in a string.
    `select query_to_xml('select 1', true, true, '')`,
    `select table_to_xml('pg_authid', true, true, '')`,
    `select database_to_xml(true, true, ''), schema_to_xmlschema('a', true, true, '')`,
    `select cursor_to_xml('c', 1, true, true, '')`,
    `select * from ts_stat('select 1')`,
    `select ts_rewrite('a'::tsquery, 'select 1')`,
    `select to_regproc('pg_sleep')`,
    // Functions of users.
    `select order_total(1)`,
    `select public.order_total(1)`,
    `select no_such_function(1)`,
    `select public.lower('A')`,
    // Spellings.
    `select PG_SLEEP(1)`,
    `select "pg_sleep"(1)`,
    `select pg_catalog.pg_sleep(1)`,
    `select pg_sleep/**/(1)`,
    `select pg_sleep\n(1)`,
    `select U&"pg\\005fsleep"(1)`,
    `select U&"pg!005fsleep" uescape '!' (1)`,
    `select (1.5).pg_sleep`,
    `select ('/etc/passwd').pg_read_file`,
    `select (t.x).pg_sleep from (values (1.5)) t(x)`,
    `select (array['a'])[1].pg_read_file`,
    `select t.full_name from people t`,
    `select x.pg_sleep from abs(9) x`,
    `select x.order_total from unnest(array[1]) x`,
    `select abs.pg_sleep from abs(9)`,
    `select 1 from people p, lateral unnest(p.paths) x where x.pg_read_file like 'a%'`,
    // Places.
    `select * from pg_ls_dir('.')`,
    `select * from rows from (generate_series(1, 2), pg_ls_dir('.'))`,
    `select * from a, lateral pg_read_file(a.path) f`,
    `select * from a join lateral (select pg_sleep(1)) s on true`,
    `select 1 from a where pg_sleep(1) is null`,
    `select 1 from a order by pg_sleep(1)`,
    `select 1 from a group by pg_sleep(1)`,
    `select 1 group by grouping sets ((pg_sleep(1)), ())`,
    `select count(*) filter (where pg_sleep(1) is null) from a`,
    `select max(b) over (partition by pg_sleep(1)) from a`,
    `select max(b) over w from a window w as (order by pg_sleep(1))`,
    `select case when pg_sleep(1) is null then 1 end`,
    `select array[[pg_read_file('a')]]`,
    `select coalesce(null, greatest('a', pg_read_file('b')))`,
    `select (row(1, pg_read_file('a'))).f2`,
    `select a[length(pg_read_file('b'))] from t`,
    `select 1 limit length(pg_read_file('a'))`,
    `values (1, pg_sleep(1))`,
    `with x as (select pg_sleep(1)) select 1`,
    `select 1 union select 2 from pg_ls_dir('.')`,
    `select exists (select pg_sleep(1))`,
    `select * from a tablesample system (length(pg_read_file('b')))`,
    `select * from a tablesample custom (1)`,
    `select xmlelement(name a, pg_read_file('b'))`,
    `select json_object('a': pg_read_file('b'))`,
    `select * from json_table(pg_read_file('a'), '$' columns (b int path '$'))`,
    `select * from xmltable('/r' passing pg_read_file('a') columns b int path '@b')`,
    `select count(variadic array[pg_read_file('a')])`,
    `select lower(input => pg_read_file('a'))`,
    `select pg_read_file('a') collate "C", pg_read_file('b')::text`,
  ])('refuses %s', sql => {
    expect(new Set(refusedBy(sql).filter(id => id !== 'forbid-unlisted-type'))).toEqual(
      new Set(['forbid-unlisted-function']),
    )
  })

  it.each([
    `select lower('A'), pg_catalog.upper('a'), LENGTH('x')`,
    `select count(*), sum(a), avg(b), max(c) over () from t`,
    `select now(), clock_timestamp(), random(), gen_random_uuid(), timeofday()`,
    `select pg_typeof(1), pg_relation_size('a'), pg_get_viewdef(1)`,
    `select * from generate_series(1, 10)`,
    `select repeat('x', 1000000)`,
    `select 'pg_sleep(10)' -- pg_sleep(10)`,
    `select pg_sleep from t`,
    `select t.pg_sleep, t.nextval, t.order_total from t`,
    `select x.pg_sleep, x.nextval from unnest(array[1]) with ordinality x(pg_sleep, nextval)`,
    `select x.day, x.value from generate_series(1, 3) x`,
    `select (address).city from t`,
    `select * from a tablesample bernoulli (1)`,
    `select pg_catalog.round(1.5)`,
  ])('allows %s', sql => {
    expect(refusedBy(sql)).toEqual([])
  })

  it('offers the qualified name where a user has added a function of the same name', () => {
    const [finding] = judgePostgres('select round(1.5)').refusals
    expect(finding).toMatchObject({
      message: 'round() may mean public.round(), which was added to this database and may do more than read.',
      hint: 'Write pg_catalog.round(…) for the one that comes with the server.',
    })
  })

  it('allows what an extension adds that only computes, and nothing of other extensions', () => {
    const of = (extension: string, volatility: 'STABLE' | 'VOLATILE', name: string): GuardFunction[] => [
      ...FEW_FUNCTIONS,
      { schema: 'public', name, volatility, builtIn: false, takesRow: false, extension },
    ]
    expect(refusedBy('select max(a) from t', of('citext', 'STABLE', 'max'))).toEqual([])
    expect(refusedBy(`select similarity('a', 'b')`, of('pg_trgm', 'STABLE', 'similarity'))).toEqual([])
    expect(refusedBy('select set_limit(1)', of('pg_trgm', 'VOLATILE', 'set_limit'))).toEqual([
      'forbid-unlisted-function',
    ])
    expect(refusedBy('select gen_random_uuid()', of('pgcrypto', 'VOLATILE', 'gen_random_uuid'))).toEqual([])
    expect(refusedBy('select gen_salt(1)', of('pgcrypto', 'VOLATILE', 'gen_salt'))).toEqual([
      'forbid-unlisted-function',
    ])
    expect(refusedBy(`select crosstab('select 1')`, of('tablefunc', 'STABLE', 'crosstab'))).toEqual([
      'forbid-unlisted-function',
    ])
  })

  it('refuses every call when the functions of the server are not known', () => {
    expect(refusedBy('select lower(a) from t', [])).toEqual(['forbid-unlisted-function'])
  })

  it('takes a row function that is not described as one that takes a row', () => {
    const unknown = { schema: 'public', name: 'f', volatility: 'STABLE', builtIn: false } as const
    expect(refusedBy('select t.f from t', [unknown])).toEqual(['forbid-unlisted-function'])
    expect(refusedBy('select t.f from t', [{ ...unknown, takesRow: false }])).toEqual([])
  })
})

describe('forbid-unlisted-function on MySQL', () => {
  it.each([
    `select sleep(1)`,
    `select SLEEP (1)`,
    `select \`sleep\`(1)`,
    `select sleep/**/(1)`,
    `select sleep
-- x
(1)`,
    `select benchmark(1000000, md5('x'))`,
    `select get_lock('a', 1), release_lock('a')`,
    `select is_free_lock('a')`,
    `select load_file('/etc/passwd')`,
    `select last_insert_id(5)`,
    `select sys_exec('id'), sys_eval('id')`,
    `select master_pos_wait('a', 1)`,
    `select nextval(s), setval(s, 1), lastval(s)`,
    `select next value for s`,
    `select previous value for shop.s`,
    `select touch_order(1)`,
    `select order_total (1)`,
    `select shop.order_total(1)`,
    `select \`shop\`.\`order_total\`(1)`,
    `select shop.lower('A')`,
    `select umsatz(1)`,
    `select mysql.sleep(1)`,
    `select no_such_function(1)`,
    `select slèép(1)`,
    `select encrypt('x'), password('x'), old_password('x')`,
    `select statement_digest_text('select 1')`,
    `select ps_thread_id(1), ps_current_thread_id()`,
    `select name_const('a', sleep(1))`,
    `select row_count(), found_rows()`,
    `select 1 from a where sleep(1) = 0`,
    `select 1 from a order by sleep(1)`,
    `select 1 from a group by sleep(1) having sleep(1)`,
    `select 1 limit sleep(1)`,
    `select case when sleep(1) then 1 end`,
    `select case sleep(1) when 1 then 1 end`,
    `select if(1, sleep(1), 2)`,
    `select (1, sleep(1)) = (1, 2)`,
    `select 1 in (1, sleep(1))`,
    `select 1 between 0 and sleep(1)`,
    `select -sleep(1), not sleep(1), !sleep(1), binary sleep(1)`,
    `select a = any (select sleep(1))`,
    `select exists (select sleep(1))`,
    `with x as (select sleep(1)) select 1`,
    `values (1, sleep(1))`,
    `values row(sleep(1))`,
    `select * from (select sleep(1)) x`,
    `select * from a join b on sleep(1)`,
    `select * from json_table(load_file('x'), '$' columns (a int path '$')) j`,
    `select max(sleep(1)) over (partition by get_lock('a', 1) order by 1)`,
    `select 1 from a window w as (order by sleep(1))`,
    `select group_concat(a order by sleep(1) separator ',') from a`,
    `select cast(sleep(1) as char), convert(sleep(1), char), convert(load_file('x') using utf8mb4)`,
    `select substring(load_file('x') from sleep(1) for 2), trim(both sleep(1) from 'x'), position('a' in load_file('x'))`,
    `select extract(year from sleep(1)), timestampdiff(day, sleep(1), now())`,
    `select now() - interval sleep(1) day, interval sleep(1) day + now()`,
    `select match (a) against (sleep(1) in boolean mode) from t`,
    `select 'a' like sleep(1) escape 'x', 'a' regexp load_file('x')`,
    `select 1 member of (load_file('x'))`,
    `select sleep(1) as \`lower\``,
    `select lower(upper(sleep(1)))`,
    `select 1 union select sleep(1)`,
    `(select 1) union (select sleep(1)) order by 1`,
    `select ((select sleep(1)) + 1)`,
    `select ((select 1) union (select sleep(1)))`,
    `select * from ((select 1) union (select sleep(1))) x`,
    `select sleep(1) /* x */, 'a' -- b`,
    `select 5--sleep(1)`,
    `select 1 -- 
, sleep(1)`,
    String.raw`select '\'' , sleep(1), '\''`,
    `select 'a''', sleep(1)`,
    String.raw`select "a\"", sleep(1)`,
    `select \`a\`\`\`, sleep(1)`,
    `select * from a for system_time as of sleep(1)`,
    `select row(1, sleep(1))`,
    `select distinct sleep(1) from a`,
    `select default(a) from t`,
    `select sql_no_cache sleep(1) from a`,
    `select a from t natural join (select sleep(1)) x`,
  ])('refuses %s', sql => {
    expect(refusedByMysql(sql)).toContain('forbid-unlisted-function')
  })

  it.each([
    `select lower('A'), LOWER('x'), upper ('x')`,
    `select count(*), sum(a), max(b) from t`,
    `select 'sleep(10)', "sleep(1)" -- sleep(10)`,
    `select sleep from t`,
    `select t.sleep, t.get_lock as load_file from t`,
    `select /* sleep(1) */ 1`,
    `select current_user, current_user(), current_timestamp(6)`,
    String.raw`select '\' , sleep(1), ' from t`,
  ])('allows %s', sql => {
    expect(refusedByMysql(sql)).toEqual([])
  })
})
