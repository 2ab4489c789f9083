import { actionsThat, clausePlace, measured, severityOn } from '../found-actions.ts'
import type { LintRule } from '../lint.ts'
import { writtenTable } from '../named-object.ts'

/** Tables that are written anew to make them smaller or to sort them. */
export const forbidVacuumFull: LintRule = {
  id: 'forbid-vacuum-full',
  cost: 'BY_WORDS',
  check: input =>
    actionsThat(input, 'VACUUM FULL', 'CLUSTER').map(found => ({
      severity: severityOn(found),
      message: `${found.action.does} writes ${found.action.tables.map(writtenTable).join(', ') || 'every table'} anew while everybody is kept out (${measured(found.step)}).`,
      hint: 'Plain VACUUM keeps nobody out; to give back space in use there is pg_repack, and REPACK CONCURRENTLY from PostgreSQL 19 on.',
      ...clausePlace(found),
    })),
}
