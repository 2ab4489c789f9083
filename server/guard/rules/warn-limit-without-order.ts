import { warning } from '../rule.ts'
import type { StatementRule } from '../rule.ts'

const id = 'warn-limit-without-order'

export const warnLimitWithoutOrder: StatementRule = {
  id,
  checkStatement({ statement }) {
    if (statement.unorderedLimit !== true) return []
    const message = 'There is a LIMIT and no ORDER BY: which rows come is up to the server, and may change.'
    return [
      {
        ...warning(id, statement, { message, hint: 'Add ORDER BY with what makes a row first.' }),
        severity: 'INFO',
      },
    ]
  },
}
