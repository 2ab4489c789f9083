import type { Catalog, CatalogTable, ColumnValues } from '../../domain.ts'
import { joinPath } from './join-path.ts'
import { namingColumns, pluralName, singularName, spokenName } from './naming-columns.ts'

/** Questions for a newcomer, most telling first: a list, a filter, a count per group, a top list, a join. */
export function exampleQuestions(catalog: Catalog, values: readonly ColumnValues[]): string[] {
  const tables = mainTables(catalog)
  const lists = tables.slice(0, 2).map(table => `Show me all ${pluralName(table.name)}`)
  return roundRobin([
    tables.flatMap(table => filterQuestions(table, values)),
    tables.flatMap(table => groupQuestions(table)),
    tables.flatMap(table => topQuestions(table)),
    tables.flatMap(table => childQuestions(catalog, table)),
    lists,
    tables.map(table => `How many ${pluralName(table.name)} are there?`),
  ]).slice(0, 8)
}

/** Tables with a name that people can speak of, the best linked first. */
function mainTables(catalog: Catalog): CatalogTable[] {
  const links = new Map<string, number>()
  for (const { foreignKeys } of catalog.tables)
    for (const { referencesTable } of foreignKeys)
      links.set(referencesTable, (links.get(referencesTable) ?? 0) + 1)
  return catalog.tables
    .filter(table => namingColumns(table).length > 0 && catalog.searchPath.includes(table.schema))
    .sort((a, b) => (links.get(b.name) ?? 0) - (links.get(a.name) ?? 0))
    .slice(0, 6)
}

function filterQuestions(table: CatalogTable, values: readonly ColumnValues[]): string[] {
  const naming = namingColumns(table).map(({ name }) => name)
  return values
    .filter(sample => sample.table === table.name && sample.schema === table.schema)
    .filter(({ column, values: known }) => !naming.includes(column) && known.length > 1)
    .flatMap(({ column, values: known }) => {
      const value = known.find(text => /^\p{L}[\p{L} ]{2,30}$/u.test(text))
      return value === undefined
        ? []
        : [`Show me all ${pluralName(table.name)} with ${spokenName(column)} ${value}`]
    })
    .slice(0, 1)
}

function groupQuestions(table: CatalogTable): string[] {
  return table.columns
    .filter(column => isGroupColumn(table, column.name))
    .map(({ name }) => `How many ${pluralName(table.name)} are there per ${spokenName(name)}?`)
    .slice(0, 1)
}

function isGroupColumn(table: CatalogTable, name: string): boolean {
  return (
    /\b(country|city|state|region|category|type|status|level|year|language|genre|brand|title|department)$/u.test(
      spokenName(name),
    ) &&
    !table.foreignKeys.some(key => key.columns.includes(name)) &&
    !table.primaryKey.includes(name) &&
    !namingColumns(table).some(column => column.name === name)
  )
}

function topQuestions(table: CatalogTable): string[] {
  return table.columns
    .filter(({ name, kind }) => (kind === 'DECIMAL' || kind === 'INTEGER') && isAmount(table, name))
    .map(({ name }) => `Top 5 ${pluralName(table.name)} by ${spokenName(name)}`)
    .slice(0, 1)
}

/** A number that is more rather than a label: not a key and not an id. */
function isAmount(table: CatalogTable, name: string): boolean {
  return (
    !table.primaryKey.includes(name) &&
    !table.foreignKeys.some(key => key.columns.includes(name)) &&
    !/\b(id|no|number|code|year|month|day|flag)$|^is /u.test(spokenName(name))
  )
}

function childQuestions(catalog: Catalog, table: CatalogTable): string[] {
  return catalog.tables
    .filter(child => child.foreignKeys.some(key => key.referencesTable === table.name))
    .filter(child => child.primaryKey.length === 1 && joinPath(catalog, child, table).kind === 'path')
    .map(child => `Number of ${pluralName(child.name)} per ${singularName(table.name)}`)
    .slice(0, 1)
}

/** The first of each list, then the second of each, and so on, each text once. */
export function roundRobin(lists: readonly (readonly string[])[]): string[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length))
  const all = Array.from({ length: longest }, (_, at) => lists.flatMap(list => list.slice(at, at + 1))).flat()
  return [...new Set(all)]
}

export { isAmount, isGroupColumn }
