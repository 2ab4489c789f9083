import { warning } from '../rule.ts'
import type { StatementRule } from '../rule.ts'

const id = 'warn-no-limit'

export const warnNoLimit: StatementRule = {
  id,
  checkStatement({ statement }) {
    if (!statement.wholeTable) return []
    const message =
      'This reads every row: there is no LIMIT and no condition. A run stops at the limit of rows.'
    return [{ ...warning(id, statement, { message, hint: 'Add LIMIT 100, or a WHERE.' }), severity: 'INFO' }]
  },
}
