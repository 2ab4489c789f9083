import { describe, expect, it } from 'vitest'
import type { AlterTable, WrittenChange } from '../../written-change.ts'
import { mysqlMigrationReader } from '../read-migration.ts'

function read(sql: string): WrittenChange {
  const reading = mysqlMigrationReader.read(sql)
  if (!reading.ok) throw new Error(reading.message)
  return reading.statements[0]?.written ?? { verb: 'UNREAD' }
}

function actionsOf(sql: string): AlterTable['actions'] {
  const written = read(sql)
  if (!('actions' in written)) throw new Error(`${written.verb}: ${sql}`)
  return written.actions
}

/** With the places as the text that stands there. */
function shown(sql: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map(one => shown(sql, one))
  if (typeof value !== 'object' || value === null) return value
  const { start, end, ...fields } = value as Record<string, unknown>
  const at = typeof start === 'number' && typeof end === 'number' ? { at: sql.slice(start, end) } : {}
  return { ...at, ...Object.fromEntries(Object.entries(fields).map(([key, one]) => [key, shown(sql, one)])) }
}

const shownActions = (sql: string) => shown(sql, actionsOf(sql))

describe('a change of a table', () => {
  it.each([
    ['alter table t add column a int', ['ADD_COLUMN']],
    ['alter table t add a int first', ['ADD_COLUMN']],
    ['alter table t add column if not exists a int after b', ['ADD_COLUMN']],
    ['alter table t add column (a int, b varchar(3))', ['ADD_COLUMN', 'ADD_COLUMN']],
    ['alter table t add a decimal(10,2) unsigned zerofill not null default 0.5 comment "x"', ['ADD_COLUMN']],
    ['alter table t modify a bigint not null', ['MODIFY_COLUMN']],
    ['alter table t change column a b varchar(30) charset latin1', ['MODIFY_COLUMN']],
    ['alter table t add index i (a), add key (b(10) desc)', ['ADD_INDEX', 'ADD_INDEX']],
    ['alter table t add constraint u unique (a, b) using btree', ['ADD_INDEX']],
    ['alter table t add fulltext index (a) with parser ngram', ['ADD_INDEX']],
    ['alter table t drop primary key, add primary key (a)', ['DROP_PRIMARY_KEY', 'ADD_INDEX']],
    [
      'alter table t add constraint c foreign key (a) references u (id) on delete cascade',
      ['ADD_FOREIGN_KEY'],
    ],
    ['alter table t add constraint check (a > 1), add check (b) not enforced', ['ADD_CHECK', 'ADD_CHECK']],
    [
      'alter table t drop index i, drop foreign key k, drop constraint c',
      ['DROP_INDEX', 'DROP_CONSTRAINT', 'DROP_CONSTRAINT'],
    ],
    ['alter table t drop a, drop column if exists `b c`', ['DROP_COLUMN', 'DROP_COLUMN']],
    [
      'alter table t alter a set default (uuid()), alter column b drop default',
      ['ALTER_DEFAULT', 'ALTER_DEFAULT'],
    ],
    ['alter table t alter index i invisible, alter index j not ignored', ['ALTER_INDEX', 'ALTER_INDEX']],
    [
      'alter table t rename column a to b, rename index i to j, rename to s.u',
      ['RENAME_COLUMN', 'RENAME_INDEX', 'RENAME_TABLE'],
    ],
    ['alter table t convert to character set utf8mb4 collate utf8mb4_bin', ['CONVERT_CHARSET']],
    [
      'alter table t default character set = utf8mb4 collate utf8mb4_bin',
      ['DEFAULT_CHARSET', 'DEFAULT_CHARSET'],
    ],
    ['alter table t engine=InnoDB row_format=dynamic', ['ENGINE', 'OPTION']],
    ['alter table t add a int, algorithm=inplace, lock=none', ['ADD_COLUMN', 'ALGORITHM', 'LOCK']],
    ['alter table t force, comment "a, b", auto_increment = 5', ['OPTION', 'OPTION', 'OPTION']],
    ['alter table t drop partition p0, p1', ['PARTITION']],
    ['alter table t partition by range (a) (partition p0 values less than (5))', ['PARTITION']],
    ['alter table t add system versioning', ['OPTION']],
    [
      'create unique index i on s.t (a, (b + 1)) algorithm=inplace lock=none',
      ['ADD_INDEX', 'ALGORITHM', 'LOCK'],
    ],
    ['drop index i on t', ['DROP_INDEX']],
    [
      'create table t (a int primary key auto_increment, key (a)) engine=aria charset=utf8',
      ['ADD_COLUMN', 'ADD_INDEX', 'ENGINE', 'DEFAULT_CHARSET'],
    ],
    ['create table t (a int) partition by hash (a) partitions 4', ['ADD_COLUMN', 'PARTITION']],
    ['create table t like u', []],
    ['create table t as select 1 a', []],
  ])('is read: %s', (sql, kinds) => {
    expect(actionsOf(sql).map(({ kind }) => kind)).toEqual(kinds)
  })

  it('tells all that is said of a column, and where', () => {
    const sql = `alter table t change a \`rank\` enum('x,y','it''s') character set latin1 not null default 'x,y' after b`
    expect(shownActions(sql)).toMatchObject([
      {
        at: sql.slice('alter table t '.length),
        from: 'a',
        column: {
          name: 'rank',
          reserved: true,
          type: { name: 'ENUM', arguments: ['x,y', "it's"], charset: { at: 'latin1', name: 'latin1' } },
          notNull: true,
          default: { kind: 'LITERAL', text: 'x,y', at: "'x,y'" },
          position: 'AFTER',
        },
      },
    ])
  })

  it.each([
    ['int', null],
    ['int default 5', 'LITERAL'],
    ['int default -5', 'LITERAL'],
    ['int default (5)', 'LITERAL'],
    ['int default null', 'NULL'],
    ['datetime(3) default current_timestamp(3) on update current_timestamp(3)', 'NOW'],
    ['datetime default now()', 'NOW'],
    ['varchar(36) default (uuid())', 'EXPRESSION'],
    ['varchar(36) default uuid()', 'EXPRESSION'],
    ['date default (current_date + interval 1 day)', 'EXPRESSION'],
    ["bit(1) default b'1'", 'LITERAL'],
  ])('tells what kind of a default there is in %s', (definition, kind) => {
    expect(actionsOf(`alter table t add a ${definition}`)).toMatchObject([
      { column: { default: kind === null ? null : { kind } } },
    ])
  })

  it('finds what is computed, checked, referred to and waited for', () => {
    const sql = `alter ignore table t wait 5 add a int generated always as (b * 2) stored, add c int references u (id) on delete set null check (c > 0)`
    expect(shown(sql, read(sql))).toMatchObject({
      ignores: { at: 'ignore' },
      wait: { at: 'wait 5' },
      actions: [
        { column: { generated: { stored: true, word: { at: 'stored' } } } },
        {
          column: {
            reference: { at: 'references u (id) on delete set null', onDelete: 'SET NULL', columns: ['id'] },
            check: { at: 'check (c > 0)' },
          },
        },
      ],
    })
  })

  it('calls types by their usual names', () => {
    const typeOf = (type: string) => {
      const [action] = actionsOf(`alter table t add a ${type}`)
      return action?.kind === 'ADD_COLUMN' ? action.column.type : null
    }
    expect(typeOf('integer(11)')).toMatchObject({ name: 'INT', arguments: ['11'] })
    expect(typeOf('double precision')).toMatchObject({ name: 'DOUBLE' })
    expect(typeOf('character varying(9)')).toMatchObject({ name: 'VARCHAR', arguments: ['9'] })
    expect(typeOf('serial')).toMatchObject({ name: 'BIGINT', unsigned: true })
    expect(typeOf('numeric(5, 2)')).toMatchObject({ name: 'DECIMAL', arguments: ['5', '2'] })
  })

  it('leaves unknown what it does not know, and reads the rest', () => {
    expect(actionsOf('alter table t frobnicate (a, b) now, add c int').map(({ kind }) => kind)).toEqual([
      'UNKNOWN',
      'ADD_COLUMN',
    ])
    expect(actionsOf('alter table t add a int gargle').map(({ kind }) => kind)).toEqual(['UNKNOWN'])
    expect(actionsOf('alter table t add index (a) sideways').map(({ kind }) => kind)).toEqual(['UNKNOWN'])
  })
})

describe('another statement of a change', () => {
  it.each([
    [
      'drop table if exists a, s.b',
      { verb: 'DROP_TABLE', tables: [{ name: 'a' }, { schema: 's', name: 'b' }] },
    ],
    [
      'rename table a to b, c to d',
      { verb: 'RENAME_TABLE', pairs: [{ to: { name: 'b' } }, { to: { name: 'd' } }] },
    ],
    ['truncate table t', { verb: 'TRUNCATE', table: { name: 't' } }],
    [
      'set session foreign_key_checks = 0, sql_mode = ""',
      { verb: 'SET', settings: [{ name: 'foreign_key_checks', value: '0' }, { name: 'sql_mode' }] },
    ],
    ['set @@session.unique_checks=0', { verb: 'SET', settings: [{ name: 'unique_checks', value: '0' }] }],
    ['update t set a = (select 1 from u where x)', { verb: 'WRITE_ROWS', all: true }],
    ['update t set a = 1 where b', { verb: 'WRITE_ROWS', all: false }],
    ['delete from t', { verb: 'WRITE_ROWS', what: 'DELETE', all: true }],
    ['insert into t select * from u', { verb: 'WRITE_ROWS', what: 'INSERT', all: false }],
    ['create or replace table t (a int)', { verb: 'CREATE_TABLE', table: { name: 't' } }],
    ['create view v as select 1', { verb: 'CREATE_PROGRAM', what: 'VIEW', asInvoker: false }],
    [
      'create or replace sql security invoker view v as select 1',
      { verb: 'CREATE_PROGRAM', asInvoker: true },
    ],
    [
      'create function f() returns int sql security invoker return 1',
      { verb: 'CREATE_PROGRAM', what: 'FUNCTION', asInvoker: true },
    ],
    [
      'create procedure p() begin select 1; end',
      { verb: 'CREATE_PROGRAM', what: 'PROCEDURE', asInvoker: false },
    ],
    ['create table t (a banana(1', { verb: 'UNREAD' }],
    ['create table t (a int) with sauce', { verb: 'UNREAD' }],
    ['optimize table t', { verb: 'UNREAD' }],
  ])('is read: %s', (sql, expected) => {
    expect(read(sql)).toMatchObject(expected)
  })
})
