import { describe, expect, it } from 'vitest'
import { catalogRows, tableKey } from './catalog-rows.ts'
import type { OpenedTable } from './catalog-rows.ts'

const table = (name: string) => ({ schema: 'public', name, kind: 'TABLE', comment: null, rowEstimate: 11 })
const column = {
  name: 'id',
  type: 'integer',
  nullable: false,
  primaryKey: true,
  references: null,
  comment: null,
}
const tables = [table('customers'), table('orders')]
const rowsWith = (inside: OpenedTable) =>
  catalogRows(tables, new Map([[tableKey(table('customers')), inside]])).map(row =>
    row.kind === 'table' ? row.table.name : row.kind === 'column' ? `- ${row.column.name}` : row.words,
  )

describe('catalogRows', () => {
  it('lists closed tables only', () =>
    expect(catalogRows(tables, new Map()).map(({ kind }) => kind)).toEqual(['table', 'table']))
  it('puts the columns of an open table below it', () =>
    expect(rowsWith({ columns: [column] })).toEqual(['customers', '- id', 'orders']))
  it('says that columns are being read', () =>
    expect(rowsWith('loading')).toEqual(['customers', 'Reading its columns…', 'orders']))
  it('says why they could not be', () =>
    expect(rowsWith({ problem: 'Away.' })).toEqual(['customers', 'Away.', 'orders']))
  it('tells tables of the same name in two schemas apart', () =>
    expect(tableKey({ schema: 'a.b', name: 'c' })).not.toBe(tableKey({ schema: 'a', name: 'b.c' })))
})
