import type { LintRule } from '../lint.ts'
import { alteringActions, at, milderIfSmall, rewrites, sizeInBrackets } from '../altered-tables.ts'

/** Rows are kept in the order of their primary key: another one moves them all. */
export const forbidPrimaryKeyChange: LintRule = {
  id: 'forbid-primary-key-change',
  cost: 'BY_WORDS',
  check: input =>
    alteringActions(input).flatMap(({ action, on }) => {
      if (action.kind !== 'DROP_PRIMARY_KEY' || !rewrites(on)) return []
      const another = on.written.actions.some(
        other => other.kind === 'ADD_INDEX' && other.index.type === 'PRIMARY',
      )
      const what = another
        ? 'All rows and indexes are written anew in the order of the new key'
        : 'Without a primary key rows cannot be told apart by replicas and tools, and the server copies the table while nobody can write'
      return [
        {
          severity: milderIfSmall('BLOCKING', on.step),
          message: `${on.table.name} loses its primary key. ${what}${sizeInBrackets(on.step)}.`,
          hint: another
            ? 'Do it in a quiet time, with room for the table once more; rows with equal new keys stop it.'
            : 'Put the new key into the same statement: DROP PRIMARY KEY, ADD PRIMARY KEY (…).',
          ...at(action),
        },
      ]
    }),
}
