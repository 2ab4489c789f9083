import { withClause } from '../fix.ts'
import { actionsInUse, clausePlace, costsAtLeast, measured, severityOn } from '../found-actions.ts'
import type { LintRule } from '../lint.ts'

/** A constraint that is validated under the locks of other clauses; alone it keeps nobody out. */
export const forbidValidateWithOthers: LintRule = {
  id: 'forbid-validate-with-others',
  cost: 'BY_WORDS',
  check: input =>
    actionsInUse(input, 'VALIDATE CONSTRAINT')
      .filter(
        ({ statement, step }) =>
          statement.actions.some(({ does }) => does !== 'VALIDATE CONSTRAINT') && costsAtLeast(step, 'SCAN'),
      )
      .map(found => ({
        severity: severityOn(found),
        message: `${found.action.name} is validated under the locks of the clauses beside it: everybody waits while all of ${found.on} is read (${measured(found.step)}).`,
        hint: 'Validate it in a statement of its own, which is applied in a transaction of its own.',
        ...clausePlace(found),
        fix: withClause(input, found, null, {
          after: [`ALTER TABLE ${found.on} VALIDATE CONSTRAINT ${found.action.name}`],
        }),
      })),
}
