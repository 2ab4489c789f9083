import { inPlaceOf } from '../fix.ts'
import { actionsThat, clausePlace, measured, severityOn } from '../found-actions.ts'
import type { LintRule } from '../lint.ts'

/** An index that is dropped while even readers of its table wait. */
export const warnDropIndexWithoutConcurrently: LintRule = {
  id: 'warn-drop-index-without-concurrently',
  cost: 'BY_WORDS',
  check: input =>
    actionsThat(input, 'DROP')
      .filter(({ action }) => action.what === 'INDEX' && !action.concurrently)
      .map(found => {
        const { action, statement } = found
        const fixed = statement.sql.replace(/^drop\s+index(?=\s)/i, '$& CONCURRENTLY')
        // CONCURRENTLY takes one index, and no CASCADE.
        const canFix = action.names.length === 1 && !action.cascades && fixed !== statement.sql
        return {
          severity: severityOn(found, 'WARNING'),
          message: `Everybody is kept out of the table of the index, and waits behind whoever uses it now (${measured(found.step)}).`,
          hint: 'DROP INDEX CONCURRENTLY waits for who uses it, and keeps nobody out.',
          ...clausePlace(found),
          ...(canFix && { fix: inPlaceOf(input, statement, [fixed]) }),
        }
      }),
}
