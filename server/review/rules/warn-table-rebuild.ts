import type { LintRule } from '../lint.ts'
import { heldTables, placeOf, severityFor } from '../table-in-use.ts'
import { measured } from '../found-actions.ts'

/** A table written anew while others go on, which takes disk and a log of what they write. */
export const warnTableRebuild: LintRule = {
  id: 'warn-table-rebuild',
  cost: 'BY_MEASURE',
  check: input =>
    input.steps
      .filter(
        step =>
          step.cost === 'REWRITE' && heldTables(input, step).length === 0 && severityFor(step) === 'BLOCKING',
      )
      .map(step => ({
        severity: 'WARNING',
        message: `The server writes the whole table anew while others use it (${measured(step)}): it takes as much disk again, and fails when they write more than its log of that holds.`,
        hint: 'Choose a quiet time, and see that there is room; replicas fall behind for as long as it takes.',
        ...placeOf(input, step),
      })),
}
