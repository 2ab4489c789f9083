import { actionsInUse, clausePlace, costsAtLeast, measured, severityOn } from '../found-actions.ts'
import type { LintRule } from '../lint.ts'

/** An EXCLUDE constraint on a table in use, for which there is no way beside other work. */
export const forbidExclusionOnTable: LintRule = {
  id: 'forbid-exclusion-on-table',
  cost: 'BY_WORDS',
  check: input =>
    actionsInUse(input, 'ADD CONSTRAINT')
      .filter(({ action, step }) => action.constraint.kind === 'EXCLUDE' && costsAtLeast(step, 'INDEX_BUILD'))
      .map(found => ({
        severity: severityOn(found),
        message: `The index of EXCLUDE is built while everybody is kept out of ${found.on}, and there is no other way to build it (${measured(found.step)}).`,
        hint: 'Choose a time when the table may stand still, or give a new table the constraint and move the rows over.',
        ...clausePlace(found),
      })),
}
