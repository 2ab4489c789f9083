import type { LintRule } from '../lint.ts'
import { heldTables, placeOf, severityFor, sizeInWords } from '../table-in-use.ts'

/** What reads every row of a table that others are kept out of, measured on the copy. */
export const forbidLongScan: LintRule = {
  id: 'forbid-long-scan',
  cost: 'BY_MEASURE',
  check: input =>
    input.steps
      .filter(({ cost }) => cost === 'SCAN')
      .flatMap(step =>
        heldTables(input, step)
          .slice(0, 1)
          .map(table => ({
            severity: severityFor(step),
            message: `Step ${step.position} reads the whole table while others are kept out of ${table} (${sizeInWords(step)}).`,
            hint: 'Add the constraint as NOT VALID first, and VALIDATE it in a change of its own: that keeps nobody out.',
            ...placeOf(input, step),
          })),
      ),
}
