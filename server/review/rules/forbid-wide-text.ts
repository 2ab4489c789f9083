import type { LintRule } from '../lint.ts'
import { at } from '../altered-tables.ts'
import { bytesOf, charsetOf, written } from '../column-types.ts'
import { writtenColumns } from '../written-columns.ts'
import { edited } from '../text-edits.ts'

/** What a row has room for. */
const MOST_BYTES = 65_535

/** A VARCHAR that is wider than any row. */
export const forbidWideText: LintRule = {
  id: 'forbid-wide-text',
  check: input =>
    writtenColumns(input).flatMap(({ column, before, charset }) => {
      const type = written(column.type)
      if (type.name !== 'VARCHAR') return []
      const set = type.charset ?? charset ?? charsetOf(type, before, input.before)
      const most = Math.floor(MOST_BYTES / (bytesOf({ ...type, arguments: ['1'] }, set) || 1))
      if (Number(type.arguments[0] ?? 0) <= most) return []
      return [
        {
          severity: 'BLOCKING' as const,
          message: `${column.name} is to hold ${type.arguments[0] ?? ''} characters; a row has room for ${most.toLocaleString('en')} of ${set ?? 'them'} at most, and the server refuses it.`,
          hint: 'MEDIUMTEXT is kept beside the row and holds millions.',
          ...at(column.type),
          // A text beside the row has no literal default on MySQL.
          ...(column.default === null &&
            column.key === null && {
              fix: edited(input.text, { start: column.type.start, end: column.type.end, to: 'MEDIUMTEXT' }),
            }),
        },
      ]
    }),
}
