import { describe, expect, it } from 'vitest'
import { catalogOf, column, table } from '../../tests/fixtures/shop-catalog.ts'
import { catalogVersion } from './catalog-version.ts'

const version = (...tables: ReturnType<typeof table>[]) => catalogVersion(catalogOf(tables))

describe('catalogVersion', () => {
  const before = version(table('orders', [column('id')], { rowEstimate: 10 }))

  it('is the same for the same tables, however many rows they are thought to have', () => {
    expect(version(table('orders', [column('id')], { rowEstimate: 11 }))).toBe(before)
  })

  it.each([
    ['a column is added', table('orders', [column('id'), column('total')])],
    ['a type changes', table('orders', [column('id', { type: 'uuid' })])],
    ['a comment changes', table('orders', [column('id')], { comment: 'What was sold' })],
    ['a table is renamed', table('sales', [column('id')])],
  ])('changes when %s', (_, after) => {
    expect(version(after)).not.toBe(before)
  })
})
