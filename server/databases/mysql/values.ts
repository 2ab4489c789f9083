import type { ColumnValues } from '../../domain.ts'
import { SAMPLE_ROWS, toColumnValues } from '../sample-values.ts'
import type { TableColumns, ValueBounds } from '../sample-values.ts'
import { mysqlDialect } from './dialect.ts'
import type { Session } from './driver.ts'

/**
 * All columns of a table in one statement, the most frequent values first. Each column is a scan of its own: MariaDB
 * reads what stands in a WITH once for each use anyway. A value that is stored outside of its row is read to know its
 * length, and then left; the time limit bounds that.
 */
export async function readTableValues(
  session: Session,
  group: TableColumns,
  bounds: ValueBounds,
): Promise<ColumnValues[]> {
  return toColumnValues(group, await session.query(valuesQuery(group, bounds)), bounds)
}

/** Counted by their bytes: `Paris` and `PARIS` are two values, whatever the collation says. */
function valuesQuery(
  { schema, table, columns }: TableColumns,
  { maxValues, maxLength }: ValueBounds,
): string {
  const quote = (name: string) => mysqlDialect.quoteIdentifier(name)
  const sampleOf = (column: string) =>
    `(select ${column} as c from ${quote(schema)}.${quote(table)} limit ${SAMPLE_ROWS}) sample`
  const perColumn = columns.map(
    (column, position) => `
    (select ${position}, convert(v using utf8mb4) from (
       select ${shortText('c', maxLength)} as v, count(*) as n
       from ${sampleOf(quote(column))} where c is not null group by 1
     ) counted order by v is null desc, n desc, v limit ${maxValues + 2})`,
  )
  return `
    (select -1, cast(count(*) as char character set utf8mb4) from ${sampleOf('1')})
    union all ${perColumn.join('\n    union all ')}`
}

/** As bytes of UTF-8, at most four for a character. */
function shortText(column: string, maxLength: number): string {
  return `case when length(${column}) <= ${4 * maxLength} and char_length(${column}) <= ${maxLength}
               then cast(convert(${column} using utf8mb4) as binary) end`
}
