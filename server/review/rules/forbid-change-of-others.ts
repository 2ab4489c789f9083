import type { LintRule } from '../lint.ts'
import { namedObject } from '../named-object.ts'

/** A table that the login for changes does not own, and so may not change. */
export const forbidChangeOfOthers: LintRule = {
  id: 'forbid-change-of-others',
  check: ({ statements, target }) =>
    statements.flatMap(({ actions, command, start, end }) => {
      const names = actions.flatMap(action => {
        if (action.does === 'DROP')
          return ['TABLE', 'FOREIGN TABLE'].includes(action.what) ? action.names : []
        return 'table' in action && !MAY_BE_GRANTED.has(action.does) ? [action.table] : []
      })
      const others = names.flatMap(name => {
        const table = namedObject(target, name)
        return table?.parts.mine === false ? [table.name] : []
      })
      if (others.length === 0) return []
      return [
        {
          severity: 'BLOCKING' as const,
          message: `${command} takes the owner of ${[...new Set(others)].join(', ')}, which the login for changes is not: the step fails when it is applied.`,
          hint: 'Give the connection a login for changes that owns it, or is a member of the role that does.',
          ...{ start, end },
        },
      ]
    }),
}

/** What a right on the table is enough for. */
const MAY_BE_GRANTED: ReadonlySet<string> = new Set(['UPDATE', 'DELETE', 'CREATE TRIGGER', 'CREATE TABLE'])
