import { inPlaceOf } from '../fix.ts'
import { actionsThat, clausePlace } from '../found-actions.ts'
import type { LintRule } from '../lint.ts'
import { namedObject } from '../named-object.ts'

/** CONCURRENTLY IF NOT EXISTS is content with what a failed build has left. */
export const forbidMaybeInvalidIndex: LintRule = {
  id: 'forbid-maybe-invalid-index',
  check: input =>
    actionsThat(input, 'CREATE INDEX')
      .filter(({ action }) => action.concurrently && action.ifNotExists)
      .map(found => {
        const { name, table } = found.action
        const old =
          name === null
            ? null
            : namedObject(input.target, { schema: found.table?.name.split('.')[0] ?? table.schema, name }, [
                'INDEX',
              ])
        const { sql } = found.statement
        const plain = sql.replace(/\bconcurrently(\s+)if\s+not\s+exists\b/i, 'CONCURRENTLY')
        const drop = old?.valid === false ? [`DROP INDEX CONCURRENTLY ${old.name}`] : []
        return {
          severity: 'BLOCKING',
          message: `IF NOT EXISTS takes an index of that name for done, also one that a failed build has left not valid${old?.valid === false ? `, which ${old.name} is` : ''}.`,
          hint: 'Leave IF NOT EXISTS out; drop an index that is not valid CONCURRENTLY first.',
          ...clausePlace(found),
          ...(plain !== sql &&
            old?.valid !== true && { fix: inPlaceOf(input, found.statement, [...drop, plain]) }),
        }
      }),
}
