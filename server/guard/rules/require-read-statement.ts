import { refusal } from '../rule.ts'
import type { StatementRule } from '../rule.ts'

const id = 'require-read-statement'

/** Only SELECT in its forms runs; INSERT and its kind have a rule of their own that names them. */
export const requireReadStatement: StatementRule = {
  id,
  checkStatement({ statement }) {
    if (statement.reads && statement.columns?.length === 0)
      return [
        refusal(id, statement, {
          message: 'This SELECT names no columns, so it has no result.',
          hint: 'Write what it shall show behind SELECT, for instance * for all columns.',
        }),
      ]
    if (statement.reads || statement.changes.length > 0) return []
    const message = `This is ${statement.command}, not a SELECT. Queries here only read; they never change data, tables or settings.`
    return [
      refusal(id, statement, {
        message,
        hint: 'Write a SELECT, VALUES or TABLE, with WITH in front if need be.',
      }),
    ]
  },
}
