import { describe, expect, it } from 'vitest'
import type { Reference, Statement } from '../statement.ts'
import { createMysqlParser } from './mysql-parser.ts'

const mysqlParser = createMysqlParser()

function only(sql: string): Statement {
  const parsed = mysqlParser.parse(sql)
  const statement = parsed.ok && parsed.statements.length === 1 ? parsed.statements[0] : undefined
  if (statement === undefined) throw new Error(`not one statement: ${sql}`)
  return statement
}

function failure(sql: string): { message: string; start: number | null } {
  const parsed = mysqlParser.parse(sql)
  if (parsed.ok) throw new Error(`parsed: ${sql}`)
  return parsed
}

const dotted = ({ schema, name }: Reference): string => (schema === null ? name : `${schema}.${name}`)

describe('tables of a statement', () => {
  it.each([
    ['select 1 from dual', []],
    ['table a', ['a']],
    ['select * from a, b.c join `D e` on true', ['D e', 'a', 'b.c']],
    ['select (select max(x) from b) from a where exists (select 1 from c)', ['a', 'b', 'c']],
    ['select * from a union select * from b except select * from c', ['a', 'b', 'c']],
    ['with x as (select * from a) select * from x, s.x', ['a', 's.x']],
    ['with x as (select * from x) select * from x', ['x']],
    ['with recursive x as (select 1 union all select * from x) select * from x', []],
    ['with x as (select * from y), y as (select * from x) select * from y', ['y']],
    ['select * from (with x as (select 1) select * from x) s, x', ['x']],
    ['(with x as (select 1) select * from x) union select * from x', ['x']],
    [
      'select * from ((select * from a) union (select * from b)) x, (c join d using (e))',
      ['a', 'b', 'c', 'd'],
    ],
    ['select a.b, c.d.e, f.* from g.h as i', ['g.h']],
    ['select t.select, t.from from t', ['t']],
    ['explain select * from a join s.b', ['a', 's.b']],
    ['explain with x as (select * from a) select * from x', ['a']],
    ['describe mysql.user', ['mysql.user']],
    ['show create table s.t', ['s.t']],
    ['show columns from t from mysql', ['mysql.t']],
    ['show tables from mysql', ['mysql.*']],
    ['show tables where exists (select 1 from s.t)', ['*', 's.t']],
    ['show table status', ['*']],
  ])('%s', (sql, tables) => {
    expect(only(sql).tables.map(dotted).sort()).toEqual(tables)
  })
})

describe('functions of a statement', () => {
  it.each([
    ['select LOWER(a), `Upper`(b), s.F(c)', ['lower', 's.f', 'upper']],
    ['select current_date, CURRENT_USER', ['current_date', 'current_user']],
    ['select next value for s', ['nextval']],
    ['select cast(f(1) as char), convert(g(2), char), interval h(3) day + i(4)', ['f', 'g', 'h', 'i']],
    ['select interval(1, 2), interval (1) day + 2', ['interval']],
    [`select 'f(1)', "g(2)", \`h(3)\` /* i(4) */ -- j(5)`, []],
    ["select date, date(a), date '2020-01-01'", ['date']],
    ['select rank from t', []],
    ['explain select f(a) from t', ['f']],
    ['show index from t where g(1) = 1', ['g']],
  ])('%s', (sql, functions) => {
    expect(only(sql).functions.map(dotted).sort()).toEqual(functions)
  })
})

describe('other facts', () => {
  it.each([
    ['values (1)', 'SELECT', true],
    ['with x as (select 1) update a set b = 1', 'UPDATE', false],
    ['create table a (b int)', 'CREATE TABLE', false],
    ['set session transaction read write', 'SET SESSION', false],
    ['explain select 1', 'EXPLAIN SELECT', true],
    ['explain format = json with x as (select 1) select * from x', 'EXPLAIN SELECT', true],
    ['desc extended (select 1) union (select 2)', 'EXPLAIN SELECT', true],
    ['explain analyze select 1', 'EXPLAIN', false],
    ['explain format = tree analyze select 1', 'EXPLAIN', false],
    ['explain delete from t', 'EXPLAIN', false],
    ['explain for connection 5', 'EXPLAIN', false],
    ['explain into @x select 1', null, false],
    ['explain with x as (select 1) delete from t', 'EXPLAIN DELETE', false],
    ['analyze select 1', 'ANALYZE', false],
    ['describe t', 'DESCRIBE', true],
    ['explain s.t a', 'DESCRIBE', true],
    [`desc t 'a%'`, 'DESCRIBE', true],
    ['show tables', 'SHOW TABLES', true],
    [`show full tables from s like 'x%'`, 'SHOW TABLES', true],
    ['show table status where engine = 1', 'SHOW TABLE STATUS', true],
    ['show full columns from t in s', 'SHOW COLUMNS', true],
    ['show index from s.t where seq_in_index = 1', 'SHOW INDEX', true],
    ['show create table t', 'SHOW CREATE TABLE', true],
    ['show create view s.v', 'SHOW CREATE VIEW', true],
    ['show create database s', 'SHOW CREATE DATABASE', true],
    [`show databases like 'a'`, 'SHOW DATABASES', true],
    ['show character set', 'SHOW CHARACTER SET', true],
    ['show variables', 'SHOW VARIABLES', false],
    ['show global status', 'SHOW GLOBAL', false],
    ['show full processlist', 'SHOW FULL', false],
    ['show grants', 'SHOW GRANTS', false],
    ['show create user root', 'SHOW CREATE', false],
    ['show create procedure p', 'SHOW CREATE', false],
    ['show engine innodb status', 'SHOW ENGINE', false],
    ['show binlog events', 'SHOW BINLOG', false],
    ['show open tables', 'SHOW OPEN', false],
    ['show master status', 'SHOW MASTER', false],
    ['anything at all', 'ANYTHING', false],
  ])('%s is %s', (sql, command, reads) => {
    if (command === null) expect(mysqlParser.parse(sql).ok).toBe(false)
    else expect(only(sql)).toMatchObject({ command, reads })
  })

  it.each([
    ['select a, b as c, lower(d), 1, e `f`, g "h" from t', ['a', 'c', null, null, 'f', 'h']],
    ['select t.a from t union select b from u', ['a']],
    ['values (1, 2)', [null, null]],
    ['select t.*, 1 as one from t', null],
    ['select a + b, a or b, -a from t', [null, null, null]],
  ])('columns of %s', (sql, columns) => {
    expect(only(sql).columns).toEqual(columns)
  })

  it.each([
    ['select * from t', true],
    ['table t', true],
    ['select * from (select * from t) x', true],
    ['select sum(a) over () from t', true],
    ['select (select max(b) from u) from t', true],
    ['select * from t limit 1', false],
    ['select * from t where a', false],
    ['select distinct a from t', false],
    ['select a from t group by a', false],
    ['select 1 + max(a) from t', false],
    ['select 1', false],
  ])('whether %s reads a whole table', (sql, wholeTable) => {
    expect(only(sql).wholeTable).toBe(wholeTable)
  })

  it.each([
    ['select * from a, b', ['a', 'b']],
    ['select * from a, b x where a.i = x.i', []],
    ['select * from a, b, c where a.i = b.i and c.i between 1 and 2', ['c']],
    ['select * from a, b where a.i between b.i and b.j', []],
    ['select * from a, b where case when a.i and b.i then 1 end', []],
    ['select * from a, b where i = j', []],
    ['select * from a natural join b join c using (d)', []],
    ['select * from a join b on a.x = 1 join c on c.y = b.y', ['a', 'b', 'c']],
    ['select * from a, (select count(*) from b) x', []],
    ['select * from a where exists (select 1 from b, c)', ['b', 'c']],
  ])('tables that nothing ties in %s', (sql, names) => {
    const found = only(sql).crossJoins.map(({ words }) => words)
    expect(names).toEqual(expect.arrayContaining(found))
    expect(found.length > 0).toBe(names.length > 0)
  })

  it.each([
    ['select * from t where a = null', 1],
    ['select * from t where null <> a and b != null', 2],
    ['select * from t where a <=> null or a is null', 0],
    ['select * from t where a = null + 1', 0],
    [`select * from t where a = 'null'`, 0],
  ])('comparisons with NULL in %s', (sql, count) => {
    expect(only(sql).nullComparisons).toHaveLength(count)
  })
})

describe('places', () => {
  it('are UTF-16 offsets', () => {
    const sql = ` /* 😀 */ select '😀é', sleep(1) from \`schéma\` . t ; -- é`
    const { tables, functions, start, end } = only(sql)
    expect(sql.slice(tables[0]?.start, tables[0]?.end)).toBe('`schéma` . t')
    expect(sql.slice(functions[0]?.start, functions[0]?.end)).toBe('sleep')
    expect(sql.slice(start, end)).toBe(`select '😀é', sleep(1) from \`schéma\` . t`)
  })

  it('of trouble are where it begins', () => {
    expect(failure(`select '😀é' frm t t t`)).toMatchObject({ start: 17 })
    expect(failure(`select 1, 'open`)).toMatchObject({ start: 10 })
    expect(failure('select 1 /*! x */')).toMatchObject({ start: 9 })
    expect(failure('select a, @b')).toMatchObject({ start: 10 })
  })
})

describe('long and deep text', () => {
  it.each([
    [`select '${'x'.repeat(100_000)}'`, 'at most 100,000'],
    [
      `select 1${Array.from({ length: 2_000 }, (_, number) => ` + f_${number}(a)`).join('')}`,
      'at most 25,000',
    ],
    [`select ${'('.repeat(3_000)}1${')'.repeat(3_000)}`, 'nested too deeply'],
    [`select ${'(select '.repeat(3_000)}1${')'.repeat(3_000)}`, 'nested too deeply'],
    [`select * from ${'('.repeat(3_000)}a${')'.repeat(3_000)}`, 'nested too deeply'],
    [`${'('.repeat(3_000)}select 1${')'.repeat(3_000)}`, 'nested too deeply'],
    [`select ${'f('.repeat(3_000)}1${')'.repeat(3_000)}`, 'nested too deeply'],
    [`select ${'case when '.repeat(3_000)}1`, 'nested too deeply'],
    [`select ${'interval '.repeat(3_000)}1`, 'nested too deeply'],
    [`with x as ${'(with x as '.repeat(3_000)}`, 'nested too deeply'],
  ])('is refused (%#)', (sql, message) => {
    expect(failure(sql).message).toContain(message)
  })

  it.each([
    `select 1${'+1'.repeat(10_000)}`,
    `select ${'- '.repeat(40_000)}1`,
    `select ${'not '.repeat(20_000)}1`,
    `select * from a where id in (${Array.from({ length: 15_000 }, (_, i) => i).join()})`,
    `select 1 ${'union select 1 '.repeat(1_500)}`,
    `select 1 from a where ${Array.from({ length: 1_500 }, (_, i) => `b = ${i}`).join(' or ')}`,
  ])('is read where it is long only (%#)', sql => {
    expect(only(sql).reads).toBe(true)
  })
})
