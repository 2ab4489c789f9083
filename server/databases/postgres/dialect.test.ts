import { describe, expect, it } from 'vitest'
import { postgresDialect } from './dialect.ts'

describe('names', () => {
  it.each([
    ['customers', 'customers'],
    ['order_2', 'order_2'],
    ['Customers', '"Customers"'],
    ['order', '"order"'],
    ['user', '"user"'],
    ['left', '"left"'],
    ['two words', '"two words"'],
    ['2nd', '"2nd"'],
    ['straße', '"straße"'],
    ['say "x"', '"say ""x"""'],
    ['', '""'],
  ])('%s is written %s', (name, written) => {
    expect(postgresDialect.quoteIdentifier(name)).toBe(written)
  })
})

describe('texts', () => {
  it.each([
    ["O'Hara", "'O''Hara'"],
    ['back\\slash', "'back\\slash'"],
    ['nul\0byte', "'nulbyte'"],
  ])('%j is written %s', (value, written) => {
    expect(postgresDialect.quoteText(value)).toBe(written)
  })

  it('are compared whatever the case of letters', () => {
    expect(postgresDialect.equalsIgnoringCase('city', "L'Aquila")).toBe("lower(city) = lower('L''Aquila')")
  })

  it('are searched without their wildcards meaning anything', () => {
    expect(postgresDialect.containsIgnoringCase('name', '50%_\\')).toBe("name ilike '%50\\%\\_\\\\%'")
  })
})
