import type { StructureObject } from '../../databases/schema-changes.ts'
import type { LintInput, LintRule } from '../lint.ts'
import { alteredTables, at, partsOf } from '../altered-tables.ts'
import { edited, withoutAction } from '../text-edits.ts'

/** An index that another one is already: each write keeps both. */
export const warnDuplicateIndex: LintRule = {
  id: 'warn-duplicate-index',
  check: input =>
    alteredTables(input).flatMap(on =>
      on.written.actions.flatMap(action => {
        if (
          action.kind !== 'ADD_INDEX' ||
          action.index.type !== 'PLAIN' ||
          action.index.columns.includes(null)
        )
          return []
        const columns = action.index.columns.map(column => (column ?? '').toLowerCase())
        const goes = on.written.actions.flatMap(other => (other.kind === 'DROP_INDEX' ? [other.name] : []))
        const other = keysOf(input, on.table).find(
          key => !goes.includes(key.name) && columns.every((column, index) => key.columns[index] === column),
        )
        if (other === undefined) return []
        return [
          {
            severity: 'INFO' as const,
            message: `${other.name} of ${on.table.name} finds by ${columns.join(', ')} already: another index costs disk and every write, and finds nothing faster.`,
            hint: 'Leave it out.',
            ...at(action),
            fix: edited(input.text, withoutAction(input, on.statement, on.written, action)),
          },
        ]
      }),
    ),
}

function keysOf(input: LintInput, table: StructureObject) {
  return partsOf(input, table)
    .filter(
      ({ parts: { type, key } }) => key !== undefined && ['PRIMARY', 'UNIQUE', ''].includes(String(type)),
    )
    .map(({ definition, parts }) => ({
      name: String(parts.key),
      columns: [...(/\(.*\)/.exec(definition)?.[0] ?? '').matchAll(/`((?:[^`]|``)+)`(\(\d+\))?/g)].map(
        // The beginning of a column is not the column.
        ([, name = '', length]) => (length === undefined ? name.replaceAll('``', '`').toLowerCase() : ''),
      ),
    }))
}
