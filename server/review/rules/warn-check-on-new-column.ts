import { columnClause, freeName, withClause } from '../fix.ts'
import { actionsInUse, clausePlace, costsAtLeast, measured, severityOn } from '../found-actions.ts'
import type { FoundAction } from '../found-actions.ts'
import type { LintInput, LintRule } from '../lint.ts'

/** A new column with a check of its own: all rows are read for it, although none has a value. */
export const warnCheckOnNewColumn: LintRule = {
  id: 'warn-check-on-new-column',
  cost: 'BY_WORDS',
  check: input =>
    actionsInUse(input, 'ADD COLUMN')
      .filter(
        ({ action, step }) =>
          costsAtLeast(step, 'SCAN') && action.column.constraints.some(({ kind }) => kind === 'CHECK'),
      )
      .map(found => ({
        severity: severityOn(found, 'WARNING'),
        message: `All of ${found.on} is read while everybody is kept out, although ${found.action.column.name} is empty everywhere (${measured(found.step)}).`,
        hint: 'Add the column, then the constraint NOT VALID, and VALIDATE it in a step of its own.',
        ...clausePlace(found),
        fix: constraintLater(input, found),
      })),
}

function constraintLater(input: LintInput, found: FoundAction<'ADD COLUMN'>): string | undefined {
  const { column, table } = found.action
  const [one, ...more] = column.constraints.filter(({ kind }) => kind === 'CHECK')
  const clause = columnClause(input, found, { default: true, constraint: ({ kind }) => kind !== 'CHECK' })
  if (one === undefined || more.length > 0 || clause === undefined) return undefined
  const name = one.name ?? freeName(input, table.name, column.name, 'check')
  return withClause(input, found, clause, {
    after: [
      `ALTER TABLE ${found.on} ADD CONSTRAINT ${name} ${one.sql} NOT VALID`,
      `ALTER TABLE ${found.on} VALIDATE CONSTRAINT ${name}`,
    ],
  })
}
