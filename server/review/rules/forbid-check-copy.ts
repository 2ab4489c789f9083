import type { LintRule } from '../lint.ts'
import { alteringActions, at, copies, milderIfSmall, sizeInBrackets } from '../altered-tables.ts'

/** A CHECK of a table with rows: each is looked at while nobody can write. */
export const forbidCheckCopy: LintRule = {
  id: 'forbid-check-copy',
  cost: 'BY_WORDS',
  check: input =>
    input.before.traits?.includes('IGNORES_CHECKS') === true
      ? []
      : alteringActions(input)
          .filter(({ action, on }) => action.kind === 'ADD_CHECK' && copies(on))
          .map(({ action, on }) => ({
            severity: milderIfSmall('BLOCKING', on.step),
            message: `The server copies ${on.table.name} to add a CHECK, while nobody can write, and one row that breaks it stops that${sizeInBrackets(on.step)}.`,
            hint: 'Look first for rows that break it, and do it in a window. A CHECK behind a new column is added at once.',
            ...at(action),
          })),
}
