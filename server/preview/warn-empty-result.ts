import type { Finding } from '../domain.ts'
import { warning } from './finding.ts'
import type { PreviewRequest } from './preview.ts'

/** A plan of which the database knows that no row can come, such as that of two conditions that exclude each other. */
export function warnEmptyResult({ plan, statement }: PreviewRequest): readonly Finding[] {
  if (plan.rows !== 0 || statement.tables.length === 0) return []
  return [
    warning('warn-empty-result', null, {
      message: 'By the database’s own plan there is no row to find.',
      hint: 'Look whether two conditions exclude each other, or whether the table is empty.',
    }),
  ]
}
