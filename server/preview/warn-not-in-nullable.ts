import type { Finding } from '../domain.ts'
import { warning } from './finding.ts'
import { knownColumn } from './known-column.ts'
import type { PreviewRequest } from './preview.ts'

/** NOT IN (SELECT column …) of a column that may be NULL. */
export function warnNotInNullable({ statement, catalog }: PreviewRequest): readonly Finding[] {
  const remarks = statement.lookCloser?.().remarks ?? []
  return remarks.flatMap(remark => {
    if (remark.kind !== 'NOT_IN_QUERY') return []
    const known = knownColumn(remark.column, catalog)
    // What a view's columns may be is not known.
    if (known?.column.nullable !== true || known.table.kind === 'VIEW') return []
    const { name } = known.column
    return [
      warning('warn-not-in-nullable', remark, {
        message: `${name} may be NULL, and with a single NULL in the list NOT IN finds nothing at all.`,
        hint: `Add WHERE ${name} IS NOT NULL to the inner query, or use NOT EXISTS.`,
      }),
    ]
  })
}
