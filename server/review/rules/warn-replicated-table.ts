import type { LintRule } from '../lint.ts'
import { namedObject } from '../named-object.ts'

/** A table that others subscribe to: changes of structure do not travel with its rows. */
export const warnReplicatedTable: LintRule = {
  id: 'warn-replicated-table',
  check: ({ statements, target }) =>
    statements.flatMap(({ actions, start, end }) => {
      const tables = actions.flatMap(action =>
        'table' in action && !['CREATE INDEX', 'UPDATE', 'DELETE'].includes(action.does)
          ? [namedObject(target, action.table)]
          : action.does === 'DROP' || action.does === 'TRUNCATE'
            ? (action.does === 'DROP' ? action.names : action.tables).map(name => namedObject(target, name))
            : [],
      )
      const published = new Set(
        tables.flatMap(table => (table?.parts.published === true ? [table.name] : [])),
      )
      const identity = actions.some(({ does }) => does === 'SET REPLICA IDENTITY')
      if (published.size === 0 && !identity) return []
      return [
        {
          severity: 'WARNING' as const,
          message: identity
            ? 'By its replica identity subscribers find the row that was changed: another one can stop them.'
            : `${[...published].join(', ')} is published: subscribers get its rows and not its structure, and stop at the first row that does not fit theirs.`,
          hint: 'Change the subscribers too: what is added there first, what is dropped there last.',
          ...{ start, end },
        },
      ]
    }),
}
