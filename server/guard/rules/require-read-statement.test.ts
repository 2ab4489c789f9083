import { describe, expect, it } from 'vitest'
import { refusedByMysql } from '../../../tests/fixtures/judge-mysql.ts'
import { judgePostgres, refusedBy } from '../../../tests/fixtures/judge-postgres.ts'

describe('require-read-statement', () => {
  it.each([
    `create table a (b int)`,
    `create table a as select 1`,
    `create temp table a (b int)`,
    `create view v as select 1`,
    `create materialized view v as select 1`,
    `drop table a`,
    `alter table a add b int`,
    `truncate a`,
    `comment on table a is 'x'`,
    `grant select on a to b`,
    `revoke all on a from b`,
    `create role r`,
    `alter role r superuser`,
    `create extension x`,
    `create function f() returns int language sql as 'select 1'`,
    `do $$ begin null; end $$`,
    `call f()`,
    `commit`,
    `rollback`,
    `begin`,
    `start transaction read write`,
    `end`,
    `abort`,
    `savepoint a`,
    `prepare transaction 'x'`,
    `set transaction read write`,
    `set session characteristics as transaction read write`,
    `set default_transaction_read_only = off`,
    `set local statement_timeout = 0`,
    `reset all`,
    `set role postgres`,
    `explain create table a as select 1`,
    `explain execute q`,
    `explain declare c cursor for select 1`,
    `explain refresh materialized view a`,
    `copy a to '/tmp/a'`,
    `copy (select 1) to program 'cat'`,
    `copy a from stdin`,
    `vacuum`,
    `analyze`,
    `reindex table a`,
    `cluster a`,
    `checkpoint`,
    `lock table a`,
    `listen a`,
    `notify a`,
    `unlisten *`,
    `prepare p as select 1`,
    `execute p`,
    `deallocate all`,
    `discard all`,
    `declare c cursor with hold for select 1`,
    `fetch c`,
    `close c`,
    `load 'x'`,
    `refresh materialized view v`,
    `security label on table a is 'x'`,
    `reassign owned by a to b`,
    `import foreign schema a from server b into c`,
    `alter system set a = 1`,
    `create rule r as on select to a do instead select 1`,
    `set constraints all deferred`,
  ])('refuses %s', sql => {
    expect(refusedBy(sql)).toEqual(['require-read-statement'])
  })

  it.each([
    `select 1`,
    `(select 1)`,
    `((select 1) limit 1)`,
    `values (1), (2)`,
    `table a`,
    `with x as (select 1) table x`,
    `select 1 union all (values (2)) except table a`,
    `/* drop */ select 1`,
    `\n\t select 1`,
  ])('allows %s', sql => {
    expect(refusedBy(sql)).toEqual([])
  })

  it('says in words what the statement is and that queries only read', () => {
    expect(judgePostgres('create table a (b int)').refusals[0]?.message).toBe(
      'This is CREATE TABLE, not a SELECT. Queries here only read; they never change data, tables or settings.',
    )
  })
})

describe('require-read-statement on MySQL', () => {
  it.each([
    `drop table a`,
    `create table a as select 1`,
    `create or replace view v as select 1`,
    `alter table a add b int`,
    `truncate a`,
    `rename table a to b`,
    `grant select on a to b`,
    `revoke all on a from b`,
    `set autocommit = 0`,
    `set global max_connections = 1`,
    `set statement max_statement_time = 0 for select 1`,
    `use mysql`,
    `call p()`,
    `do sleep(1)`,
    `handler a open`,
    `handler a read first`,
    `start transaction`,
    `begin`,
    `begin not atomic select 1`,
    `commit`,
    `rollback`,
    `savepoint a`,
    `xa start 'a'`,
    `prepare s from 'select 1'`,
    `execute s`,
    `execute immediate 'drop table a'`,
    `deallocate prepare s`,
    `lock tables a write`,
    `unlock tables`,
    `flush tables with read lock`,
    `kill 1`,
    `shutdown`,
    `optimize table a`,
    `analyze table a`,
    `analyze select 1`,
    `analyze format=json select 1`,
    `explain analyze select 1`,
    `explain for connection 1`,
    `show processlist`,
    `show grants`,
    `show variables`,
    `install plugin a soname 'b'`,
    `purge binary logs to 'x'`,
    `reset master`,
    `change master to master_host = 'x'`,
    `stop slave`,
    `checksum table a`,
    `repair table a`,
    `check table a`,
    `cache index a in b`,
    `load index into cache a`,
    `signal sqlstate '45000'`,
    `get diagnostics a = number`,
    `help 'x'`,
    `binlog 'x'`,
    `clone local data directory = 'x'`,
    `import table from 'x'`,
    `restart`,
    `backup stage start`,
    `if 1 then select 1`,
    `while 1 do select 1`,
    `declare a int`,
    `return 1`,
    `select_ 1`,
  ])('refuses %s', sql => {
    expect(refusedByMysql(sql)).toContain('require-read-statement')
  })

  it.each([
    `select 1`,
    `(select 1)`,
    `with x as (select 1) select * from x`,
    `table a`,
    `values (1), (2)`,
    `select 1 union select 2`,
    `select 'drop table a'`,
    `explain select 1`,
    `describe a`,
    `desc a`,
    `show tables`,
    `show create table a`,
    `show create database shop`,
  ])('allows %s', sql => {
    expect(refusedByMysql(sql)).toEqual([])
  })

  it.each(['select', 'select from a', 'with x as (select 1) select from x', '(select) union all select'])(
    'refuses a SELECT without columns: %s',
    sql => {
      expect(refusedBy(sql)).toEqual(['require-read-statement'])
    },
  )

  it.each(['select 1 where exists (select from a)', 'explain select from a', 'values (1)', 'table a'])(
    'allows what has a result: %s',
    sql => {
      expect(refusedBy(sql)).toEqual([])
    },
  )
})
