import { withClause } from '../fix.ts'
import { actionsInUse, clausePlace, costsAtLeast, measured, severityOn } from '../found-actions.ts'
import type { LintRule } from '../lint.ts'

/** Columns that are computed when they are read. */
const VIRTUAL_SINCE = 180_000

/** A new column that is computed and stored, for which all rows are written. */
export const forbidComputedAndStored: LintRule = {
  id: 'forbid-computed-and-stored',
  cost: 'BY_WORDS',
  check: input =>
    actionsInUse(input, 'ADD COLUMN')
      .filter(({ action, step }) => action.column.generated === 'STORED' && costsAtLeast(step, 'REWRITE'))
      .map(found => {
        const hasVirtual = input.before.serverVersionNumber >= VIRTUAL_SINCE
        const words = input.text.slice(found.action.start, found.action.end)
        return {
          severity: severityOn(found),
          message: `${found.action.column.name} is computed and stored, so every row of ${found.on} is written anew (${measured(found.step)}).`,
          hint: hasVirtual
            ? 'VIRTUAL instead of STORED computes it when it is read, and writes nothing.'
            : 'Add a plain column, keep it by a trigger, and fill the rows that are there in parts.',
          ...clausePlace(found),
          ...(hasVirtual &&
            /\bstored$/i.test(words) && {
              fix: withClause(input, found, words.replace(/\bstored$/i, 'VIRTUAL')),
            }),
        }
      }),
}
