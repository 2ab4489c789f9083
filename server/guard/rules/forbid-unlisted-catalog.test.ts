import { describe, expect, it } from 'vitest'
import { judgeMysql, refusedByMysql } from '../../../tests/fixtures/judge-mysql.ts'
import { judgePostgres, refusedBy } from '../../../tests/fixtures/judge-postgres.ts'

describe('forbid-unlisted-catalog', () => {
  it.each([
    `select * from pg_authid`,
    `select * from pg_catalog.pg_shadow`,
    `table pg_user_mapping`,
    `select * from pg_user_mappings`,
    `select subconninfo from pg_subscription`,
    `select * from pg_hba_file_rules`,
    `select * from pg_file_settings`,
    `select * from pg_settings`,
    `select query from pg_stat_activity`,
    `select * from pg_stat_replication`,
    `select * from pg_stats`,
    `select * from pg_statistic`,
    `select * from pg_largeobject`,
    `select prosrc from pg_proc`,
    `select * from pg_roles`,
    `select * from pg_db_role_setting`,
    `select * from pg_foreign_server`,
    `select * from pg_locks`,
    `select * from pg_config`,
    `select * from pg_toast.pg_toast_1234`,
    `select * from pg_temp_3.a`,
    `select * from pg_nonsense`,
    `select * from information_schema.user_mapping_options`,
    `select * from information_schema.foreign_server_options`,
    `select * from information_schema.routines`,
    `select * from "pg_authid"`,
    `select 1 where exists (select from pg_shadow)`,
    `with pg_authid as (select * from pg_authid) table pg_authid`,
    `with x as (table pg_shadow) select 1`,
    `select (select passwd from pg_shadow)`,
    `select * from a, lateral (select * from pg_authid) s`,
    `select * from pg_authid tablesample system (50)`,
    `select * from U&"\\0070g_authid"`,
    `select * from only pg_authid`,
  ])('refuses %s', sql => {
    expect(refusedBy(sql)).toEqual(['forbid-unlisted-catalog'])
  })

  it.each([
    `select relname from pg_class`,
    `select * from pg_catalog.pg_attribute`,
    `select * from information_schema.columns`,
    `select * from pg_stat_user_tables`,
    `select * from pg_tables`,
    `select * from public.pg_notes`,
    `select * from pgbench_accounts`,
    `with pg_authid as (select 1) table pg_authid`,
    `select * from sales.orders`,
    `select 'pg_authid'`,
  ])('allows %s', sql => {
    expect(refusedBy(sql)).toEqual([])
  })
})

describe('forbid-unlisted-catalog on a connection to a database of the server itself', () => {
  it.each([
    ['mysql', 'select * from user'],
    ['performance_schema', 'select * from threads'],
    ['sys', 'table session'],
    ['information_schema', 'select * from processlist'],
    ['MySQL', 'select 1 where exists (select 1 from user)'],
    ['mysql', 'show tables'],
    ['mysql', `show full tables like 'u%'`],
    ['sys', 'show table status'],
    ['mysql', 'show create table user'],
    ['mysql', 'show create view user'],
    ['shop', 'show create schema mysql'],
    ['mysql', 'show index from global_priv'],
    ['mysql', 'describe user'],
    ['mysql', 'explain select * from user'],
  ])('%s: refuses %s', (database, sql) => {
    const { refusals } = judgeMysql(sql, [], { searchPath: [database] })
    expect(refusals.map(({ code }) => code)).toEqual(['forbid-unlisted-catalog'])
  })

  it('still allows what names its schema, and the shape of the data', () => {
    expect(judgeMysql('select * from shop.orders', [], { searchPath: ['mysql'] }).allowed).toBe(true)
    expect(judgeMysql('select * from tables', [], { searchPath: ['information_schema'] }).allowed).toBe(true)
  })

  it('knows the like of PostgreSQL: a schema of the server in the search path', () => {
    const allows = (sql: string) =>
      judgePostgres(sql, [], { searchPath: ['public', 'information_schema'] }).allowed
    expect(allows('table user_mapping_options')).toBe(false)
    expect(allows('table columns')).toBe(true)
  })
})

describe('forbid-unlisted-catalog on MySQL', () => {
  it.each([
    `select * from mysql.user`,
    `select * from \`mysql\`.\`user\``,
    `select * from MySQL . global_priv`,
    `select * from performance_schema.events_statements_history`,
    `select * from sys.session`,
    `select * from information_schema.processlist`,
    `select * from INFORMATION_SCHEMA.USER_PRIVILEGES`,
    `select * from information_schema.routines`,
    `select * from information_schema.innodb_trx`,
    `select * from information_schema.column_statistics`,
    `select 1 from a where b in (select user from mysql.user)`,
    `with x as (select * from mysql.user) select * from x`,
    `select * from a, mysql.user`,
    `select * from (a join mysql.user on true)`,
    `table mysql.user`,
    `select 1 union table mysql.db`,
    `select * from \`#mysql50#mysql\`.user`,
    `select * from \`mysql\`/**/./**/\`user\``,
    `select * from \`ınformation_schema\`.processlist`,
    `select * from \`mýsql\`.user`,
    `with \`user\` as (select 1) select * from mysql.user`,
    `select exists (select 1 from mysql.user where user = 'x')`,
    `select ((select host from mysql.user limit 1))`,
    `select case when (select 1 from mysql.user) then 1 end`,
    `select count(*) over (order by (select 1 from mysql.user)) from a`,
  ])('refuses %s', sql => {
    expect(refusedByMysql(sql)).toContain('forbid-unlisted-catalog')
  })

  it.each([
    `select * from user`,
    `select mysql.user from mysql`,
    `select 'mysql.user' from shop.orders`,
    `select table_name from information_schema.tables`,
    `select * from INFORMATION_SCHEMA.COLUMNS`,
    `select * from sys_log`,
    `with mysql as (select 1 as user) select mysql.user from mysql`,
  ])('allows %s', sql => {
    expect(refusedByMysql(sql)).toEqual([])
  })
})
