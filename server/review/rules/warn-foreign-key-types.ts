import { actionsThat, clausePlace } from '../found-actions.ts'
import type { LintRule } from '../lint.ts'
import { columnOf, namedObject, writtenTable } from '../named-object.ts'

/** A reference between columns of two types: each look compares by a cast. */
export const warnForeignKeyTypes: LintRule = {
  id: 'warn-foreign-key-types',
  check: input =>
    actionsThat(input, 'ADD CONSTRAINT').flatMap(found => {
      const { references, columns } = found.action.constraint
      const structure = input.after ?? input.before
      if (references === null) return []
      const from = namedObject(structure, found.action.table)
      const to = namedObject(structure, references.table)
      const pairs = columns.flatMap((column, index) => {
        const own = columnOf(structure, from, column)?.parts.type
        const other = columnOf(structure, to, references.columns[index] ?? '')?.parts.type
        return own === undefined || other === undefined || own === other
          ? []
          : [`${column} is ${String(own)}, ${references.columns[index]} is ${String(other)}`]
      })
      if (pairs.length === 0) return []
      return [
        {
          severity: 'WARNING' as const,
          message: `The types of the reference to ${writtenTable(references.table)} differ (${pairs.join('; ')}): values that one has the other cannot hold, and joins compare by a cast.`,
          hint: 'Give both the same type.',
          ...clausePlace(found),
        },
      ]
    }),
}
