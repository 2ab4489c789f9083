import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { describe, expect, it } from 'vitest'
import { lex } from './lexer.ts'
import { numberNames } from './numbered-names.ts'
import { readingsInPieces } from './second-reading.ts'
import { SECOND_READER_WORDS } from './second-reader-words.ts'

/** The words and signs of a text after the numbering; `$0` is the first name with a number. */
function numbered(sql: string): string {
  const { tokens } = numberNames(lex(sql).slice(0, -1))
  return tokens.map(({ text }) => text.replaceAll('\u0080', '$')).join(' ')
}

describe('names that the second reader is shown by number', () => {
  it.each([
    ['select a from orders o, `order lines` l', 'select $0 from $1 $2 , `$3` $4'],
    ['select a from c join a', 'select $0 from $1 join $0'],
    ['select * from a, A, `a`', 'select * from $0 , $1 , `$0`'],
    ['select o.total from shop.orders o', 'select $0 . $1 from $2 . $3 $0'],
  ])('are equal where they were: %s', (sql, text) => {
    expect(numbered(sql)).toBe(text)
  })

  it.each([
    ['words of its grammar', 'select offset from rollup'],
    ['words that may have a stand-in', 'select * from slow join general'],
    ['names that are a keyword in backquotes elsewhere', 'select `from` from `select`'],
    ['names whose backquotes hold more than words', 'select * from `a``b` join `c-d` join `é`'],
    ['what calls something, with its schema', 'select g(s.f(1), s.f(?)) from s'],
    ['a name that has a bracket behind it somewhere', 'with x (x) as (select 1) select x from x'],
    ['a name before a string', `select x 'y' from x`],
  ])('are not %s', (_, sql) => {
    expect(numbered(sql)).not.toContain('$')
  })

  it('are told apart from those of other texts of the same shape', () => {
    for (const [table, outer] of [
      ['t', 'u'],
      ['u', 't'],
      ['x', 'x'],
    ] as const) {
      const sql = `with ${outer} as (select f(1) from ${table}) select * from ${outer}, s.${table}, (select * from ${outer} join ${table}) b`
      const [first] = readingsInPieces(sql, lex(sql).slice(0, -1))
      const expected = table === outer ? ['x'] : [table, table]
      expect(first).toMatchObject({ bareTables: expected, tables: [`s.${table}`], functions: ['f'] })
    }
  })

  it('are no word that the grammar of sql-parser-cst holds', () => {
    const parser = createRequire(import.meta.url)
      .resolve('sql-parser-cst')
      .replace(/main\.js$/, 'parser.js')
    const constants = readFileSync(parser, 'utf8').matchAll(/var peg\$c\d+ = "([a-z]\w*)"/gi)
    const words = [...constants].map(([, word]) => (word ?? '').toUpperCase())
    expect(words.length).toBeGreaterThan(600)
    expect(words.filter(word => !SECOND_READER_WORDS.has(word))).toEqual([])
  })
})
