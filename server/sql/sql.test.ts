import { beforeAll, describe, expect, it } from 'vitest'
import { loadSqlParsers } from './sql.ts'
import type { ParseResult, Reference, SqlParser, Statement } from './sql.ts'

let parser: SqlParser
beforeAll(async () => {
  const loaded = (await loadSqlParsers()).POSTGRES
  if (loaded === undefined) throw new Error('no parser for PostgreSQL')
  parser = loaded
})

function only(sql: string): Statement {
  const parsed = parser.parse(sql)
  const statement = parsed.ok && parsed.statements.length === 1 ? parsed.statements[0] : undefined
  if (statement === undefined) throw new Error(`not one statement: ${sql}`)
  return statement
}

function failure(sql: string): Extract<ParseResult, { ok: false }> {
  const parsed = parser.parse(sql)
  if (parsed.ok) throw new Error(`parsed: ${sql}`)
  return parsed
}

const dotted = ({ schema, name }: Reference): string => (schema === null ? name : `${schema}.${name}`)

describe('tables of a statement', () => {
  it.each([
    ['select 1', []],
    ['table a', ['a']],
    ['select * from a, b.c join "D e" on true', ['a', 'b.c', 'D e']],
    ['select (select max(x) from b) from a where exists (select from c)', ['a', 'b', 'c']],
    ['select * from a union select * from b intersect select * from c', ['a', 'b', 'c']],
    ['with x as (select * from a) select * from x, s.x', ['a', 's.x']],
    ['with x as (select * from x) select * from x', ['x']],
    ['with recursive x as (select 1 union all select * from x) select * from x', []],
    ['with x as (select * from y), y as (select * from x) select * from y', ['y']],
    ['with recursive x as (select * from y), y as (select 1) select * from x', []],
    ['select * from (with x as (select 1) select * from x) s, x', ['x']],
    ['(with x as (select 1) select * from x) union select * from x', ['x']],
    ['with x as (select 1) select * from (select * from x) s where exists (select from x)', []],
    ['select * from rows from (generate_series(1, (select max(n) from a))) g', ['a']],
    ['select * from a tablesample system (1)', ['a']],
    ['select array(select x from a), row(1, (select y from b))', ['a', 'b']],
    [
      'select sum(x) filter (where x in (select y from b)) over (order by (select z from c)) from a',
      ['a', 'b', 'c'],
    ],
  ])('%s', (sql, tables) => {
    expect(only(sql).tables.map(dotted).sort()).toEqual([...tables].sort())
  })
})

describe('operators of a statement', () => {
  it.each([
    ['select a + b', ['+']],
    ['select case a when b then 1 end', ['=']],
    ['select case when a then 1 end', []],
    ['select a in (select b from t)', ['=']],
    ['select a < any (select b from t), exists (select 1)', ['<']],
    ['select a between b and c', ['<=', '>=', 'BETWEEN']],
    ['select a not between symmetric b and c', ['<', '>', 'NOT BETWEEN SYMMETRIC']],
    ['select 1 from t join u using (a)', ['=']],
    ['select 1 from t natural join u', ['=']],
    ['select 1 from t join u on true', []],
  ])('%s', (sql, operators) => {
    expect(only(sql).operators.map(dotted).sort()).toEqual(operators)
  })
})

describe('functions of a statement', () => {
  it.each([
    ['select lower(a), pg_catalog.upper(b)', ['CALL lower', 'CALL pg_catalog.upper']],
    [
      'select 1 from f(1), lateral g(2), rows from (h(3), i(4)) with ordinality',
      ['CALL f', 'CALL g', 'CALL h', 'CALL i'],
    ],
    [`select U&"\\006c\\006f\\0077er"('A')`, ['CALL lower']],
    ['select LOWER(a), "Lower"(a)', ['CALL Lower', 'CALL lower']],
    [`select ('x').f, (a.b).g.h`, ['ATTRIBUTE f', 'ATTRIBUTE g', 'ATTRIBUTE h', 'FIELD b']],
    ['select t.f from t', ['FIELD f']],
    // Of a value in FROM.
    ['select x.f from g(1) x', ['ATTRIBUTE f', 'CALL g']],
    ['select g.f from g(1)', ['ATTRIBUTE f', 'CALL g']],
    ['select n.f from cast(1 as int) n', ['ATTRIBUTE f']],
    ['select int4.f from cast(1 as int)', ['ATTRIBUTE f']],
    ['select (select x.f) from a, lateral g(a.b) x', ['ATTRIBUTE f', 'CALL g', 'FIELD b']],
    ['select x.f, x.e from g(1) x(f)', ['ATTRIBUTE e', 'CALL g', 'FIELD f']],
    ['select x.f from g(1) as x(f int)', ['CALL g', 'FIELD f']],
    [
      'select (select x.f from g(1) x), (select x.f from g(1) x(f))',
      ['ATTRIBUTE f', 'ATTRIBUTE f', 'CALL g', 'CALL g'],
    ],
    ['select x.f from (select * from g(1) y) x', ['CALL g', 'FIELD f']],
    ['select f from t', []],
    ['select * from t tablesample bernoulli (f(1))', ['CALL f', 'SAMPLING bernoulli']],
    ['select array[[f(1)], [g(2)]]', ['CALL f', 'CALL g']],
    ['values (f(1)), (g(2))', ['CALL f', 'CALL g']],
    ['select 1 group by grouping sets ((f(1)), ())', ['CALL f']],
    ['select 1 limit f(1) offset g(2)', ['CALL f', 'CALL g']],
    ['select 1 from t window w as (order by f(1) rows g(2) preceding)', ['CALL f', 'CALL g']],
    [`select json_table.* from json_table(f('{}'), '$' columns (a int path '$'))`, ['CALL f']],
    [`select json_object('a': f(1))`, ['CALL f']],
    ['select f(x => g(1), variadic h(2))', ['CALL f', 'CALL g', 'CALL h']],
    [`select timestamp '2024-01-01' at time zone 'UTC'`, ['CALL pg_catalog.timezone']],
  ])('%s', (sql, functions) => {
    const found = only(sql).functions.map(call => `${call.form} ${dotted(call)}`)
    expect(found.sort()).toEqual([...functions].sort())
  })
})

describe('other facts', () => {
  it('names operators and types, with their schemas', () => {
    const statement = only(
      `select a operator(s.+) b, c::int, d::s.t, e = any (array[1]) from x order by f using <`,
    )
    expect(statement.operators.map(dotted).sort()).toEqual(['<', '=', 's.+'])
    expect(statement.types.map(dotted).sort()).toEqual(['pg_catalog.int4', 's.t'])
  })

  it.each([
    ['select 1', 'SELECT', true],
    ['values (1)', 'SELECT', true],
    ['table a', 'SELECT', true],
    ['with x as (select 1) select * from x', 'SELECT', true],
    ['update a set b = 1', 'UPDATE', false],
    ['create table a (b int)', 'CREATE TABLE', false],
    ['alter role a login', 'ALTER ROLE', false],
    ['explain select 1', 'EXPLAIN SELECT', true],
    ['explain create table a as select 1', 'EXPLAIN CREATE TABLE AS', false],
    ['show timezone', 'SHOW', true],
    ['set timezone = 1', 'SET', false],
  ])('%s is %s', (sql, command, reads) => {
    expect(only(sql)).toMatchObject({ command, reads })
  })

  it.each([
    ['select a, b as c, lower(d), 1 from t', ['a', 'c', 'lower', null]],
    ['select t.a from t union select b from u', ['a']],
    ['values (1, 2)', ['column1', 'column2']],
    ['select * from t', null],
    ['select t.*, 1 as one from t', null],
  ])('columns of %s', (sql, columns) => {
    expect(only(sql).columns).toEqual(columns)
  })
})

describe('places', () => {
  it.each([
    [`select 'é', missing from x`, 'x'],
    [`select '😀😀', 'é' from "é😀"`, '"é😀"'],
    [`/* 😀 ü */ select * from\n\tschéma."t b" -- é`, 'schéma."t b"'],
  ])('are UTF-16 offsets: %s', (sql, word) => {
    const table = only(sql).tables[0]
    expect(sql.slice(table?.start, table?.end)).toBe(word)
  })

  it('of statements leave out the blanks around them and the semicolon', () => {
    const sql = ` select 'é😀' ;\n\n select 2;select 3 `
    const parsed = parser.parse(sql)
    expect(parsed.ok && parsed.statements.map(({ start, end }) => sql.slice(start, end))).toEqual([
      `select 'é😀'`,
      'select 2',
      'select 3',
    ])
  })

  it('of a syntax error is that of the word that does not fit', () => {
    const sql = `select '😀é' frm t t t`
    expect(failure(sql)).toMatchObject({
      message: expect.stringContaining('syntax error') as string,
      start: 17,
    })
    expect(sql.slice(17)).toBe('t t t')
  })
})

describe('text that is not read', () => {
  it.each([
    ['more than 100,000 characters', `select '${'x'.repeat(100_000)}'`, '100,009 characters'],
    ['a NUL, behind which the parser would not look', 'select 1 \0; drop table a', 'NUL'],
    ['half of a surrogate pair', 'select \ud800', 'half of a character'],
    ['an unterminated string', `select 'a`, 'unterminated quoted string'],
    ['a long text with an unterminated string', `select '${'x'.repeat(6_000)}`, `"'${'x'.repeat(39)}…"`],
    ['a long list with an unterminated string', `select ${'1,'.repeat(4_000)}'`, 'not closed'],
    ['deep brackets', `select ${'(select '.repeat(3_000)}1${')'.repeat(3_000)}`, 'nested too deeply'],
    ['a long chain', `select 1${'+1'.repeat(40_000)}`, 'nested too deeply'],
    ['a long chain of casts', `select 1${'::a'.repeat(30_000)}`, 'nested too deeply'],
    [
      'a chain that commas seem to break',
      `${'select 1,2 union '.repeat(5_000)}select 1,2`,
      'nested too deeply',
    ],
    ['brackets in a string that do not close', `select 1, '${'('.repeat(3_000)}'`, 'nested too deeply'],
    ['a chain of signs', `select ${'+-'.repeat(5_000)}1`, 'nested too deeply'],
    ['arrays in arrays', `select ${'a['.repeat(20_000)}1${']'.repeat(20_000)}`, 'nested too deeply'],
  ])('is %s', (_, sql, message) => {
    expect(failure(sql).message).toContain(message)
  })

  it('does no harm to the parser, however often it comes', () => {
    const deep = `select ${'(select '.repeat(2_700)}1${')'.repeat(2_700)}`
    for (let round = 0; round < 40; round++) failure(deep)
    expect(only('select a from t').tables.map(dotted)).toEqual(['t'])
  })
})

describe('long text that is read', () => {
  it.each([
    [
      'a list of 15,000 numbers',
      `select * from a where id in (${Array.from({ length: 15_000 }, (_, i) => i).join()})`,
    ],
    [
      '2,000 rows of VALUES',
      `values ${Array.from({ length: 2_000 }, (_, i) => `(${i}, 'row ${i}')`).join()}`,
    ],
    [
      '1,000 conditions',
      `select 1 from a where ${Array.from({ length: 1_000 }, (_, i) => `b = ${i}`).join(' or ')}`,
    ],
    ['500 branches of CASE', `select case ${'when a = 1 then 2 '.repeat(500)} end from t`],
    ['300 sub-selects in a row', `select ${'(select max(x) from y where z is not null), '.repeat(300)} 1`],
  ])('%s', (_, sql) => {
    expect(only(sql).reads).toBe(true)
  })
})

describe('empty text', () => {
  it.each(['', '  \n', ';;', '-- nothing', '/* nothing */'])('has no statements: %j', sql => {
    expect(parser.parse(sql)).toEqual({ ok: true, statements: [] })
  })
})
