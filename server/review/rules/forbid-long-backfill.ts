import type { LintRule } from '../lint.ts'
import { placeOf, severityFor, sizeInWords } from '../table-in-use.ts'

/** Rows written in the same change as the structure, all at once. */
export const forbidLongBackfill: LintRule = {
  id: 'forbid-long-backfill',
  check: input =>
    input.steps
      .filter(({ position, tableRows }) => input.statements[position - 1]?.kind === 'DATA' && tableRows !== 0)
      .filter(step => severityFor(step) === 'BLOCKING')
      .map(step => ({
        severity: 'BLOCKING',
        message: `Step ${step.position} writes rows of a table (${sizeInWords(step)}) in one go: their locks, and those of the steps around it, are held until all is done.`,
        hint: 'Change the structure first, and fill the rows in parts by a job of its own.',
        ...placeOf(input, step),
      })),
}
