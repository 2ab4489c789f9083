import { withClause } from '../fix.ts'
import { actionsInUse, clausePlace, measured, severityOn } from '../found-actions.ts'
import type { LintRule } from '../lint.ts'

const CONCURRENTLY_SINCE = 140_000

/** A partition that is taken off while everybody is kept out of all of the table. */
export const forbidDetachWithoutConcurrently: LintRule = {
  id: 'forbid-detach-without-concurrently',
  cost: 'BY_WORDS',
  check: input =>
    actionsInUse(input, 'DETACH PARTITION')
      .filter(({ action }) => !action.concurrently && input.before.serverVersionNumber >= CONCURRENTLY_SINCE)
      .map(found => {
        const hasDefault = input.before.objects.some(
          ({ parts }) => parts.bound === 'DEFAULT' && String(parts.parents).includes(`"${found.on}"`),
        )
        const words = input.text.slice(found.action.start, found.action.end)
        return {
          severity: severityOn(found),
          message: `Everybody is kept out of ${found.on} with all of its partitions (${measured(found.step)}).`,
          hint: hasDefault
            ? 'A table with a default partition cannot do it CONCURRENTLY: choose a quiet time.'
            : 'DETACH PARTITION … CONCURRENTLY waits for who uses it, and keeps nobody out.',
          ...clausePlace(found),
          ...(!hasDefault && { fix: withClause(input, found, `${words} CONCURRENTLY`) }),
        }
      }),
}
