import { describe, expect, it } from 'vitest'
import { plainDialect, shopCatalog } from '../../tests/fixtures/shop-catalog.ts'
import type { PrivacyLevel } from '../domain.ts'
import { outgoing } from './outgoing.ts'
import type { PromptInput } from './prompt-input.ts'

const EMAIL = 'maria@example.com'
const country = { schema: 'public', table: 'customers', column: 'country' }
const [customers] = shopCatalog.tables
if (!customers) throw new Error('no customers')

const going = (privacy: PrivacyLevel, changes: Partial<PromptInput> = {}) =>
  outgoing({
    text: 'orders from Brazil',
    conversation: [{ text: 'german customers', sql: "select * from customers where country = 'Germany'" }],
    catalog: { ...shopCatalog, tables: [{ ...customers, comment: `Ask ${EMAIL}` }] },
    mentions: [],
    usage: new Map(),
    values: [{ ...country, values: ['Brazil', EMAIL], complete: true }],
    allowedPersonal: [],
    glossary: [{ term: 'owner', meaning: `is ${EMAIL}`, sql: null }],
    approved: [{ text: 'orders from Chile', sql: "select * from orders where c = 'Chile' or c = 'Brazil'" }],
    dialect: plainDialect,
    serverVersion: null,
    privacy,
    role: 'READ_ONLY',
    today: '2026-03-01',
    timeZone: 'UTC',
    ...changes,
  })

describe('what may go out', () => {
  it('at CATALOG is no value that the person has not said, sampled or in SQL', () => {
    const out = going('CATALOG')
    expect(out.values).toEqual([])
    expect(out.conversation[0]?.sql).toBe("select * from customers where country = '‹value›'")
    expect(out.approved[0]?.sql).toBe("select * from orders where c = '‹value›' or c = 'Brazil'")
  })

  it.each(['VALUES', 'ROWS'] as const)('at %s are sample values and SQL as they are', privacy => {
    const out = going(privacy)
    expect(out.values[0]?.values).toEqual(['Brazil'])
    expect(out.conversation[0]?.sql).toContain("'Germany'")
  })

  it.each(['CATALOG', 'VALUES', 'ROWS'] as const)(
    'at %s is nothing that belongs to one person: not in values, comments or the glossary',
    privacy => {
      const { dialect: _dialect, ...out } = going(privacy)
      expect(JSON.stringify(out)).not.toContain(EMAIL)
      expect(JSON.stringify(out)).toContain('‹e-mail›')
    },
  )

  it('are values of a column that somebody has allowed, as they are', () => {
    expect(going('VALUES', { allowedPersonal: [country] }).values[0]?.values).toEqual(['Brazil', EMAIL])
    expect(going('CATALOG', { allowedPersonal: [country] }).values).toEqual([])
  })

  it('is what the person has written themselves', () => {
    expect(going('CATALOG', { text: `orders of ${EMAIL}` }).text).toContain(EMAIL)
  })
})
