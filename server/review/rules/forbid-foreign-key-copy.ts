import type { Action } from '../../sql/sql.ts'
import type { LintRule } from '../lint.ts'
import { alteringActions, at, copies, milderIfSmall, sizeInBrackets } from '../altered-tables.ts'

/** A foreign key of a table with rows: each is looked at while nobody can write. */
export const forbidForeignKeyCopy: LintRule = {
  id: 'forbid-foreign-key-copy',
  cost: 'BY_WORDS',
  check: input =>
    alteringActions(input).flatMap(({ action, on }) => {
      const key = keyOf(action)
      if (key === null || !copies(on)) return []
      const parent = key.reference.table.name
      const columns = key.columns.join(', ')
      const joined = key.columns.map(
        (column, index) => `p.${key.reference.columns[index] ?? 'id'} = c.${column}`,
      )
      return [
        {
          severity: milderIfSmall('BLOCKING', on.step),
          message: `A foreign key on ${columns} is checked row by row: the server copies ${on.table.name} for that while nobody can write, and one row without its ${parent} stops it${sizeInBrackets(on.step)}.`,
          hint: `Look first: SELECT c.${key.columns[0] ?? ''} FROM ${on.table.name} c LEFT JOIN ${parent} p ON ${joined.join(' AND ')} WHERE p.${key.reference.columns[0] ?? 'id'} IS NULL AND c.${key.columns[0] ?? ''} IS NOT NULL. Then do it in a window.`,
          ...at(action),
        },
      ]
    }),
}

function keyOf(action: Action) {
  if (action.kind === 'ADD_FOREIGN_KEY') return action
  if (action.kind !== 'ADD_COLUMN' || action.column.reference === null) return null
  return { columns: [action.column.name], reference: action.column.reference }
}
