import type { LintRule } from '../lint.ts'
import { alteredTables, at } from '../altered-tables.ts'

/** A default that people take for a conversion. */
export const warnDefaultCharset: LintRule = {
  id: 'warn-default-charset',
  check: input =>
    alteredTables(input).flatMap(({ written, table }) => {
      const action = written.actions.find(({ kind }) => kind === 'DEFAULT_CHARSET')
      const converts = written.actions.some(({ kind }) => kind === 'CONVERT_CHARSET')
      if (action === undefined || converts) return []
      return [
        {
          severity: 'INFO' as const,
          message: `This is the default of ${table.name} for columns that come later; those that are there stay as they are.`,
          hint: 'CONVERT TO CHARACTER SET changes them as well, and copies the table.',
          ...at(action),
        },
      ]
    }),
}
