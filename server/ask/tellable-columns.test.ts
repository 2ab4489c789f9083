import { expect, it } from 'vitest'
import { shopCatalog } from '../../tests/fixtures/shop-catalog.ts'
import type { Catalog, ColumnRef } from '../domain.ts'
import { tellableColumns } from './tellable-columns.ts'

const [customers, ...others] = shopCatalog.tables
const [first] = customers?.columns ?? []
const named = (name: string) => ({
  ...first,
  name,
  type: 'text',
  kind: 'TEXT',
  enumValues: null,
  primaryKey: false,
})
const catalog = {
  ...shopCatalog,
  tables: [
    { ...customers, columns: [...(customers?.columns ?? []), named('contact_name'), named('email')] },
    ...others,
  ],
} as Catalog

function told(name: string, type = 'text', sampling: { never?: ColumnRef[]; always?: ColumnRef[] } = {}) {
  const columns = [{ name, type, nullable: null }]
  const chosen = { enabled: true, never: [], always: [], ...sampling }
  return tellableColumns(columns, ['customers'], catalog, chosen)[0]
}
const ref = (column: string): ColumnRef => ({ schema: customers?.schema ?? '', table: 'customers', column })

it.each([
  ['country', 'text'],
  ['tier', 'tier'],
  ['order_count', 'bigint'],
  ['first_order', 'timestamp without time zone'],
])('tells %s (%s)', (name, type) => {
  expect(told(name, type)).toBe(true)
})

it.each([
  ['contact_name', 'text'],
  ['email', 'varchar'],
  ['salary', 'numeric'],
  ['average_salary', 'numeric'],
  ['birth_date', 'date'],
  // Nobody knows what is behind it: the SQL calls it so.
  ['who', 'text'],
  ['payload', 'jsonb'],
])('does not tell %s (%s)', (name, type) => {
  expect(told(name, type)).toBe(false)
})

it('does as somebody who manages the connection has said', () => {
  expect(told('email', 'text', { always: [ref('email')] })).toBe(true)
  expect(told('country', 'text', { never: [ref('country')] })).toBe(false)
})
