import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The tables whose rows are in data/, in an order in which each may refer to those before it. */
export const CATALOGUE_TABLES = [
  'region',
  'territories',
  'employees',
  'employee_territories',
  'categories',
  'suppliers',
  'products',
  'customers',
  'shippers',
] as const
export type CatalogueTableName = (typeof CATALOGUE_TABLES)[number]

export type CatalogueCell = string | number | null

export interface CatalogueTable {
  columns: readonly string[]
  rows: readonly (readonly CatalogueCell[])[]
}

export type Catalogue = Readonly<Record<CatalogueTableName, CatalogueTable>>

/** Northwind's customers, products and so on from `<directory>/data`. Throws, naming the file, when one is damaged. */
export async function readCatalogue(directory: string): Promise<Catalogue> {
  const entries = await Promise.all(
    CATALOGUE_TABLES.map(async name => {
      const file = join(directory, 'data', `${name}.json`)
      return [name, parseTable(await readFile(file, 'utf8'), file)] as const
    }),
  )
  return Object.fromEntries(entries) as Record<CatalogueTableName, CatalogueTable>
}

/** The cells of the named columns, one array per row, in the order of the names. */
export function cellsOf(table: CatalogueTable, columns: readonly string[]): CatalogueCell[][] {
  const positions = columns.map(column => {
    const position = table.columns.indexOf(column)
    if (position === -1) throw new Error(`The Northwind catalogue has no column ${column}.`)
    return position
  })
  return table.rows.map(row => positions.map(position => row[position] ?? null))
}

function parseTable(text: string, file: string): CatalogueTable {
  const parsed: unknown = JSON.parse(text)
  if (!isTable(parsed)) throw new Error(`${file} is not a table: columns, and rows of as many cells.`)
  return parsed
}

function isTable(value: unknown): value is CatalogueTable {
  if (typeof value !== 'object' || value === null || !('columns' in value) || !('rows' in value)) return false
  const { columns, rows } = value
  if (!Array.isArray(columns) || !columns.every(column => typeof column === 'string')) return false
  if (!Array.isArray(rows)) return false
  return rows.every(row => Array.isArray(row) && row.length === columns.length && row.every(isCell))
}

function isCell(value: unknown): value is CatalogueCell {
  return value === null || typeof value === 'string' || typeof value === 'number'
}
