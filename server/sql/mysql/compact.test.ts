import { describe, expect, it } from 'vitest'
import { MYSQL_HARMLESS } from '../../../tests/guard-corpus/mysql/harmless.ts'
import { differenceBetween } from './agreement.ts'
import { compact } from './compact.ts'
import { lex } from './lexer.ts'
import { nameBehind } from './numbered-names.ts'
import { createReading } from './reading.ts'
import { readStatement } from './read-statement.ts'
import { commentsIn, readingsInPieces, readingsOfWhole } from './second-reading.ts'
import { showPiece, textsOf } from './shown-piece.ts'

/** The texts that the second reader is shown, each once, with their names; `#0` is the first query that has been taken out. */
function shown(sql: string): readonly string[] {
  const tokens = lex(sql).slice(0, -1)
  const piece = showPiece(sql, compact(tokens, commentsIn(sql, tokens)))
  return [...textsOf(piece)].map(([text, { names }]) =>
    nameBehind(text, names)
      .replaceAll(/`\u0001(\d+)`/g, '#$1')
      .replaceAll(/ +/g, ' ')
      .trim(),
  )
}

describe('what no reader can take for a table or a call is left out', () => {
  it.each([
    ['select a, b, c as d, e f from t', 'select 0 from t'],
    ['select a = 1 and b <> c.d or e / 2, -f, not g from t', 'select 0 from t'],
    [`select * from t where a >= '2024-01-01' and b in ('DE', 'FR') and c is not null`, 'select * from t'],
    ['select * from t where a not between b + 1 and c and not (d like e or f)', 'select * from t'],
    ['select a from t join u on t.a = u.a left join v on v.b = 1', 'select 0 from t join u left join v'],
    ['select a from t join u on t.a = u.a, v w', 'select 0 from t join u,v w'],
    ['select case when a = 1 then b else 0 end / 2 from t', 'select 0 from t'],
    ['select a from t group by a, b order by a desc, b limit 5', 'select 0 from t limit 5'],
    ['select a from t where (a = 1 or b = 2) and (c)', 'select 0 from t'],
    [`select d + interval 1 day, date '2024-01-01' from t`, 'select 0 from t'],
    [`select doc -> '$.a', (a, b) = (c, d), e collate utf8mb4_bin from t`, 'select 0 from t'],
  ])('%s', (sql, text) => {
    expect(shown(sql)).toEqual([text])
  })
})

describe('calls and queries in brackets are read by themselves', () => {
  it.each([
    [
      'select count(*), sum(distinct a) + 1 as s from t',
      ['select 0 from t', 'select count()', 'select sum()'],
    ],
    ['select f(a, g(b)) from t', ['select 0 from t', 'select f()', 'select g()']],
    [
      'select s.f(a) from t where current_date > b',
      ['select 0 from t', 'select s.f()', 'select current_date'],
    ],
    [
      'select rank() over (partition by a order by f(b) desc), sum(c) over w from t',
      ['select 0 from t', 'select rank() over ()', 'select f()', 'select sum() over w'],
    ],
    [
      'select sum(a) over (order by b rows between 1 preceding and current row)',
      ['select 0', 'select sum() over ()'],
    ],
    [
      'select mod(a, 2), a mod (2), left(a, 2), if(a, b, c) from t left join u',
      ['select 0 from t left join u', 'select `mod` ()', 'select left()', 'select if()'],
    ],
    [
      'select a from t where b in (select c from u) and exists (select 1 from v)',
      ['select 0 from t', 'select 0 from u', 'select 0 from v'],
    ],
    [
      'with x (a, b) as (select a from t) select 1 from x',
      ['with x (a,b) as ( table #0) select 0 from x', 'select 0 from t'],
    ],
    [
      'select 1 from (select a from t) x (a, b), u',
      ['select 0 from ( table #0) x (a,b),u', 'select 0 from t'],
    ],
    [
      'select cast(a as decimal(5, 2)), extract(year from b) from t',
      ['select 0 from t', 'select cast(0 AS CHAR )', 'select extract(year from 0)'],
    ],
  ])('%s', (sql, texts) => {
    expect(shown(sql)).toEqual(texts)
  })
})

describe('everything that may name a table or be read in two ways stays', () => {
  it.each([
    'select * from a,b,c.d',
    'select * from (a,b)',
    'select * from ((a))',
    `select 'it''s' from t where 0 like 'it''s' or 0 in (?,'c\\'d')`,
    'select `b``c`,`e-- f`,? from t',
    'select 0 from t for update',
    `select 0 into outfile 'x'`,
    'table t',
    'values (1,a)',
    'select 0 union all (table t) limit 5',
  ])('%s', sql => {
    expect(shown(sql.replaceAll('0', 'a'))).toEqual([sql])
  })
})

it('keeps each comment as it stands in its piece, for readers may see its end in different places', () => {
  const sql = 'select a, /* b */ f(c /* d */), g # e\n from (select 1 -- h\n) x -- i'
  expect(shown(sql)).toEqual([
    'select 0 /* b */ # e\n from ( table #0) x -- i',
    'select 0 -- h',
    'select f( /* d */)',
  ])
})

describe('pieces of harmless statements of every kind', () => {
  it('are read, and say what the whole text says', () => {
    const unread: string[] = []
    for (const { sql } of MYSQL_HARMLESS.filter((_, index) => index % 4 === 0)) {
      const tokens = lex(sql)
      if (!/^\W*(select|with|values|table)/i.test(sql)) continue
      const statement = readStatement(createReading(tokens))
      const [whole] = readingsOfWhole(sql, tokens.slice(0, -1))
      const [inPieces] = readingsInPieces(sql, tokens.slice(0, -1))
      if (whole === undefined) continue
      expect([sql, differenceBetween(statement, whole)]).toEqual([sql, null])
      if (inPieces === undefined) unread.push(sql)
      else expect([sql, differenceBetween(statement, inPieces)]).toEqual([sql, null])
    }
    // Behind SQL_NO_CACHE, FORCE INDEX FOR ORDER BY and NEXT VALUE FOR it is shown the whole text.
    expect(unread.length).toBeLessThan(5)
  })

  it('say the same when they have been read before', () => {
    const sql = 'with a as (select f(1) from t) select f(2) from a, (select f(3) from a join u) b'
    const tokens = lex(sql).slice(0, -1)
    const [first] = readingsInPieces(sql, tokens)
    const [second] = readingsInPieces(sql, tokens)
    expect(second).toEqual(first)
    expect(first).toMatchObject({ bareTables: ['u', 't'], functions: ['f', 'f', 'f'] })
  })
})
