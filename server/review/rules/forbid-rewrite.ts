import type { LintRule } from '../lint.ts'
import { heldTables, placeOf, severityFor, sizeInWords } from '../table-in-use.ts'

/** What writes every row of a table anew, measured on the copy by the file that the table is in. */
export const forbidRewrite: LintRule = {
  id: 'forbid-rewrite',
  cost: 'BY_MEASURE',
  check: input =>
    input.steps
      .filter(({ cost }) => cost === 'REWRITE' || cost === 'COPY')
      .flatMap(step =>
        heldTables(input, step)
          .slice(0, 1)
          .map(table => ({
            severity: severityFor(step),
            message: `Step ${step.position} writes the whole table anew while others are kept out of ${table} (${sizeInWords(step)}).`,
            hint: 'Add a new column, fill it in parts, and put it in the place of the old one.',
            ...placeOf(input, step),
          })),
      ),
}
