import type { LintRule } from '../lint.ts'
import type { Action } from '../../sql/sql.ts'
import { alteringActions, at, milderIfSmall, sizeInBrackets } from '../altered-tables.ts'

/** A key that rows which are there may break. */
export const forbidUnprovedUnique: LintRule = {
  id: 'forbid-unproved-unique',
  check: input =>
    alteringActions(input).flatMap(({ action, on }) => {
      const columns = uniqueColumns(action)
      if (columns === null) return []
      const names = columns.join(', ')
      return [
        {
          severity: milderIfSmall('BLOCKING', on.step),
          message: `Two rows of ${on.table.name} that are equal in ${names} stop this after all the work${sizeInBrackets(on.step)}; so can a write meanwhile that is undone again.`,
          hint: `Look first: SELECT ${names}, COUNT(*) FROM ${on.table.name} GROUP BY ${names} HAVING COUNT(*) > 1. Mend what it finds, then add the key.`,
          ...at(action),
        },
      ]
    }),
}

/** Of columns that were there: what a new one holds is in no row yet. */
function uniqueColumns(action: Action): readonly string[] | null {
  if (action.kind !== 'ADD_INDEX' || action.index.type !== 'UNIQUE') return null
  return action.index.columns.map(column => column ?? '…')
}
