import { freeName, inPlaceOf } from '../fix.ts'
import { actionsThat, clausePlace } from '../found-actions.ts'
import type { LintRule } from '../lint.ts'

/** An index without a name of its own: each build that fails leaves another one behind. */
export const warnUnnamedConcurrentIndex: LintRule = {
  id: 'warn-unnamed-concurrent-index',
  check: input =>
    actionsThat(input, 'CREATE INDEX')
      .filter(({ action }) => action.concurrently && action.name === null)
      .map(found => {
        const { action, statement } = found
        const name = freeName(input, action.table.name, ...(action.columns ?? []), 'idx')
        const fixed = statement.sql.replace(/\bconcurrently(?=\s+on\b)/i, `$& ${name}`)
        return {
          severity: 'WARNING',
          message:
            'A build that fails leaves an index that is not valid; without a name the next try makes another one beside it.',
          hint: 'Give the index a name.',
          ...clausePlace(found),
          ...(fixed !== statement.sql && { fix: inPlaceOf(input, statement, [fixed]) }),
        }
      }),
}
