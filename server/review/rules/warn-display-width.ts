import type { LintRule } from '../lint.ts'
import { at } from '../altered-tables.ts'
import { edited } from '../text-edits.ts'
import { writtenColumns } from '../written-columns.ts'

/** A number in brackets that looks like a limit and is none. */
export const warnDisplayWidth: LintRule = {
  id: 'warn-display-width',
  check: input =>
    input.before.traits?.includes('DISPLAY_WIDTH_DEPRECATED') !== true
      ? []
      : writtenColumns(input).flatMap(({ column }) => {
          const { name, brackets, arguments: values, zerofill } = column.type
          const isWhole = /^(TINYINT|SMALLINT|MEDIUMINT|INT|BIGINT)$/.test(name)
          // Drivers take TINYINT(1) for a boolean.
          const isBoolean = name === 'TINYINT' && values[0] === '1'
          if (brackets === null || !isWhole || isBoolean || zerofill) return []
          return [
            {
              severity: 'INFO' as const,
              message: `The ${values[0] ?? ''} of ${column.name} limits nothing; this server takes it for old times' sake and will not for ever.`,
              hint: 'Leave the brackets out.',
              ...at(brackets),
              fix: edited(input.text, { ...brackets, to: '' }),
            },
          ]
        }),
}
