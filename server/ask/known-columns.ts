import type { Catalog, CatalogColumn, ColumnValues } from '../domain.ts'
import { tablesByName } from './tables-by-name.ts'

const found = new WeakMap<readonly ColumnValues[], { catalog: Catalog; known: ReadonlySet<CatalogColumn> }>()

/** Columns of which every value was read: what is not among them is not in the data. */
export function knownColumns(catalog: Catalog, values: readonly ColumnValues[]): ReadonlySet<CatalogColumn> {
  const before = found.get(values)
  if (before?.catalog === catalog) return before.known
  const tables = tablesByName(catalog)
  const known = new Set(
    values.flatMap(({ schema, table, column, complete }) => {
      const of = tables.get(`${schema}\n${table}`)?.columns.find(({ name }) => name === column)
      return of && complete ? [of] : []
    }),
  )
  found.set(values, { catalog, known })
  return known
}
