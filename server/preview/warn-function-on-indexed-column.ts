import type { CatalogTable, Finding } from '../domain.ts'
import { warning } from './finding.ts'
import { indexedColumn } from './known-column.ts'
import type { KnownColumn } from './known-column.ts'
import type { PreviewRequest } from './preview.ts'

/** Between texts of any kind PostgreSQL's index serves as it is. */
const TEXT_CASTS = new Set(['::text', '::varchar', '::bpchar'])
const TIMES = new Set(['DATE', 'TIMESTAMP'])

/** A condition on something that is computed from an indexed column, where no index has that very thing. */
export function warnFunctionOnIndexedColumn({ statement, catalog }: PreviewRequest): readonly Finding[] {
  const remarks = statement.lookCloser?.().remarks ?? []
  return remarks.flatMap(remark => {
    if (remark.kind !== 'WRAPPED_COLUMN') return []
    const known = indexedColumn(remark.column, catalog)
    if (known === null || isHarmless(remark.wrappers, known) || hasIndexOn(known, remark.wrappers)) return []
    const { name } = known.column
    return [
      warning('warn-function-on-indexed-column', remark, {
        message: `This computes something from ${name} for every row of ${known.table.name}, so the index on ${name} does not help.`,
        hint: hintFor(known),
      }),
    ]
  })
}

function isHarmless(wrappers: readonly string[], { column }: KnownColumn): boolean {
  return column.kind === 'TEXT' && wrappers.every(wrapper => TEXT_CASTS.has(wrapper))
}

/** An index that begins with an expression of the column that has one of these in it. */
function hasIndexOn({ table, column }: KnownColumn, wrappers: readonly string[]): boolean {
  return expressionsOf(table).some(
    expression =>
      expression.includes(column.name.toLowerCase()) &&
      wrappers.some(wrapper => expression.includes(wrapper.replace('::', '')) || wrapper.startsWith('::')),
  )
}

function expressionsOf({ indexes = [] }: CatalogTable): readonly string[] {
  return indexes.flatMap(({ expression }) => expression?.toLowerCase() ?? [])
}

function hintFor({ column: { name, kind } }: KnownColumn): string {
  if (TIMES.has(kind))
    return `Compare ${name} itself with the beginning and the end: ${name} >= '2024-05-01' AND ${name} < '2024-06-01'.`
  return `Compare ${name} itself and compute on the other side, or ask for an index on this expression.`
}
