import type { Catalog, CatalogColumn, CatalogTable, ColumnValues, SharedValues } from '../domain.ts'
import { nameKey, nameWords } from './name-words.ts'
import { tablesByName } from './tables-by-name.ts'

/** Names that columns of all sorts of tables have, whatever they hold. */
const GENERAL =
  /^(name|title|type|kind|status|state|description|comment|note|label|value|category|color|gender|sex|level|code)$/u
const FEWEST_VALUES = 2

const known = new WeakMap<readonly ColumnValues[], { catalog: Catalog; shared: readonly SharedValues[] }>()

/**
 * Columns of one name, where every value that the one was found to have is the value of just one row of the other:
 * the rows belong together, though no foreign key says so. Only complete samples of analysed tables tell that.
 */
export function sharedValues(catalog: Catalog, values: readonly ColumnValues[]): readonly SharedValues[] {
  const before = known.get(values)
  if (before?.catalog === catalog) return before.shared
  const shared = findShared(catalog, values)
  known.set(values, { catalog, shared })
  return shared
}

interface Sampled {
  table: CatalogTable
  column: CatalogColumn
  values: readonly string[]
  complete: boolean
}

function findShared(catalog: Catalog, samples: readonly ColumnValues[]): SharedValues[] {
  const tables = tablesByName(catalog)
  const alike = new Map<string, Sampled[]>()
  for (const { schema, table: tableName, column: columnName, values, complete } of samples) {
    const table = tables.get(`${schema}\n${tableName}`)
    const column = table?.columns.find(({ name }) => name === columnName)
    const key = nameKey(nameWords(columnName))
    if (!table || !column || table.kind !== 'TABLE' || GENERAL.test(key)) continue
    alike.set(key, [...(alike.get(key) ?? []), { table, column, values, complete }])
  }
  return [...alike.values()].flatMap(columns =>
    columns.filter(isOnePerRow).flatMap(parent => {
      const own = new Set(parent.values)
      return columns
        .filter(
          child =>
            child !== parent &&
            child.table.schema === parent.table.schema &&
            child.values.length >= FEWEST_VALUES &&
            child.values.every(value => own.has(value)) &&
            !child.table.foreignKeys.some(key => key.columns.includes(child.column.name)),
        )
        .map(child => ({
          child: { table: child.table, column: child.column },
          parent: { table: parent.table, column: parent.column },
        }))
    }),
  )
}

function isOnePerRow({ table, values, complete }: Sampled): boolean {
  return complete && values.length > 0 && values.length === table.rowEstimate
}
