import { actionsInUse, clausePlace } from '../found-actions.ts'
import type { LintRule } from '../lint.ts'

/** A column that may be empty from then on, which its readers do not know. */
export const warnDropNotNull: LintRule = {
  id: 'warn-drop-not-null',
  check: input =>
    actionsInUse(input, 'DROP NOT NULL').map(found => ({
      severity: 'WARNING',
      message: `${found.action.column} of ${found.on} may be NULL from then on: programs, views and sums that never met one do.`,
      hint: 'Let what reads it know first; the way back has to read all rows again.',
      ...clausePlace(found),
    })),
}
