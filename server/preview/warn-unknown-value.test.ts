import { describe, expect, it } from 'vitest'
import type { ColumnValues } from '../domain.ts'
import { previewOf } from '../../tests/fixtures/preview-of.ts'

const id = 'warn-unknown-value'
const CITIES: ColumnValues = {
  ...{ schema: 'public', table: 'customers', column: 'city' },
  values: ['Germany', 'France', 'UK', 'São Paulo', 'München', ...'abcdefgh'],
  complete: true,
}

const found = (sql: string, values: readonly ColumnValues[] = [CITIES], engine?: 'MYSQL') =>
  previewOf(sql, { values, ...(engine && { engine }) }).warnings.filter(({ code }) => code === id)

describe(id, () => {
  it.each([
    ["select name from customers where city = 'Deutschland'", "Did you mean 'Germany'?"],
    ["select name from customers c where c.city in ('France', 'Allemagne')", "Did you mean 'Germany'?"],
    ["select name from customers where lower(city) = lower('great britain')", "Did you mean 'UK'?"],
    ["select name from customers where city = 'france'", "Did you mean 'France'?"],
    ["select name from customers where city = 'Sao Paolo'", "Did you mean 'São Paulo'?"],
    ["select name from customers where city = 'Atlantis'", 'Ask for the values'],
  ])('warns of %s', (sql, hint) => {
    const [warning] = found(sql)
    expect(warning?.message).toMatch(/^No row of customers has the city '/)
    expect(warning?.hint).toContain(hint)
  })

  it.each([
    "select name from customers where city = 'Germany'",
    "select name from customers where lower(city) = 'germany'",
    "select name from customers where city <> 'Deutschland'",
    "select name from customers where name = 'Deutschland'",
    "select name from customers where city like 'Deutsch%'",
    'select name from customers where city = name',
  ])('has nothing against %s', sql => expect(found(sql)).toEqual([]))

  it('says nothing where not all values are known', () => {
    expect(found("select name from customers where city = 'x'", [{ ...CITIES, complete: false }])).toEqual([])
    expect(found("select name from customers where city = 'x'", [])).toEqual([])
  })

  it('tells few values instead of a near one', () => {
    const few = { ...CITIES, values: ['Rome', 'Oslo'] }
    expect(found("select name from customers where city = 'Paris'", [few])[0]?.hint).toBe(
      "The values are 'Rome', 'Oslo'.",
    )
  })

  it('reads MySQL, where case does not count', () => {
    const sql = "select name from customers where city in ('germany', 'Deutschland') and name = 'x'"
    expect(found(sql, [CITIES], 'MYSQL').map(({ hint }) => hint)).toEqual(["Did you mean 'Germany'?"])
  })
})
