import type { LintRule } from '../lint.ts'
import { at, milderIfSmall, rewrites, sizeInBrackets } from '../altered-tables.ts'
import { modifiedColumns } from '../modified-columns.ts'

/** A column that was optional must have a value: all rows are looked at and written anew. */
export const forbidRebuildForRequired: LintRule = {
  id: 'forbid-rebuild-for-required',
  cost: 'BY_WORDS',
  check: input =>
    modifiedColumns(input)
      .filter(({ action, before, on }) => {
        const { notNull, key } = action.column
        return before.parts.notNull !== true && (notNull === true || key === 'PRIMARY') && rewrites(on)
      })
      .map(({ action, on, before }) => ({
        severity: milderIfSmall('BLOCKING', on.step),
        message: `${before.name} must have a value from then on: one row without one stops the change, and ${on.table.name} is written anew for it${sizeInBrackets(on.step)}.`,
        hint: `Look first: SELECT COUNT(*) FROM ${on.table.name} WHERE ${String(before.parts.column)} IS NULL. Fill those rows in parts, then do it in a quiet time.`,
        ...at(action),
      })),
}
