import { asWritten } from '../corpus.ts'
import type { CorpusStatement } from '../corpus.ts'

/** Each alone, stacked behind a read, behind COMMIT, and explained with ANALYZE where the grammar has that. */
const CHANGES = [
  `insert into traces (by) values ('x')`,
  `update orders set total = 0`,
  `delete from orders`,
  `merge into orders o using customers c on c.id = o.customer_id when matched then delete`,
  `truncate orders`,
  `create table made (a int)`,
  `create table made as select 1 as a`,
  `select 1 as a into made`,
  `create temp view made as select 1`,
  `create function made() returns int language sql as 'select 1'`,
  `alter table orders add column made int`,
  `drop table orders`,
  `grant all on orders to public`,
  `alter role current_user set work_mem = '1MB'`,
  `comment on table orders is 'x'`,
  `copy orders to '/tmp/made'`,
  `copy orders to program 'cat > /tmp/made'`,
  `copy traces from program 'cat /tmp/secret.txt'`,
  `do $$ begin perform leave_trace('do'); end $$`,
  `call made()`,
  `refresh materialized view copied_orders`,
  `reindex table orders`,
  `cluster orders using orders_pkey`,
  `vacuum orders`,
  `analyze orders`,
  `lock table orders in access exclusive mode`,
  `notify made, 'x'`,
  `listen made`,
  `set session characteristics as transaction read write`,
  `set transaction read write`,
  `set role postgres`,
  `reset all`,
  `discard all`,
  `prepare made as delete from orders`,
  `execute made`,
  `deallocate all`,
  `declare made cursor with hold for select 1`,
  `load 'auto_explain'`,
  `checkpoint`,
  `create extension hstore`,
  `create server made foreign data wrapper file_fdw`,
  `import foreign schema public from server files into public`,
  `alter system set work_mem = '1MB'`,
  `create role made superuser`,
  `security label on table orders is 'x'`,
  `prepare transaction 'made'`,
  `savepoint made`,
  `create trigger made after insert on orders execute function leave_trace()`,
  `create rule made as on select to orders do instead select 1`,
  `select * from orders for update`,
]

const TRANSACTIONS = [
  'commit',
  'rollback',
  'end',
  'abort',
  'begin read write',
  'start transaction',
  'commit and chain',
  'release savepoint made',
  'rollback to made',
]

/** Where a query that writes or locks can hide. */
const HIDING: readonly ((change: string) => string)[] = [
  change => `with w as (${change}) select 1`,
  change => `select * from (with w as (${change}) select 1) s`,
  change => `with a as (select 1), b as materialized (${change}) table a`,
  change => `explain with w as (${change}) select 1`,
  change => `select 1 union all (with w as (${change}) select 1)`,
]
const HIDDEN = [
  `insert into traces (by) values ('x') returning by`,
  `update orders set total = 0 returning id`,
  `delete from orders returning id`,
  `merge into orders o using customers c on c.id = o.customer_id when matched then delete returning o.id`,
  `select * from orders for no key update`,
]

const LEXER = [
  `select 'a\\'; delete from orders; --'`,
  `select E'a\\'' ; delete from orders; --'`,
  `select $a$ x $a$; delete from orders; select $b$ y $b$`,
  `select /* /* */ 1 */ ; delete from orders -- */`,
  `select 1 --\r; delete from orders`,
  `select U&"\\0070g_sleep"(1)`,
  `select U&"!0070g_read_file" uescape '!' ('/tmp/secret.txt')`,
  `select "pg_sleep" /* a */ (1)`,
  `select pg_catalog . "pg_sleep" -- x\n (1)`,
  `select "PG_SLEEP"(1)`,
  `select 'a' 'b'; delete from orders`,
  `select 'a'\n'b', pg_sleep(1)`,
  `;;; delete from orders`,
  `(select 1); (delete from orders)`,
  `select 1\\gexec`,
  `select $1`,
  `select pg_sleep\u00a0(1)`,
  `select 1\0; delete from orders`,
  `select 'unclosed`,
  `select "unclosed`,
  `select $tag$ unclosed`,
  `select /* unclosed`,
  `\ufeffdelete from orders`,
  `se\u200blect 1; delete from orders`,
  `select :var`,
  `select 1;select 2`,
  `explain analyze select 1`,
  `explain (analyze) select leave_trace('x')`,
  `explain (analyze true, costs off) create table made as select 1`,
  `explain (analyze off, analyze on) select 1`,
]

const CATALOGS = [
  'pg_authid', 'pg_catalog.pg_shadow', 'pg_user_mapping', 'pg_user_mappings', 'pg_subscription', 'pg_hba_file_rules',
  'pg_file_settings', 'pg_settings', 'pg_stat_activity', 'pg_stat_replication', 'pg_stats', 'pg_statistic',
  'pg_largeobject', 'pg_proc', 'pg_roles', 'pg_db_role_setting', 'pg_foreign_server', 'pg_locks', 'pg_config',
  'pg_prepared_statements', 'pg_replication_slots', 'pg_stat_ssl', 'pg_toast.pg_toast_1262',
  'information_schema.user_mapping_options', 'information_schema.routines', 'logins', 'over_traced', 'host_file',
] // prettier-ignore

const SETTINGS = ['all', 'data_directory', 'hba_file', 'primary_conninfo', 'ssl_key_file', 'my.secret']

export const POSTGRES_STATEMENTS: readonly CorpusStatement[] = [
  ...asWritten('statement', [...CHANGES, ...TRANSACTIONS]),
  ...asWritten(
    'stacked',
    CHANGES.map(change => `select 1; ${change}`),
  ),
  ...asWritten(
    'leaves the transaction',
    CHANGES.map(change => `commit; ${change}; begin`),
  ),
  ...asWritten(
    'hidden',
    HIDING.flatMap(hide => HIDDEN.map(hide)),
  ),
  ...asWritten('lexer', LEXER),
  ...asWritten(
    'catalog',
    CATALOGS.map(name => `select * from ${name}`),
  ),
  ...asWritten(
    'catalog in a sub-select',
    CATALOGS.map(name => `select 1 from orders where exists (table ${name})`),
  ),
  ...asWritten(
    'setting',
    SETTINGS.map(name => `show ${name}`),
  ),
  ...asWritten('row of a table', [
    'select c.trace_of from customers c',
    'select trace_of(c) from customers c',
    'select (c).trace_of from customers c',
  ]),
]
