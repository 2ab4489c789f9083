import type { LintRule } from '../lint.ts'
import { heldTables, placeOf, severityFor, sizeInWords } from '../table-in-use.ts'

/** An index that is built while nobody can write, measured on the copy. */
export const forbidBlockingIndexBuild: LintRule = {
  id: 'forbid-blocking-index-build',
  cost: 'BY_MEASURE',
  check: input =>
    input.steps
      .filter(({ cost }) => cost === 'INDEX_BUILD')
      .flatMap(step =>
        heldTables(input, step)
          .slice(0, 1)
          .map(table => ({
            severity: severityFor(step),
            message: `Step ${step.position} builds an index while others are kept out of ${table} (${sizeInWords(step)}).`,
            hint: 'Build it with CREATE INDEX CONCURRENTLY, which stands by itself; a constraint can take that index with USING INDEX.',
            ...placeOf(input, step),
          })),
      ),
}
