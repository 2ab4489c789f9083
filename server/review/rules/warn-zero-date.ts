import type { LintRule } from '../lint.ts'
import { at } from '../altered-tables.ts'
import { edited } from '../text-edits.ts'
import { writtenColumns } from '../written-columns.ts'

/** A day that is none: 0000-00-00 stands for "not known" and breaks programs that read it. */
export const warnZeroDate: LintRule = {
  id: 'warn-zero-date',
  check: input =>
    writtenColumns(input).flatMap(({ column, isNew, before }) => {
      if (!/^(DATE|DATETIME|TIMESTAMP)$/.test(column.type.name)) return []
      const { default: value, notNull, generated } = column
      if (value?.kind === 'LITERAL' && /^0000-00-00/.test(value.text))
        return [
          {
            severity: 'WARNING' as const,
            message: `${column.name} stands at 0000-00-00 where nobody says otherwise, which is no day; many programs fail on it, and strict servers refuse it.`,
            hint: 'Let it be NULL where it is not known.',
            ...at(value),
            ...(notNull !== true && {
              fix: edited(input.text, { start: value.start, end: value.end, to: 'NULL' }),
            }),
          },
        ]
      // Only of a table with rows: a new one gets its days from those who insert.
      if (before === null || !isNew || notNull !== true || value !== null || generated !== null) return []
      return [
        {
          severity: 'WARNING' as const,
          message: `The rows that are there get 0000-00-00 as ${column.name}, which is no day (or the server refuses it).`,
          hint: 'Give it a default, or let it be NULL where it is not known.',
          ...at(column),
        },
      ]
    }),
}
