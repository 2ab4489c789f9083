import { actionsInUse, clausePlace, costsAtLeast, measured, severityOn } from '../found-actions.ts'
import type { LintRule } from '../lint.ts'

/** A primary key from an index whose columns may be empty: all rows are read after all. */
export const warnKeyFromNullableIndex: LintRule = {
  id: 'warn-key-from-nullable-index',
  cost: 'BY_WORDS',
  check: input =>
    actionsInUse(input, 'ADD CONSTRAINT')
      .filter(
        ({ action: { constraint }, step }) =>
          constraint.kind === 'PRIMARY KEY' && constraint.usingIndex !== null && costsAtLeast(step, 'SCAN'),
      )
      .map(found => ({
        severity: severityOn(found, 'WARNING'),
        message: `A column of the key may be NULL, so all of ${found.on} is read while everybody is kept out (${measured(found.step)}).`,
        hint: 'Make its columns required first, with a CHECK that is validated beside other work.',
        ...clausePlace(found),
      })),
}
