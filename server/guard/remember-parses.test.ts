import { expect, it } from 'vitest'
import type { ParseResult } from '../sql/sql.ts'
import { rememberParses } from './remember-parses.ts'

function counted() {
  const seen: string[] = []
  const parser = rememberParses({
    parse(sql): ParseResult {
      seen.push(sql)
      return { ok: false, message: sql, start: null }
    },
  })
  return { seen, parse: (sql: string) => parser.parse(sql) }
}

it('parses a text once, and answers what was parsed of that very text', () => {
  const { seen, parse } = counted()
  const answers = ['select 1', 'select 1 ', 'select 1', 'SELECT 1'].map(parse)
  expect(answers).toMatchObject([
    { message: 'select 1' },
    { message: 'select 1 ' },
    { message: 'select 1' },
    { message: 'SELECT 1' },
  ])
  expect(seen).toEqual(['select 1', 'select 1 ', 'SELECT 1'])
})

it('forgets what was not used for long, and keeps no large tree', () => {
  const { seen, parse } = counted()
  const large = 'x'.repeat(4_001)
  for (const text of ['often', 'seldom', large]) parse(text)
  for (let other = 0; other < 49; other += 1) {
    parse(`other ${other}`)
    parse('often')
  }
  seen.length = 0
  for (const text of ['often', 'seldom', large]) parse(text)
  expect(seen).toEqual(['seldom', large])
})
