import { actionsInUse, clausePlace, measured } from '../found-actions.ts'
import type { LintRule } from '../lint.ts'

/** Rows that are changed or deleted without saying which; a column that the change adds may be filled so. */
export const forbidWriteWithoutWhere: LintRule = {
  id: 'forbid-write-without-where',
  check: input => {
    const added = new Set(
      actionsInUse(input, 'ADD COLUMN').map(({ action, on }) => `${on}.${action.column.name}`),
    )
    return actionsInUse(input, 'UPDATE', 'DELETE')
      .filter(
        ({ action, on }) =>
          !action.hasWhere &&
          (action.does === 'DELETE' || !action.columns.every(column => added.has(`${on}.${column}`))),
      )
      .map(found => ({
        severity: 'BLOCKING',
        message: `${found.action.does} without WHERE is for every row of ${found.on}, and no rollback brings back what was there (${measured(found.step)}).`,
        hint: 'Say which rows with WHERE.',
        ...clausePlace(found),
      }))
  },
}
