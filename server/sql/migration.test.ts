import { beforeAll, describe, expect, it } from 'vitest'
import type { Engine } from '../domain.ts'
import { loadMigrationReaders } from './sql.ts'
import type { MigrationReaders, MigrationStatement } from './sql.ts'

let readers: MigrationReaders
beforeAll(async () => {
  readers = await loadMigrationReaders()
})

function read(engine: Engine, sql: string): readonly MigrationStatement[] {
  const reading = readers[engine]?.read(sql)
  if (reading?.ok !== true) throw new Error(reading?.message)
  return reading.statements
}

describe('a change of PostgreSQL', () => {
  it('is split where its own grammar splits it, with comments and texts whole', () => {
    const sql = `-- first; not here
create table a (b text default 'x;y'); comment on table a is $$;$$ ;;
alter table a add c int -- last`
    const statements = read('POSTGRES', sql)
    expect(statements.map(one => one.command)).toEqual(['CREATE TABLE', 'COMMENT', 'ALTER TABLE'])
    expect(statements.map(one => sql.slice(one.start, one.end))).toEqual(statements.map(one => one.sql))
    expect(statements[1]?.sql).toBe('comment on table a is $$;$$')
  })

  it('keeps places right behind characters of several bytes', () => {
    const sql = `comment on table a is '🐘é'; drop table b`
    expect(read('POSTGRES', sql)[1]).toMatchObject({ sql: 'drop table b', start: 29, end: 41 })
  })

  it.each([
    ['create index concurrently i on t (a)', 'STRUCTURE', false],
    ['create index i on t (a)', 'STRUCTURE', true],
    ['drop index concurrently i', 'STRUCTURE', false],
    ['alter table t detach partition p concurrently', 'STRUCTURE', false],
    ['alter table t detach partition p', 'STRUCTURE', true],
    ['reindex table t', 'MAINTENANCE', true],
    ['reindex table concurrently t', 'MAINTENANCE', false],
    ['reindex (concurrently) index i', 'MAINTENANCE', false],
    ['reindex schema s', 'MAINTENANCE', false],
    ['vacuum full t', 'MAINTENANCE', false],
    ['analyze t', 'MAINTENANCE', true],
    ['cluster', 'MAINTENANCE', false],
    ['cluster t using i', 'MAINTENANCE', true],
    ["alter type e add value 'x'", 'STRUCTURE', true],
    ['update t set a = 1', 'DATA', true],
    ['with x as (delete from t returning 1) select * from x', 'QUERY', true],
    ['commit', 'TRANSACTION', true],
    ['prepare transaction $$x$$', 'TRANSACTION', true],
    ["set lock_timeout = '1h'", 'SESSION', true],
    ['do $$begin end$$', 'OPAQUE', true],
    ["copy t from program 'x'", 'OPAQUE', true],
    ['call p()', 'OPAQUE', true],
    ['alter system set x = 1', 'SERVER', false],
    ['create database d', 'SERVER', false],
    ['create role r', 'SERVER', true],
  ])('knows %s', (sql, kind, transactional) => {
    expect(read('POSTGRES', sql)).toMatchObject([{ kind, transactional, sql }])
  })

  it('says where it cannot be read', () => {
    expect(readers.POSTGRES?.read('alter table t ad column x int')).toMatchObject({ ok: false, start: 14 })
  })
})

describe('a change of MySQL', () => {
  it('is split between statements, not in texts, names or comments', () => {
    const sql = "create table a (b varchar(9) default ';'); -- ;\nalter table `a;b` add c int; "
    expect(read('MYSQL', sql).map(one => one.sql)).toEqual([
      "create table a (b varchar(9) default ';')",
      'alter table `a;b` add c int',
    ])
  })

  it('keeps the body of a trigger in one statement', () => {
    const body = `create trigger t before insert on a for each row begin
      if new.b > 0 then set new.b = if(new.b > 9, 9, new.b); end if;
      case when new.c then set new.b = 1; else set new.b = 2; end case;
    end`
    const statements = read('MYSQL', `${body}; drop table x`)
    expect(statements.map(one => one.command)).toEqual(['CREATE TRIGGER', 'DROP TABLE'])
    expect(statements[0]?.sql).toBe(body)
  })

  it.each([
    ['alter table t add column a int', 'STRUCTURE', 'ALTER TABLE', false],
    ['alter ignore table t add unique (a)', 'STRUCTURE', 'ALTER TABLE', false],
    ['create or replace table t (a int)', 'STRUCTURE', 'CREATE TABLE', false],
    ['create unique index i on t (a)', 'STRUCTURE', 'CREATE INDEX', false],
    [
      'create or replace definer = current_user sql security invoker view v as select 1',
      'STRUCTURE',
      'CREATE VIEW',
      false,
    ],
    ['rename table a to b', 'STRUCTURE', 'RENAME TABLE', false],
    ['rename user a to b', 'SERVER', 'RENAME USER', false],
    ['create temporary table t (a int)', 'OPAQUE', 'CREATE TEMPORARY TABLE', false],
    ['update t set a = 1', 'DATA', 'UPDATE', true],
    ['create user u', 'SERVER', 'CREATE USER', false],
    ['drop database d', 'SERVER', 'DROP DATABASE', false],
    ['set foreign_key_checks = 0', 'SESSION', 'SET', false],
    ['set session sql_mode = "", unique_checks = 0', 'SESSION', 'SET', false],
    ['set global foreign_key_checks = 0', 'SERVER', 'SET', false],
    ['set sql_mode = "", global max_connections = 1', 'SERVER', 'SET', false],
    ['set @@global.max_connections = 1', 'SERVER', 'SET', false],
    ['set statement max_statement_time = 1 for drop table t', 'SERVER', 'SET', false],
    ['set password = "x"', 'SERVER', 'SET', false],
    ['use other', 'SERVER', 'USE', false],
    ['grant select on t to u', 'SERVER', 'GRANT', false],
    ['create function f returns string soname "lib.so"', 'SERVER', 'CREATE FUNCTION', false],
    ['lock tables t write', 'TRANSACTION', 'LOCK', false],
    ['start transaction', 'TRANSACTION', 'START', false],
    ['call p()', 'OPAQUE', 'CALL', false],
    ['create banana b', 'OTHER', 'CREATE BANANA', false],
  ])('knows %s', (sql, kind, command, transactional) => {
    expect(read('MYSQL', sql)).toMatchObject([{ kind, command, transactional, sql }])
  })

  it('does not read comments that servers execute', () => {
    expect(readers.MYSQL?.read('/*!50000 drop table t */')).toMatchObject({ ok: false })
  })
})

describe('what a statement of PostgreSQL does', () => {
  const actions = (sql: string) => read('POSTGRES', sql).flatMap(one => one.actions)

  it('is told clause by clause, with the place of each', () => {
    const sql = `alter table only s."T" /* first, */ add column é numeric(10, 2) collate x constraint k check (é > 0) deferrable, alter b set not null`
    const found = actions(sql)
    expect(found.map(({ does, start, end }) => [does, sql.slice(start, end)])).toEqual([
      ['ADD COLUMN', 'add column é numeric(10, 2) collate x constraint k check (é > 0) deferrable'],
      ['SET NOT NULL', 'alter b set not null'],
    ])
    expect(found[0]).toMatchObject({
      table: { schema: 's', name: '"T"' },
      column: {
        ...{ name: '"é"', type: 'numeric', sql: 'é numeric(10, 2) collate x' },
        constraints: [{ kind: 'CHECK', name: 'k', sql: 'check (é > 0) deferrable' }],
      },
    })
  })

  it.each([
    ['alter table t add a uuid default gen_random_uuid()', { column: { calls: ['gen_random_uuid'] } }],
    ['alter table t add a int default 1 not null', { column: { default: '1', calls: [] } }],
    ['alter table t add a serial', { column: { type: 'serial', counts: true } }],
    ['alter table t alter a type varchar(3) using a::text', { typeSql: 'varchar(3)', hasUsing: true }],
    [
      'alter table t add constraint k foreign key (a) references u on delete cascade not valid',
      { constraint: { name: 'k', kind: 'FOREIGN KEY', cascades: true, notValid: true } },
    ],
    ['alter table t add primary key using index i', { constraint: { kind: 'PRIMARY KEY', usingIndex: 'i' } }],
    [
      'create unique index concurrently i on only t (a, lower(b))',
      { unique: true, only: true, columns: null },
    ],
    ['drop index concurrently s.i, j', { what: 'INDEX', names: [{ schema: 's', name: 'i' }, { name: 'j' }] }],
    ['reindex (concurrently false) table t', { what: 'TABLE', concurrently: false }],
    ['vacuum (full) t', { does: 'VACUUM FULL', tables: [{ name: 't' }] }],
    ['create view v with (security_invoker) as select t.* from t', { hasStar: true, asInvoker: true }],
    ['grant select on t to public', { toEverybody: true, privileges: ['SELECT'] }],
    [`comment on table ${'a'.repeat(64)} is null`, { does: 'CUT NAME', name: 'a'.repeat(64) }],
  ])('%s', (sql, action) => {
    expect(actions(sql)).toMatchObject([action])
  })
})
