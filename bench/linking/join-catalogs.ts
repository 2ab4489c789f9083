import type { Catalog, CatalogTable, ColumnValues } from '../../server/domain.ts'

/** One database's catalog, as it will be one schema of a larger one. */
export interface NamedCatalog {
  name: string
  catalog: Catalog
  values: readonly ColumnValues[]
}

export interface JoinedCatalog {
  catalog: Catalog
  values: readonly ColumnValues[]
  /** How many different databases are in it. */
  databases: number
}

/**
 * One catalog with a schema for each database. Those that `repeat` allows are there again under other names until there are
 * `minTables`: a large database is not only wide, it also has the same kind of table in many places.
 */
export function joinCatalogs(
  databases: readonly NamedCatalog[],
  { minTables, repeat }: { minTables: number; repeat: (database: NamedCatalog) => boolean },
): JoinedCatalog {
  const tables: CatalogTable[] = []
  const values: ColumnValues[] = []
  const add = ({ catalog, values: known }: NamedCatalog, name: string) => {
    const rename = (schema: string) => (catalog.searchPath.includes(schema) ? name : `${name}_${schema}`)
    for (const table of catalog.tables)
      tables.push({
        ...table,
        schema: rename(table.schema),
        foreignKeys: table.foreignKeys.map(key => ({
          ...key,
          referencesSchema: rename(key.referencesSchema),
        })),
      })
    values.push(...known.map(each => ({ ...each, schema: rename(each.schema) })))
  }
  for (const database of databases) add(database, database.name)
  const repeated = databases.filter(repeat)
  for (let round = 2; tables.length < minTables && repeated.length > 0; round++)
    for (const database of repeated) if (tables.length < minTables) add(database, `${database.name}_${round}`)
  return {
    catalog: { tables, searchPath: [], readAt: new Date(0), version: 'joined' },
    values,
    databases: databases.length,
  }
}
