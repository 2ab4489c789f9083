import type { ColumnValues } from '../../domain.ts'
import { SAMPLE_ROWS, toColumnValues } from '../sample-values.ts'
import type { TableColumns, ValueBounds } from '../sample-values.ts'
import type { Session } from './driver.ts'
import { postgresDialect } from './dialect.ts'

/** All columns of a table in one statement and one scan, the most frequent values first. */
export async function readTableValues(
  session: Session,
  group: TableColumns,
  bounds: ValueBounds,
): Promise<ColumnValues[]> {
  return toColumnValues(group, await session.query(valuesQuery(group, bounds)), bounds)
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
