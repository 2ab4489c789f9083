import { describe, expect, it } from 'vitest'
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
    `show all`,
    `show data_directory`,
    `explain select 1`,
    `explain analyze create table a as select 1`,
    `explain (analyze, verbose) select 1`,
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
