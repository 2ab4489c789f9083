import type { CatalogTable, ForeignKey } from '../domain.ts'
import type { TableType } from './types/table-type.ts'

/** The first tables that match: by their own name before their columns' names before comments; else in catalog order. */
export function searchTables(tables: readonly CatalogTable[], search: string, first: number): TableType[] {
  const wanted = search.trim().toLowerCase()
  return tables
    .map(table => ({ table, rank: rankOf(table, wanted) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank)
    .slice(0, first)
    .map(({ table }) => toTableType(table))
}

/** 0: no match. */
function rankOf(table: CatalogTable, wanted: string): number {
  if (wanted === '') return 1
  const name = table.name.toLowerCase()
  if (name === wanted || `${table.schema}.${table.name}`.toLowerCase() === wanted) return 5
  if (name.startsWith(wanted)) return 4
  if (name.includes(wanted)) return 3
  if (table.columns.some(column => column.name.toLowerCase().includes(wanted))) return 2
  const comments = [table.comment, ...table.columns.map(column => column.comment)]
  return comments.some(comment => comment?.toLowerCase().includes(wanted)) ? 1 : 0
}

function toTableType({
  schema,
  name,
  kind,
  comment,
  rowEstimate,
  columns,
  foreignKeys,
}: CatalogTable): TableType {
  return {
    schema,
    name,
    kind,
    comment,
    rowEstimate,
    columns: columns.map(column => ({ ...column, references: referenceOf(column.name, foreignKeys) })),
  }
}

function referenceOf(column: string, foreignKeys: readonly ForeignKey[]): string | null {
  for (const { columns, referencesSchema, referencesTable, referencesColumns } of foreignKeys) {
    const place = columns.indexOf(column)
    if (place >= 0) return `${referencesSchema}.${referencesTable}.${referencesColumns[place]}`
  }
  return null
}
