import { actionsThat, clausePlace } from '../found-actions.ts'
import type { LintRule } from '../lint.ts'

/** Rights for whoever can connect, now and later. */
export const forbidGrantToEverybody: LintRule = {
  id: 'forbid-grant-to-everybody',
  check: input =>
    actionsThat(input, 'GRANT')
      .filter(({ action }) => action.toEverybody)
      .map(found => ({
        severity: 'BLOCKING',
        message: `PUBLIC is everybody who can connect, now and later: they all get ${found.action.privileges.join(', ') || 'ALL'}.`,
        hint: 'Grant it to a role, and make those who need it members of that.',
        ...clausePlace(found),
      })),
}
