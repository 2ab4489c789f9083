import { inPlaceOf } from '../fix.ts'
import { actionsThat, clausePlace, measured } from '../found-actions.ts'
import type { LintRule } from '../lint.ts'
import { namedObject, partsOf, writtenTable } from '../named-object.ts'

/** A materialized view that is filled anew while nobody can read it. */
export const warnRefreshWithoutConcurrently: LintRule = {
  id: 'warn-refresh-without-concurrently',
  cost: 'BY_WORDS',
  check: input =>
    actionsThat(input, 'REFRESH')
      .filter(({ action }) => !action.concurrently)
      .map(found => {
        const view = namedObject(input.before, found.action.view, ['MATERIALIZED_VIEW'])
        const isUnique = partsOf(input.before, view, 'INDEX').some(
          ({ definition }) => /^CREATE UNIQUE /.test(definition) && !/ WHERE /.test(definition),
        )
        const fixed = found.statement.sql.replace(/^refresh\s+materialized\s+view(?=\s)/i, '$& CONCURRENTLY')
        return {
          severity: 'WARNING',
          message: `Nobody can read ${view?.name ?? writtenTable(found.action.view)} until it is filled (${measured(found.step)}).`,
          hint: `REFRESH MATERIALIZED VIEW CONCURRENTLY lets others read${isUnique ? '' : '; it takes a unique index over all of its rows'}.`,
          ...clausePlace(found),
          ...(isUnique &&
            fixed !== found.statement.sql && { fix: inPlaceOf(input, found.statement, [fixed]) }),
        }
      }),
}
