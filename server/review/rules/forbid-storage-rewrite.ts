import { actionsInUse, clausePlace, costsAtLeast, measured, severityOn } from '../found-actions.ts'
import type { LintRule } from '../lint.ts'

/** A table that is put elsewhere or kept otherwise, for which all of it is written. */
export const forbidStorageRewrite: LintRule = {
  id: 'forbid-storage-rewrite',
  cost: 'BY_WORDS',
  check: input =>
    actionsInUse(input, 'SET STORAGE')
      .filter(({ step }) => costsAtLeast(step, 'REWRITE'))
      .map(found => ({
        severity: severityOn(found),
        message: `SET ${found.action.what} writes all of ${found.on} while everybody is kept out (${measured(found.step)}).`,
        hint: 'There is no way beside other work: choose a time when the table may stand still.',
        ...clausePlace(found),
      })),
}
