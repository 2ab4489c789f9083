import type { Catalog, CatalogTable, ColumnValues } from '../../domain.ts'
import { namingColumns, pluralName, singularName, spokenName } from './naming-columns.ts'
import { amountColumns, kindColumns } from './telling-columns.ts'

const MOST_TABLES = 6

/** Questions for a newcomer, of several sorts and about several tables, most telling first. None is checked yet. */
export function exampleQuestions(catalog: Catalog, values: readonly ColumnValues[]): string[] {
  const tables = mainTables(catalog)
  const sorts: ((table: CatalogTable) => string[])[] = [
    table => filterQuestions(table, values),
    groupQuestions,
    topQuestions,
    table => childQuestions(catalog, table),
    table => [`Show me all ${pluralName(table.name)}`],
    table => [`How many ${pluralName(table.name)} are there?`],
  ]
  // Each sort starts with another table, so that the first few questions are not all about one.
  return roundRobin(
    sorts.map((sort, at) => startingWith(tables, at).flatMap(table => sort(table).slice(0, 1))),
  )
}

function startingWith<T>(items: readonly T[], at: number): T[] {
  const start = items.length === 0 ? 0 : at % items.length
  return [...items.slice(start), ...items.slice(0, start)]
}

/** Tables whose rows have names, those that are linked with most others first. */
function mainTables(catalog: Catalog): CatalogTable[] {
  const links = new Map<string, number>()
  const add = (name: string) => links.set(name, (links.get(name) ?? 0) + 1)
  for (const { name, foreignKeys } of catalog.tables) {
    for (const other of new Set(foreignKeys.map(key => key.referencesTable))) {
      if (other === name) continue
      add(name)
      add(other)
    }
  }
  return catalog.tables
    .filter(({ kind, schema }) => kind === 'TABLE' && catalog.searchPath.includes(schema))
    .sort((a, b) => (links.get(b.name) ?? 0) - (links.get(a.name) ?? 0))
    .filter(table => namingColumns(table).length > 0)
    .slice(0, MOST_TABLES)
}

/** Tables with a foreign key to this one, itself excepted. */
export function childrenOf(catalog: Catalog, table: CatalogTable): CatalogTable[] {
  return catalog.tables.filter(
    child =>
      child !== table &&
      child.primaryKey.length === 1 &&
      child.foreignKeys.some(
        key => key.referencesTable === table.name && key.referencesSchema === table.schema,
      ),
  )
}

function filterQuestions(table: CatalogTable, values: readonly ColumnValues[]): string[] {
  return kindColumns(table).flatMap(column => {
    const value = plainValue(values, table, column.name)
    return value === null
      ? []
      : [`Show me all ${pluralName(table.name)} with ${spokenName(column.name)} ${value}`]
  })
}

/** A value that reads well in a sentence: letters only. */
export function plainValue(
  values: readonly ColumnValues[],
  table: CatalogTable,
  column: string,
): string | null {
  const sample = values.find(
    ref => ref.schema === table.schema && ref.table === table.name && ref.column === column,
  )
  return sample?.values.find(text => /^\p{Lu}[\p{L} ]{2,30}$/u.test(text)) ?? null
}

function groupQuestions(table: CatalogTable): string[] {
  return kindColumns(table).map(
    column => `How many ${pluralName(table.name)} are there per ${spokenName(column.name)}?`,
  )
}

function topQuestions(table: CatalogTable): string[] {
  return amountColumns(table).map(column => `Top 5 ${pluralName(table.name)} by ${spokenName(column.name)}`)
}

function childQuestions(catalog: Catalog, table: CatalogTable): string[] {
  return childrenOf(catalog, table).map(
    child => `Number of ${pluralName(child.name)} per ${singularName(table.name)}`,
  )
}

/** The first of each list, then the second of each, and so on, each text once. */
export function roundRobin(lists: readonly (readonly string[])[]): string[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length))
  const all = Array.from({ length: longest }, (_, at) => lists.flatMap(list => list.slice(at, at + 1))).flat()
  return [...new Set(all)]
}
