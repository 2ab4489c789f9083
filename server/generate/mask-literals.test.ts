import { describe, expect, it } from 'vitest'
import { plainDialect } from '../../tests/fixtures/shop-catalog.ts'
import { maskLiterals } from './mask-literals.ts'

const backticks = { quoteIdentifier: (name: string) => `\`${name}\`` }
const mask = (sql: string, said = '', dialect: typeof backticks = plainDialect) =>
  maskLiterals(sql, said, dialect)

describe('masking the values of SQL', () => {
  it.each([
    ["select * from t where a = 'Germany'", "select * from t where a = '‹value›'"],
    ["select 'it''s' , 'x'", "select '‹value›' , '‹value›'"],
    ['select $$secret$$, $q$more$q$ from t', "select '‹value›', '‹value›' from t"],
    ["select 'never ended", "select '‹value›'"],
    ["select 'a\\'b' || 'c'", "select '‹value›' || '‹value›'"],
  ])('hides what nobody has said: %s', (sql, masked) => expect(mask(sql)).toBe(masked))

  it.each([
    'select "Germany" from t',
    "select date_trunc('month', d) from t where d >= '2024-01-01'",
    "select d + interval '3 days', to_char(d, 'YYYY-MM')",
    "select '' from t",
  ])('leaves names, dates and formats: %s', sql => expect(mask(sql)).toBe(sql))

  it('leaves what the person has said, in any case of letters and within a pattern', () => {
    const sql = "select * from t where a = 'Germany' or b like '%chai%'"
    expect(mask(sql, 'customers from germany who buy Chai')).toBe(sql)
  })

  it('takes double quotes for text where names are written otherwise', () => {
    expect(mask('select `a b` from t where c = "Germany"', '', backticks)).toBe(
      "select `a b` from t where c = '‹value›'",
    )
  })
})
