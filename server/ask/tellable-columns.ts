import type { Catalog, CatalogTable, ColumnRef, ResultColumn, ValueSampling } from '../domain.ts'
import { isHarmless, isPrivateName } from './value-columns.ts'

/** Types of texts, as the engines print them; what else a column may be says nothing about a person by itself. */
const NOT_TEXT =
  /^(?:(?:tiny|small|medium|big)?int|int[248]\b|numeric|decimal|newdecimal|float|double|real|year|date|datetime|time|timestamp|bool|bit)/i

/**
 * By column of a result: whether what it holds may be told to a model, where results may be at all. Not what has the name
 * of a secret or of personal data, nor a text that comes from such a column or from nobody knows where; what somebody
 * has allowed by name may. Goes by names: SQL that calls a column something else is seen as a text from nowhere.
 * @param tables those that the SQL reads, as the guard names them
 */
export function tellableColumns(
  columns: readonly ResultColumn[],
  tables: readonly string[],
  catalog: Catalog,
  { never, always }: ValueSampling,
): readonly boolean[] {
  const read = catalog.tables.filter(
    ({ schema, name }) => tables.includes(name) || tables.includes(`${schema}.${name}`),
  )
  const [forbidden, allowed] = [never, always].map(refs => new Set(refs.map(keyOf)))
  return columns.map(({ name, type }) => {
    const sources = read.flatMap(table =>
      table.columns
        .filter(column => column.name.toLowerCase() === name.toLowerCase())
        .map(column => ({ table, column })),
    )
    const keys = sources.map(({ table, column }) => keyOf(refOf(table, column.name)))
    if (keys.some(key => forbidden?.has(key))) return false
    if (keys.length > 0 && keys.every(key => allowed?.has(key))) return true
    if (isPrivateName(name)) return false
    if (NOT_TEXT.test(type)) return true
    return (
      sources.length > 0 &&
      sources.every(({ table, column }) => column.enumValues !== null || isHarmless(table, column))
    )
  })
}

function refOf({ schema, name }: CatalogTable, column: string): ColumnRef {
  return { schema, table: name, column }
}

function keyOf({ schema, table, column }: ColumnRef): string {
  return JSON.stringify([schema, table, column])
}
