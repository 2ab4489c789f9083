import type { Finding } from '../domain.ts'
import { warning } from './finding.ts'
import { knownColumn } from './known-column.ts'
import type { PreviewRequest } from './preview.ts'

/** The sum of a wider type is no whole number to PostgreSQL, but a decimal one. */
const SUM_STAYS_WHOLE = new Set(['integer', 'smallint'])

/** Whole numbers divided by whole numbers, where the database leaves the fraction out. */
export function warnIntegerDivision({ statement, catalog }: PreviewRequest): readonly Finding[] {
  const remarks = statement.lookCloser?.().remarks ?? []
  return remarks.flatMap(remark => {
    if (remark.kind !== 'DIVISION') return []
    const columns = remark.columns.map(named => knownColumn(named, catalog)?.column)
    const sums = remark.sums.map(named => knownColumn(named, catalog)?.column)
    const isWhole =
      columns.every(column => column?.kind === 'INTEGER') &&
      sums.every(column => column !== undefined && SUM_STAYS_WHOLE.has(column.type))
    if (!isWhole) return []
    return [
      warning('warn-integer-division', remark, {
        message:
          'Both sides of this division are whole numbers, so the result loses its fraction: 7 / 2 is 3.',
        hint: 'Multiply one side by 1.0, or cast it to numeric; for whole steps on purpose write floor(…) around it.',
      }),
    ]
  })
}
