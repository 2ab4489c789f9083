import { actionsThat, clausePlace } from '../found-actions.ts'
import type { LintRule } from '../lint.ts'

const WHY: Readonly<Record<string, string>> = {
  VIEW: 'whoever reads it fails',
  'MATERIALIZED VIEW': 'whoever reads it fails, and its rows are gone',
  FUNCTION:
    'whoever calls it fails; calls in programs and in bodies of other functions are known to nobody here',
  PROCEDURE:
    'whoever calls it fails; calls in programs and in bodies of other functions are known to nobody here',
  SEQUENCE: 'its numbers are gone, and one made anew begins at its start',
  TRIGGER: 'what it kept right is no longer kept',
  TYPE: 'whoever names it fails',
}

/** What is dropped and may be in use where the server cannot see it. */
export const warnDropDependents: LintRule = {
  id: 'warn-drop-dependents',
  check: input =>
    actionsThat(input, 'DROP').flatMap(found => {
      const why = WHY[found.action.what]
      if (why === undefined) return []
      return [
        {
          severity: 'WARNING' as const,
          message: `${found.action.what} ${found.action.names.map(({ name }) => name).join(', ')} goes: ${why}.`,
          hint: 'Look at who uses it first; a new name for a while shows who misses it.',
          ...clausePlace(found),
        },
      ]
    }),
}
