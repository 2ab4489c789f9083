import type { Finding } from '../domain.ts'
import { warning } from './finding.ts'
import { indexedColumn, knownColumn } from './known-column.ts'
import type { PreviewRequest } from './preview.ts'

/** Text compared with a number, where the database turns each text into a number and says nothing. */
export function warnNumberForText({ statement, catalog }: PreviewRequest): readonly Finding[] {
  const remarks = statement.lookCloser?.().remarks ?? []
  return remarks.flatMap(remark => {
    if (remark.kind !== 'NUMBER_FOR_COLUMN') return []
    const known = knownColumn(remark.column, catalog)
    if (known?.column.kind !== 'TEXT') return []
    const { name } = known.column
    const unused =
      indexedColumn(remark.column, catalog) === null ? '' : `, and the index on ${name} does not help`
    return [
      warning('warn-number-for-text', remark, {
        message: `${name} is text: beside a number, '7', '007' and '7a' are all 7${unused}.`,
        hint: `Write the value as text, such as ${name} = '7'.`,
      }),
    ]
  })
}
