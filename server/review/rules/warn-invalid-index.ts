import type { LintRule } from '../lint.ts'
import { namedObject } from '../named-object.ts'

/** An index of a table that the change is about, left by a build that failed. */
export const warnInvalidIndex: LintRule = {
  id: 'warn-invalid-index',
  check: ({ statements, target }) => {
    const tables = new Set(
      statements.flatMap(({ actions }) =>
        actions.flatMap(action => ('table' in action ? [namedObject(target, action.table)?.id ?? ''] : [])),
      ),
    )
    const dropped = new Set(
      statements.flatMap(({ actions }) =>
        actions.flatMap(action =>
          action.does === 'DROP' ? action.names.map(name => namedObject(target, name)?.id) : [],
        ),
      ),
    )
    return target.objects
      .filter(
        ({ kind, id, valid, partOf }) =>
          kind === 'INDEX' && !valid && tables.has(partOf ?? '') && !dropped.has(id),
      )
      .map(({ name }) => ({
        severity: 'WARNING',
        message: `${name} is not valid: a build has failed. It costs every write, helps no read, and if it is unique may refuse rows.`,
        hint: `DROP INDEX CONCURRENTLY ${name}, and build it anew.`,
        ...{ start: null, end: null },
      }))
  },
}
