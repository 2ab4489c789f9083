import type { Finding } from '../domain.ts'
import { warning } from './finding.ts'
import { indexedColumn } from './known-column.ts'
import type { PreviewRequest } from './preview.ts'

/** LIKE '%…' on an indexed column, unless another index finds parts of words. */
export function warnLeadingWildcard({ statement, catalog }: PreviewRequest): readonly Finding[] {
  const remarks = statement.lookCloser?.().remarks ?? []
  return remarks.flatMap(remark => {
    if (remark.kind !== 'LEADING_WILDCARD') return []
    const known = indexedColumn(remark.column, catalog)
    const { indexes = [] } = known?.table ?? {}
    if (known === null || indexes.some(({ column, ordered }) => !ordered && column === known.column.name))
      return []
    const { name } = known.column
    return [
      warning('warn-leading-wildcard', remark, {
        message: `A pattern that begins with a wildcard is looked for in every row of ${known.table.name}; the index on ${name} finds beginnings only.`,
        hint: `Begin the pattern with the first letters, such as ${name} LIKE 'abc%', or use a full-text search.`,
      }),
    ]
  })
}
