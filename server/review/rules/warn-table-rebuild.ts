import type { LintRule } from '../lint.ts'
import { heldTables, placeOf, severityFor, sizeInWords } from '../table-in-use.ts'

/** A table written anew while others go on, which takes disk and a log of what they write. */
export const warnTableRebuild: LintRule = {
  id: 'warn-table-rebuild',
  check: input =>
    input.steps
      .filter(
        step =>
          step.cost === 'REWRITE' && heldTables(input, step).length === 0 && severityFor(step) === 'BLOCKING',
      )
      .map(step => ({
        severity: 'WARNING',
        message: `Step ${step.position} writes the whole table anew while others use it (${sizeInWords(step)}): it takes as much disk again, and fails when they write more than the server's log of that holds.`,
        hint: 'Choose a quiet time, and see that there is room; replicas fall behind for as long as it takes.',
        ...placeOf(input, step),
      })),
}
