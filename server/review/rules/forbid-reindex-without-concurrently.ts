import { inPlaceOf } from '../fix.ts'
import { actionsThat, clausePlace, measured, severityOn } from '../found-actions.ts'
import type { LintRule } from '../lint.ts'

const CONCURRENTLY_SINCE = 120_000

/** Indexes that are built again while nobody can write, nor read by them. */
export const forbidReindexWithoutConcurrently: LintRule = {
  id: 'forbid-reindex-without-concurrently',
  cost: 'BY_WORDS',
  check: input =>
    actionsThat(input, 'REINDEX')
      .filter(
        ({ action }) =>
          !action.concurrently &&
          action.what !== 'SYSTEM' &&
          input.before.serverVersionNumber >= CONCURRENTLY_SINCE,
      )
      .map(found => {
        const { sql } = found.statement
        const head = /^reindex\s+(\([^)]*\)\s*)?(table|index|schema|database)(?=\s)/i.exec(sql)
        return {
          severity: severityOn(found),
          message: `Reads and writes wait while indexes are built again: a query looks at every index of its tables (${measured(found.step)}).`,
          hint: 'REINDEX … CONCURRENTLY builds them beside, and everybody goes on.',
          ...clausePlace(found),
          ...(head !== null && {
            fix: inPlaceOf(input, found.statement, [`${head[0]} CONCURRENTLY${sql.slice(head[0].length)}`]),
          }),
        }
      }),
}
