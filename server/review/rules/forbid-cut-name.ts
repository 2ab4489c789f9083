import { actionsThat, clausePlace } from '../found-actions.ts'
import type { LintRule } from '../lint.ts'

/** A name that the server shortens without a word, so that it is another one, or one that is taken. */
export const forbidCutName: LintRule = {
  id: 'forbid-cut-name',
  check: input =>
    actionsThat(input, 'CUT NAME').map(found => ({
      severity: 'BLOCKING',
      message: `The name ${found.action.name} is longer than the 63 bytes that PostgreSQL keeps: it is cut off without a word.`,
      hint: 'Choose a shorter name.',
      ...clausePlace(found),
    })),
}
