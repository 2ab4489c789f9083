import { columnClause, freeName, withClause } from '../fix.ts'
import { actionsInUse, clausePlace, costsAtLeast, measured, severityOn } from '../found-actions.ts'
import type { FoundAction } from '../found-actions.ts'
import type { LintInput, LintRule } from '../lint.ts'

/** A new column that refers to another table: both are locked at once. */
export const warnReferenceOnNewColumn: LintRule = {
  id: 'warn-reference-on-new-column',
  cost: 'BY_WORDS',
  check: input =>
    actionsInUse(input, 'ADD COLUMN')
      .filter(
        ({ action, step }) =>
          costsAtLeast(step, 'METADATA') &&
          action.column.constraints.some(({ kind }) => kind === 'FOREIGN KEY'),
      )
      .map(found => ({
        severity: severityOn(found, 'WARNING'),
        message: `${found.on} and what ${found.action.column.name} refers to are locked in one step (${measured(found.step)}).`,
        hint: 'Add the column, then the constraint NOT VALID, and VALIDATE it in a step of its own.',
        ...clausePlace(found),
        fix: constraintLater(input, found),
      })),
}

function constraintLater(input: LintInput, found: FoundAction<'ADD COLUMN'>): string | undefined {
  const { column, table } = found.action
  const [one, ...more] = column.constraints.filter(({ kind }) => kind === 'FOREIGN KEY')
  const clause = columnClause(input, found, {
    default: true,
    constraint: ({ kind }) => kind !== 'FOREIGN KEY',
  })
  if (one === undefined || more.length > 0 || clause === undefined) return undefined
  const name = one.name ?? freeName(input, table.name, column.name, 'fkey')
  return withClause(input, found, clause, {
    after: [
      `ALTER TABLE ${found.on} ADD CONSTRAINT ${name} FOREIGN KEY (${column.name}) ${one.sql} NOT VALID`,
      `ALTER TABLE ${found.on} VALIDATE CONSTRAINT ${name}`,
    ],
  })
}
