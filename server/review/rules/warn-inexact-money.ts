import type { LintRule } from '../lint.ts'
import { at } from '../altered-tables.ts'
import { looksLikeMoney } from '../column-types.ts'
import { edited } from '../text-edits.ts'
import { writtenColumns } from '../written-columns.ts'

/** Money in a type that rounds. */
export const warnInexactMoney: LintRule = {
  id: 'warn-inexact-money',
  check: input =>
    writtenColumns(input)
      .filter(({ column }) => /^(FLOAT|DOUBLE)$/.test(column.type.name) && looksLikeMoney(column))
      .map(({ column }) => ({
        severity: 'WARNING' as const,
        message: `${column.name} looks like money, and ${column.type.name.toLowerCase()} rounds: sums come out cents wrong.`,
        hint: 'DECIMAL keeps every digit.',
        ...at(column.type),
        fix: edited(input.text, { start: column.type.start, end: column.type.end, to: 'DECIMAL(19,4)' }),
      })),
}
