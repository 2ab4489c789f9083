import { actionsThat, clausePlace } from '../found-actions.ts'
import type { LintRule } from '../lint.ts'

/** Another owner: whoever owns a thing may do anything with it, and is not held by row security. */
export const forbidOwnerChange: LintRule = {
  id: 'forbid-owner-change',
  check: input =>
    actionsThat(input, 'SET OWNER').map(found => ({
      severity: 'BLOCKING',
      message: `${found.action.to || 'Another role'} becomes the owner: it may do anything with it, row security does not hold it, and functions with the rights of their owner run with its rights.`,
      hint: 'Grant the rights that are needed instead.',
      ...clausePlace(found),
    })),
}
