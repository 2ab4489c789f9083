import { describe, expect, it } from 'vitest'
import { MYSQL_HARMLESS } from '../../../tests/guard-corpus/mysql/harmless.ts'
import { compact } from './compact.ts'
import { lex } from './lexer.ts'
import { commentsIn, secondReadings } from './second-reading.ts'
import { withStandIns } from './stand-ins.ts'

function compacted(sql: string): string {
  return withStandIns(sql, compact(lex(sql).slice(0, -1)))
    .replaceAll(/\s+/g, ' ')
    .trim()
}

describe('what no reader can take for a table or a call is left out', () => {
  it.each([
    ['select a, b, c as d from t', 'select a from t'],
    ['select a = 1 and b <> c.d or e / 2 from t', 'select a from t'],
    [`select * from t where a >= '2024-01-01' and b in ('DE', 'FR') and c is not null`, 'select * from t'],
    ['select 1 from t where a between 1 and 2 and f(x) and b', 'select 1 from t where f()'],
    ['select a from t join u on t.a = u.a left join v on v.b = 1', 'select a from t join u left join v'],
    ['select count(*), sum(distinct a) as s from t group by a, b having max(a) > 1', null],
    ['select sum(case when a = 1 then b else 0 end) / 2 from t', 'select sum() from t'],
    ['select rank() over (partition by a order by b desc, c) from t', 'select rank() over () from t'],
    ['select a from t order by a desc, b limit 5', 'select a from t limit 5'],
    [`select 1 from t where a like '%@b.c' and b > 1 and f(x) or c = 2 and d`, 'select 1 from t where f()'],
    ['select a from t where (a = 1 or b = 2) and (c)', 'select a from t'],
  ])('%s', (sql, text) => {
    expect(compacted(sql)).toBe(text ?? 'select count(),sum() from t having max()')
  })
})

describe('everything that may name a table, call something or be read in two ways stays', () => {
  it.each([
    'select 1 from a,b,c.d',
    'select 1 from (a,b)',
    'select 1 from ((a))',
    'with x (a,b) as (select a from t) select 1 from x',
    'select 1 from (select 1) x (a,b)',
    'select a = (select max() from u) from t',
    'select a = f() and b in (select c from d) from t',
    'select a from t where f() between g() and 5 and h()',
    `select 1 from t where a like 'it''s' and b like 'it''s' or not c in (select 1)`,
    'select a = ? from t',
    `select 1 from t where a = 'it''s' = 'c\\'d' = 'g--h'`,
    'select 1 from t where a = `b``c` = `e-- f`',
    'select f() between g() and 5 from t',
    'select a from t group by a with rollup',
    'select a = interval 1 day from t',
    `select a = date '2024-01-01' from t`,
    'select a from t for update',
    `select 1 into outfile 'x'`,
  ])('%s', sql => {
    expect(compacted(sql)).toBe(sql)
  })
})

it('keeps each comment as it stands, for readers may see its end in different places', () => {
  const sql = 'select a, /* b */ c, d # e\n from t -- f'
  const tokens = lex(sql).slice(0, -1)
  expect(withStandIns(sql, compact(tokens), commentsIn(sql, tokens))).toBe(
    'select a /* b */  # e\n from t -- f',
  )
})

describe('a compact text', () => {
  it('is read, and as the whole text is, for harmless statements of every kind', () => {
    const unread: string[] = []
    for (const { sql } of MYSQL_HARMLESS.filter((_, index) => index % 4 === 0)) {
      const tokens = lex(sql).slice(0, -1)
      if (!/^\W*(select|with|values|table)/i.test(sql)) continue
      const [first, ...others] = secondReadings(sql, tokens)
      if (first === undefined) continue
      for (const other of others) expect({ sql, ...other }).toEqual({ sql, ...first })
      if ([...secondReadings(sql, compact(tokens))].length < 2) unread.push(sql)
    }
    expect(unread).toEqual([])
  })
})
