import { describe, expect, it } from 'vitest'
import { confirmReading } from './confirm-reading.ts'
import { lex } from './lexer.ts'
import { createReading } from './reading.ts'
import { readStatement } from './read-statement.ts'
import { secondReadings } from './second-reading.ts'

/** Lets the second reader judge `sql` by what our grammar has found in `shown`, which is the same text by default. */
function confirm(sql: string, shown = sql): void {
  confirmReading(sql, lex(sql).slice(0, -1), readStatement(createReading(lex(shown))))
}

function secondTables(sql: string): readonly string[] {
  const [reading] = secondReadings(sql, lex(sql).slice(0, -1))
  return reading === undefined ? ['not read'] : [...reading.bareTables, ...reading.tables].sort()
}

describe('two readings', () => {
  it.each([
    ['select a from t', 'select a from s', 'which tables'],
    ['select a from t', 'select a from x.t', 'which tables'],
    ['select a from t, u', 'select a from t', 'which tables'],
    ['with x as (select 1) select * from x', 'select * from x', 'which tables'],
    ['select sleep(1)', 'select 1', 'which functions'],
    ['select a from t where f(1)', 'select a from t where f', 'which functions'],
    ['select s.f(1)', 'select f(1)', 'which functions'],
    ['select f(1), f(2)', 'select f(1)', 'which functions'],
    ['select a from t', 'select a from t for update', 'whether it locks'],
    ['select a from t for share', 'select a from t', 'whether it locks'],
    [`select a from t into outfile 'x'`, 'select a from t', 'whether it has INTO'],
    ['select ?', 'select 1', 'its parameters'],
    ['update t set a = 1', 'select a from t', 'whether this is one query'],
    ['select 1; select 2', 'select 1', 'whether this is one query'],
  ])('that differ are refused: %s read as %s', (sql, shown, words) => {
    expect(() => confirm(sql, shown)).toThrow(`Two readings of this differ in ${words}`)
  })

  it('are one reading where only our own knows the form, which is refused', () => {
    expect(() => confirm('select 1 1 1', 'select 1')).toThrow('Only one of two readers can read this')
  })

  it('are not needed for tables with a history, whose forms only our grammar knows', () => {
    expect(() => confirm('select * from t for system_time as of now() - interval 1 day')).not.toThrow()
  })
})

describe('forms that are shown in another way', () => {
  it.each([
    'select cast((select max(a) from u) as unsigned), convert(f(a), char(5)), convert(g(b) using utf8mb4) from t',
    'select cast(a as char character set utf8mb4), cast(f(a) as signed integer) from t',
    `select group_concat(distinct f(a) order by b desc, c asc separator '; '), count(all a) from t`,
    'select trim(leading from f(a)), trim(both g(b) from a), substring(h(a) from 2 for i(3)), position(f(a) in g(b)) from t',
    'select * from t use index (a), u force index for order by (b) ignore key (c), v',
    `select @@version, @@session.time_zone, {d '2020-01-01'}, a -> '$.x', f(a) member of (g(b)) from t`,
    `select j.a from t, json_table(f(t.doc), '$[*]' columns (a int path '$.a', nested path '$.b' columns (c char(5) path '$'))) j`,
    `select json_value(f(doc), '$.a' returning unsigned null on empty) from t`,
    'select percentile_cont(0.5) within group (order by f(a)) over (partition by g(b)) from t',
    'select nth_value(a, 2) from first respect nulls over w from t window w as (order by f(b))',
    'select database(), replace(f(a), b, c), insert(a, 1, 2, g(b)), current_timestamp(3), utc_date, current_role, mod(a, f(b)), a mod (b), char(65 using latin1) from t',
    'select a -- - 3\n from t where a - -3 = 5--3 and not not b and - - - a',
    'select t.position, rank, t.utc_date, a as current_role from t order by rank desc',
    'select * from a join b join c on f(b.x) on a.x = b.x',
    'select * from a, lateral (select max(b) from u) x',
    `select match (t.a) against (f('x') in boolean mode) + match (b) against ('y' with query expansion) from t`,
    'select interval(1, f(2)), interval f(1) day + a, interval (5) day + b from t',
    'select next value for s, 5., 1.e2 from t',
    'select sum(a) over (order by b rows between 1 preceding and current row) from t limit 5 rows examined 10',
    `select * from t where a in (1, 2, 3, 4, f(5), 6, 7, 8) and b in ('a', 'b', 'c', 'd')`,
  ])('keep their tables and functions: %s', sql => {
    expect(() => confirm(sql)).not.toThrow()
  })

  it('hide nothing that stands behind them', () => {
    expect(
      secondTables('select cast(a as unsigned) from t, (select 5--3 from u) x, v use index (i), s.w'),
    ).toEqual(['s.w', 't', 'u', 'v'])
  })
})

describe('names of WITH lists', () => {
  it.each([
    ['with a as (select * from t), b as (select * from a) select * from a, b', ['t']],
    ['with x as (select * from x) select * from x', ['x']],
    ['with recursive x as (select 1 union all select * from x) select * from x', []],
    ['(with x as (select 1) select * from x) union select * from x', ['x']],
    ['with x as (select 1) select * from x union select * from x', []],
    ['with x as (select 1) select * from s.x', ['s.x']],
    ['select (with x as (select 1) select * from x), (select a from x)', ['x']],
    [
      'select 1 in (with x as (select 1) select * from x union all select * from x where exists (table x))',
      [],
    ],
  ])('mean no table where they hold: %s', (sql, tables) => {
    expect(secondTables(sql)).toEqual(tables)
  })
})
