import { freeName, withClause } from '../fix.ts'
import { actionsInUse, clausePlace, costsAtLeast, measured, severityOn } from '../found-actions.ts'
import type { FoundAction } from '../found-actions.ts'
import type { LintInput, LintRule } from '../lint.ts'

/** A check that is proved on all rows by the statement that adds it. */
export const forbidConstraintWithoutNotValid: LintRule = {
  id: 'forbid-constraint-without-not-valid',
  cost: 'BY_WORDS',
  check: input =>
    actionsInUse(input, 'ADD CONSTRAINT')
      .filter(
        ({ action: { constraint }, step }) =>
          (constraint.kind === 'CHECK' || constraint.kind === 'NOT NULL') &&
          !constraint.notValid &&
          costsAtLeast(step, 'SCAN'),
      )
      .map(found => ({
        severity: severityOn(found),
        message: `The constraint is proved by reading all of ${found.on} while everybody is kept out (${measured(found.step)}).`,
        hint: 'Add it NOT VALID, which holds for new rows at once, and VALIDATE it in a step of its own.',
        ...clausePlace(found),
        fix: validatedLater(input, found),
      })),
}

/** The same constraint, in force at once and proved afterwards. */
export function validatedLater(input: LintInput, found: FoundAction<'ADD CONSTRAINT'>): string | undefined {
  const { constraint, table } = found.action
  const name =
    constraint.name ?? freeName(input, table.name, ...constraint.columns, SUFFIX[constraint.kind] ?? 'check')
  return withClause(input, found, `ADD CONSTRAINT ${name} ${constraint.sql} NOT VALID`, {
    after: [`ALTER TABLE ${found.on} VALIDATE CONSTRAINT ${name}`],
  })
}

/** As the server names them. */
const SUFFIX: Readonly<Record<string, string>> = { 'FOREIGN KEY': 'fkey', 'NOT NULL': 'not_null' }
