import type { LintRule } from '../lint.ts'
import { at } from '../altered-tables.ts'
import { writtenColumns } from '../written-columns.ts'

/** A CHECK on a server that reads and forgets it. */
export const warnIgnoredCheck: LintRule = {
  id: 'warn-ignored-check',
  check: input => {
    if (input.before.traits?.includes('IGNORES_CHECKS') !== true) return []
    const ofTables = input.statements.flatMap(({ written }) =>
      written !== undefined && 'actions' in written
        ? written.actions.filter(({ kind }) => kind === 'ADD_CHECK')
        : [],
    )
    const ofColumns = writtenColumns(input).flatMap(({ column }) => column.check ?? [])
    return [...ofTables, ...ofColumns].map(place => ({
      severity: 'WARNING' as const,
      message: 'This server takes a CHECK and does not keep it: rows that break it get in.',
      hint: 'Check it in a trigger, or in the programs; servers since MySQL 8.0.16 and MariaDB 10.2.1 keep it.',
      ...at(place),
    }))
  },
}
