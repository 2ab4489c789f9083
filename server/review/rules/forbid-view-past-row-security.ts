import { inPlaceOf } from '../fix.ts'
import { actionsThat, clausePlace } from '../found-actions.ts'
import type { LintRule } from '../lint.ts'
import { namedObject } from '../named-object.ts'

const INVOKER_SINCE = 150_000

/** A view over tables with row security that reads them as its owner, whom their policies do not hold. */
export const forbidViewPastRowSecurity: LintRule = {
  id: 'forbid-view-past-row-security',
  check: input =>
    actionsThat(input, 'CREATE VIEW').flatMap(found => {
      const { after } = input
      const view = after === null ? null : namedObject(after, found.action.view, ['VIEW'])
      const secured = (after?.objects ?? []).filter(
        ({ id, parts, kind }) =>
          kind === 'TABLE' &&
          parts.secured === true &&
          view?.needs.some(
            needed => needed === id || needed.startsWith(`COLUMN ${id.slice('TABLE '.length)}.`),
          ),
      )
      if (secured.length === 0 || found.action.asInvoker) return []
      const canInvoke = input.before.serverVersionNumber >= INVOKER_SINCE
      const head =
        /^create\s+(or\s+replace\s+)?(recursive\s+)?view\s+("[^"]*"|[^\s"(.]+)(\.("[^"]*"|[^\s"(.]+))?(?=\s+as\s)/i.exec(
          found.statement.sql,
        )
      return [
        {
          severity: 'BLOCKING' as const,
          message: `The view reads ${secured.map(({ name }) => name).join(', ')} as its owner: whoever may read the view sees rows that the policies keep from them.`,
          hint: canInvoke
            ? 'WITH (security_invoker = true) has it read as whoever asks.'
            : 'Before PostgreSQL 15 a view always reads as its owner: say in it who may see what, or give out the table.',
          ...clausePlace(found),
          ...(canInvoke &&
            head !== null && {
              fix: inPlaceOf(input, found.statement, [
                `${head[0]} WITH (security_invoker = true)${found.statement.sql.slice(head[0].length)}`,
              ]),
            }),
        },
      ]
    }),
}
