import type { ColumnRef, ColumnValues } from '../../domain.ts'
import type { Session } from './driver.ts'
import { postgresDialect } from './dialect.ts'

/** Rows looked at in each table: enough to meet the common values, few enough to go unnoticed. */
const SAMPLE_ROWS = 20_000

export interface ValueBounds {
  maxValues: number
  maxLength: number
}

export interface TableColumns {
  schema: string
  table: string
  columns: readonly string[]
}

export function groupByTable(refs: readonly ColumnRef[]): TableColumns[] {
  const groups = new Map<string, { schema: string; table: string; columns: string[] }>()
  for (const { schema, table, column } of refs) {
    const key = JSON.stringify([schema, table])
    const group = groups.get(key) ?? { schema, table, columns: [] }
    group.columns.push(column)
    groups.set(key, group)
  }
  return [...groups.values()]
}

/** All columns of a table in one statement and one scan, the most frequent values first. */
export async function readTableValues(
  session: Session,
  group: TableColumns,
  bounds: ValueBounds,
): Promise<ColumnValues[]> {
  const rows = await session.query(valuesQuery(group, bounds))
  const sampled = Number(rows.find(([position]) => position === -1)?.[1] ?? SAMPLE_ROWS)
  return group.columns.map((column, position) => {
    const found = rows.filter(row => row[0] === position).map(row => row[1])
    const values = found.filter(value => value !== null).map(String)
    // A null stands for values that were too long to be read.
    const complete = sampled < SAMPLE_ROWS && !found.includes(null) && values.length <= bounds.maxValues
    return {
      schema: group.schema,
      table: group.table,
      column,
      values: values.slice(0, bounds.maxValues),
      complete,
    }
  })
}

function valuesQuery(
  { schema, table, columns }: TableColumns,
  { maxValues, maxLength }: ValueBounds,
): string {
  const quote = (name: string) => postgresDialect.quoteIdentifier(name)
  const names = columns.map((column, position) => `${quote(column)} as c${position}`)
  const perColumn = columns.map(
    (_, position) => `
    (select ${position}, v from (
       select ${shortText(`c${position}`, maxLength)} as v, pg_catalog.count(*) as n
       from sample where c${position} is not null group by 1
     ) counted order by v is null desc, n desc, v limit ${maxValues + 2})`,
  )
  return `
    with sample as (select ${names.join(', ')} from ${quote(schema)}.${quote(table)} limit ${SAMPLE_ROWS})
    select -1, pg_catalog.count(*)::text from sample
    union all ${perColumn.join('\n    union all ')}`
}

/** The stored size is looked at first: it spares the reading of long documents that are kept out of line. */
function shortText(column: string, maxLength: number): string {
  const text = `${column}::text`
  return `case when pg_catalog.pg_column_size(${column}) <= ${4 * maxLength + 8}
                 and pg_catalog.length(${text}) <= ${maxLength} then ${text} end`
}
