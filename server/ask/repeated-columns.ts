import type { Catalog, CatalogColumn, ColumnValues } from '../domain.ts'
import { tablesByName } from './tables-by-name.ts'

/** An estimate of the rows may be off by so much, and some rows may hold no value. */
const CERTAIN = 1.25

const known = new WeakMap<
  readonly ColumnValues[],
  { catalog: Catalog; repeated: ReadonlySet<CatalogColumn> }
>()

/** Columns with far fewer values than their table has rows: a value does not tell which row it is. */
export function repeatedColumns(
  catalog: Catalog,
  values: readonly ColumnValues[],
): ReadonlySet<CatalogColumn> {
  const before = known.get(values)
  if (before?.catalog === catalog) return before.repeated
  const repeated = findRepeated(catalog, values)
  known.set(values, { catalog, repeated })
  return repeated
}

function findRepeated(catalog: Catalog, samples: readonly ColumnValues[]): ReadonlySet<CatalogColumn> {
  const tables = tablesByName(catalog)
  return new Set(
    samples.flatMap(({ schema, table: tableName, column: columnName, values, complete }) => {
      const table = tables.get(`${schema}\n${tableName}`)
      const column = table?.columns.find(({ name }) => name === columnName)
      const rows = table?.rowEstimate ?? 0
      return column && complete && rows > values.length * CERTAIN ? [column] : []
    }),
  )
}
