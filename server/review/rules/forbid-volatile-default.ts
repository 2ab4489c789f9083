import { columnClause, fillWithDefault, headOf, withClause } from '../fix.ts'
import { actionsInUse, clausePlace, costsAtLeast, measured, severityOn } from '../found-actions.ts'
import type { FoundAction } from '../found-actions.ts'
import type { LintInput, LintRule } from '../lint.ts'
import { volatileCalls } from '../volatility.ts'

/** A new column whose default is another value for each row, so that all rows are written. */
export const forbidVolatileDefault: LintRule = {
  id: 'forbid-volatile-default',
  cost: 'BY_WORDS',
  check: input =>
    actionsInUse(input, 'ADD COLUMN').flatMap(found => {
      const { column } = found.action
      const [call] = volatileCalls(input, column.calls)
      if (call === undefined || column.counts || !costsAtLeast(found.step, 'REWRITE')) return []
      return [
        {
          severity: severityOn(found),
          message: `The default of ${column.name} calls ${call}, which gives each row a value of its own: ${found.on} is written anew (${measured(found.step)}).`,
          hint: 'Add the column without a default, set the default for new rows, and fill the others in parts.',
          ...clausePlace(found),
          fix: withoutDefault(input, found),
        },
      ]
    }),
}

function withoutDefault(input: LintInput, found: FoundAction<'ADD COLUMN'>): string | undefined {
  const { column } = found.action
  const clause = columnClause(input, found, { default: false, constraint: ({ kind }) => kind !== 'NOT NULL' })
  if (clause === undefined) return undefined
  const fill = fillWithDefault(found.on, column)
  const isSmall = severityOn(found) === 'WARNING'
  const setDefault = `${headOf(input, found.statement)}ALTER COLUMN ${column.name} SET DEFAULT ${column.default}`
  return withClause(input, found, clause, {
    after: isSmall ? [setDefault, fill] : [setDefault],
    ...(!isSmall && { note: `The rows that are there are filled afterwards, in parts: ${fill}` }),
  })
}
