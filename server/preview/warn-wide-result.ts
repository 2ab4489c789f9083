import type { Finding } from '../domain.ts'
import { warning } from './finding.ts'
import type { PreviewRequest } from './preview.ts'

/** More than fit a screen many times over. */
const WIDE_COLUMNS = 40
/** A few rows are read one by one, whatever their width. */
const MANY_ROWS = 100

/** `SELECT *` of wide tables: the columns that nobody looks at are most of what is read and sent. */
export function warnWideResult({ plan, statement, catalog }: PreviewRequest): readonly Finding[] {
  const star = statement.lookCloser?.().star ?? null
  if (star === null || (plan.rows ?? Infinity) < MANY_ROWS) return []
  const read = new Set(statement.tables.map(({ name }) => name))
  const widest = catalog.tables
    .filter(({ name }) => read.has(name))
    .reduce((most, { columns }) => Math.max(most, columns.length), 0)
  if (widest < WIDE_COLUMNS) return []
  const finding = warning('warn-wide-result', star, {
    message: `This gives every column, and one of the tables has ${widest} of them.`,
    hint: 'Name the columns that matter in place of *.',
  })
  return [{ ...finding, severity: 'INFO' }]
}
