import { columnClause, freeName, withClause } from '../fix.ts'
import { actionsInUse, clausePlace, costsAtLeast, measured, severityOn } from '../found-actions.ts'
import type { FoundAction } from '../found-actions.ts'
import type { LintInput, LintRule } from '../lint.ts'

/** A new column with an index of its own, built while everybody is kept out. */
export const forbidUniqueOnNewColumn: LintRule = {
  id: 'forbid-unique-on-new-column',
  cost: 'BY_WORDS',
  check: input =>
    actionsInUse(input, 'ADD COLUMN').flatMap(found => {
      const { column } = found.action
      const key = column.constraints.find(({ kind }) => kind === 'UNIQUE' || kind === 'PRIMARY KEY')
      if (key === undefined || !costsAtLeast(found.step, 'INDEX_BUILD')) return []
      return [
        {
          severity: severityOn(found),
          message: `The index of ${key.kind} is built while everybody is kept out of ${found.on} (${measured(found.step)}).`,
          hint: 'Add the column, build the unique index CONCURRENTLY, and make it a constraint with USING INDEX.',
          ...clausePlace(found),
          fix: key.kind === 'UNIQUE' ? inThreeSteps(input, found) : undefined,
        },
      ]
    }),
}

function inThreeSteps(input: LintInput, found: FoundAction<'ADD COLUMN'>): string | undefined {
  const { column } = found.action
  const key = column.constraints.find(({ kind }) => kind === 'UNIQUE')
  const clause = columnClause(input, found, { default: true, constraint: one => one !== key })
  if (
    clause === undefined ||
    !/^unique$/i.test(key?.sql ?? '') ||
    typeof found.table?.parts.partitionKey === 'string'
  )
    return undefined
  const index = key?.name ?? freeName(input, found.action.table.name, column.name, 'key')
  return withClause(input, found, clause, {
    after: [
      `CREATE UNIQUE INDEX CONCURRENTLY ${index} ON ${found.on} (${column.name})`,
      `ALTER TABLE ${found.on} ADD CONSTRAINT ${index} UNIQUE USING INDEX ${index}`,
    ],
  })
}
