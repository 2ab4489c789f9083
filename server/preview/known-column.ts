import type { CatalogColumn, CatalogTable } from '../domain.ts'
import type { NamedColumn, TableName } from '../sql/sql.ts'
import type { PreviewRequest } from './preview.ts'

export interface KnownColumn {
  table: CatalogTable
  column: CatalogColumn
}

/** The column of the catalog that the text names; null where it could be none, or one of several. */
export function knownColumn(
  { name, tables }: NamedColumn,
  catalog: PreviewRequest['catalog'],
): KnownColumn | null {
  const found = tables.flatMap(named => {
    const table = knownTable(named, catalog)
    const column = table?.columns.find(candidate => isNamed(candidate.name, name))
    return table === null || column === undefined ? [] : [{ table, column }]
  })
  // A table that is joined to itself stands there twice.
  const [first, ...others] = found
  return first === undefined || others.some(({ table }) => table !== first.table) ? null : first
}

function knownTable({ schema, name }: TableName, { tables, searchPath }: PreviewRequest['catalog']) {
  const named = tables.filter(table => table.name === name)
  const schemas = schema === null ? searchPath : [schema]
  return schemas.map(wanted => named.find(table => table.schema === wanted)).find(table => table) ?? null
}

/** MySQL's names of columns are the same in any case of letters; PostgreSQL's differ in nothing else very seldom. */
function isNamed(name: string, written: string): boolean {
  return name === written || name.toLowerCase() === written.toLowerCase()
}

/** Up to here the whole table is read in a moment. */
const SMALL_TABLE_ROWS = 1000

/** Null for a small table, and where no index in order begins with the column. */
export function indexedColumn(named: NamedColumn, catalog: PreviewRequest['catalog']): KnownColumn | null {
  const known = knownColumn(named, catalog)
  if (known === null || (known.table.rowEstimate ?? Infinity) < SMALL_TABLE_ROWS) return null
  const leads = known.table.indexes?.some(({ column, ordered }) => ordered && column === known.column.name)
  return leads === true ? known : null
}
