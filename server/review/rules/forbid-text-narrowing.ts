import type { LintRule } from '../lint.ts'
import { at, milderIfSmall, sizeInBrackets } from '../altered-tables.ts'
import { modifiedColumns } from '../modified-columns.ts'

/** Fewer characters than before: what is longer stops the change, or is cut off on servers that are not strict. */
export const forbidTextNarrowing: LintRule = {
  id: 'forbid-text-narrowing',
  cost: 'BY_WORDS',
  check: input =>
    modifiedColumns(input)
      .filter(({ change }) => change === 'SHORTER')
      .map(({ action, on, before, from, to }) => ({
        severity: milderIfSmall('BLOCKING', on.step),
        message: `${before.name} is to hold ${to.arguments[0] ?? ''} characters instead of ${from.arguments[0] ?? ''}: one longer text stops the change, and all of ${on.table.name} is copied while nobody can write${sizeInBrackets(on.step)}.`,
        hint: `Look first: SELECT MAX(CHAR_LENGTH(${String(before.parts.column)})) FROM ${on.table.name}. Leave the column as wide as it is, and add a CHECK for new rows.`,
        ...at(action),
      })),
}
