import type { LintRule } from '../lint.ts'
import { alteringActions, at, copies, milderIfSmall, sizeInBrackets } from '../altered-tables.ts'
import { edited } from '../text-edits.ts'

/** A computed column that is kept in every row. */
export const forbidStoredColumn: LintRule = {
  id: 'forbid-stored-column',
  cost: 'BY_WORDS',
  check: input =>
    alteringActions(input).flatMap(({ action, on }) => {
      if (action.kind !== 'ADD_COLUMN' || action.column.generated?.stored !== true || !copies(on)) return []
      const { name, generated } = action.column
      return [
        {
          severity: milderIfSmall('BLOCKING', on.step),
          message: `${name} is computed and kept in every row: the server copies ${on.table.name} for that, while nobody can write${sizeInBrackets(on.step)}.`,
          hint: 'VIRTUAL is computed when it is read, costs nothing to add, and can be indexed.',
          ...at(action),
          ...(generated.word !== null && { fix: edited(input.text, { ...generated.word, to: 'VIRTUAL' }) }),
        },
      ]
    }),
}
