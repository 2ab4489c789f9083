import type { LintRule } from '../lint.ts'
import { at } from '../altered-tables.ts'
import { edited, textAt, withBlanksBefore } from '../text-edits.ts'
import { writtenColumns } from '../written-columns.ts'

/** A foreign key that some servers read and forget. */
export const warnInlineReferences: LintRule = {
  id: 'warn-inline-references',
  check: input =>
    input.before.traits?.includes('IGNORES_INLINE_REFERENCES') !== true
      ? []
      : writtenColumns(input).flatMap(({ column, end, verb }) => {
          if (column.reference === null) return []
          const { text } = input
          const key = `FOREIGN KEY (${textAt(text, column.nameAt)}) ${textAt(text, column.reference)}`
          // Behind the last part of the list of a new table, or as one more action.
          const added = verb === 'CREATE_TABLE' ? `, ${key}` : `, ADD ${key}`
          return [
            {
              severity: 'WARNING' as const,
              message: `This server takes REFERENCES behind ${column.name} and makes no foreign key of it.`,
              hint: 'Write it as FOREIGN KEY (…) REFERENCES … of the table.',
              ...at(column.reference),
              fix: edited(text, withBlanksBefore(text, column.reference), { start: end, end, to: added }),
            },
          ]
        }),
}
