import type { LintRule } from '../lint.ts'
import { at } from '../altered-tables.ts'

/** Rows that are deleted or written without a condition; to fill a column that the change adds is what it is for. */
export const forbidWriteToAllRows: LintRule = {
  id: 'forbid-write-to-all-rows',
  check: ({ statements }) =>
    statements.flatMap((statement, index) => {
      const { written } = statement
      if (written?.verb !== 'WRITE_ROWS' || !written.all) return []
      const fills =
        written.what === 'UPDATE' &&
        statements
          .slice(0, index)
          .some(
            ({ written: earlier }) =>
              earlier !== undefined &&
              'actions' in earlier &&
              earlier.actions.some(
                action => action.kind === 'ADD_COLUMN' && sets(statement.sql, action.column.name),
              ),
          )
      if (fills) return []
      return [
        {
          severity: 'BLOCKING' as const,
          message: `${written.what} has no WHERE: every row of the table is ${written.what === 'DELETE' ? 'gone' : 'another one'} after it, and no rollback of structure brings it back.`,
          hint: 'Say which rows are meant.',
          ...at(statement),
        },
      ]
    }),
}

/** Whether the column is what it sets. */
function sets(sql: string, column: string): boolean {
  const name = column.replace(/[^\p{L}\p{N}_]/gu, '\\$&')
  return new RegExp(`\\bset\\s+(?:[^\\s=]+\\.)?\`?${name}\`?\\s*=`, 'iu').test(sql)
}
