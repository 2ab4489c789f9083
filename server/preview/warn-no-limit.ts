import type { Finding } from '../domain.ts'
import { isLimited, isManyRows, shownRows } from './many-rows.ts'
import { warning, words } from './finding.ts'
import type { PreviewRequest } from './preview.ts'

/** Many rows by the plan; where it tells nothing, a table that is read as it is. */
export function warnNoLimit(request: PreviewRequest): readonly Finding[] {
  const { plan, statement } = request
  if (isLimited(request)) return []
  if (plan.rows === null ? !statement.wholeTable : !isManyRows(request)) return []
  const much =
    plan.rows === null
      ? 'this gives every row'
      : `this gives about ${words(plan.rows)} rows${shownRows(request)}`
  return [
    {
      ...warning('warn-no-limit', statement, {
        message: `There is no LIMIT: ${much}.`,
        hint: 'Add LIMIT 100, ask for totals, or add a filter.',
      }),
      severity: plan.rows === null ? 'INFO' : 'WARNING',
    },
  ]
}
