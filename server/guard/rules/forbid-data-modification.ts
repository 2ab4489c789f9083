import { refusal } from '../rule.ts'
import type { StatementRule } from '../rule.ts'

const id = 'forbid-data-modification'

/** Also inside a WITH list, where the statement as a whole is a SELECT. */
export const forbidDataModification: StatementRule = {
  id,
  checkStatement: ({ statement }) =>
    statement.changes.map(change =>
      refusal(id, change, {
        message: `${change.words} changes data. Queries here only read.`,
        hint: 'Write a SELECT that shows the rows in question; a change takes someone with the right to make it.',
      }),
    ),
}
