import type { LintRule } from '../lint.ts'
import { at } from '../altered-tables.ts'
import { writtenColumns } from '../written-columns.ts'

/** A moment that cannot be after 19 January 2038. */
export const warnEndOfTimestamp: LintRule = {
  id: 'warn-end-of-timestamp',
  check: input =>
    input.before.traits?.includes('TIMESTAMP_ENDS_2038') !== true
      ? []
      : writtenColumns(input)
          .filter(({ column, isNew }) => isNew && column.type.name === 'TIMESTAMP')
          .map(({ column }) => ({
            severity: 'INFO' as const,
            message: `${column.name} holds nothing after 2038-01-19, which contracts and due dates reach already.`,
            hint: 'DATETIME holds all days; it keeps what is written, in no time zone, so agree on UTC.',
            ...at(column.type),
          })),
}
