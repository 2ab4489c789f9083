import { actionsThat, clausePlace } from '../found-actions.ts'
import type { LintRule } from '../lint.ts'
import { writtenTable } from '../named-object.ts'

/** SELECT * in a view means the columns of today. */
export const warnViewOfAllColumns: LintRule = {
  id: 'warn-view-of-all-columns',
  check: input =>
    actionsThat(input, 'CREATE VIEW')
      .filter(({ action }) => action.hasStar)
      .map(found => ({
        severity: 'WARNING',
        message: `${writtenTable(found.action.view)} has the columns that are there now: what is added later does not appear, and none of them can be dropped or changed.`,
        hint: 'List the columns.',
        ...clausePlace(found),
      })),
}
