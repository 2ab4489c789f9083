/** What the reading of sample values has in common, whatever the engine. */
import type { ColumnRef, ColumnValues, Row } from '../domain.ts'

/** Rows looked at in each table: enough to meet the common values, few enough to go unnoticed. */
export const SAMPLE_ROWS = 20_000

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

/**
 * From rows of a column's position and one of its values, the most frequent first; a null stands for values that were
 * too long to be read. One row of position -1 holds the number of rows that were looked at.
 */
export function toColumnValues(
  { schema, table, columns }: TableColumns,
  rows: readonly Row[],
  { maxValues }: ValueBounds,
): ColumnValues[] {
  const sampled = Number(rows.find(([position]) => position === -1)?.[1] ?? SAMPLE_ROWS)
  return columns.map((column, position) => {
    const found = rows.filter(row => row[0] === position).map(row => row[1])
    const values = found.filter(value => value !== null).map(String)
    const complete = sampled < SAMPLE_ROWS && !found.includes(null) && values.length <= maxValues
    return { schema, table, column, values: values.slice(0, maxValues), complete }
  })
}
