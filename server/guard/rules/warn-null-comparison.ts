import { warning } from '../rule.ts'
import type { StatementRule } from '../rule.ts'

const id = 'warn-null-comparison'

export const warnNullComparison: StatementRule = {
  id,
  checkStatement: ({ statement }) =>
    statement.nullComparisons.map(comparison =>
      warning(id, comparison, {
        message: 'A comparison with NULL is never true, so this finds nothing.',
        hint: 'Write IS NULL or IS NOT NULL.',
      }),
    ),
}
