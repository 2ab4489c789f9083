import { actionsThat } from '../found-actions.ts'
import type { LintRule } from '../lint.ts'

/** A value that is added to an enum and used before it is committed, which the server refuses. */
export const forbidNewEnumValueInUse: LintRule = {
  id: 'forbid-new-enum-value-in-use',
  check: input =>
    actionsThat(input, 'ADD ENUM VALUE').flatMap(found => {
      const literal = `'${found.action.value.replaceAll("'", "''")}'`
      const later = input.statements.slice(input.statements.indexOf(found.statement) + 1)
      const alone = later.findIndex(({ transactional }) => !transactional)
      const together = alone < 0 ? later : later.slice(0, alone)
      const used = together.find(({ sql }) => sql.includes(literal))
      if (used === undefined) return []
      return [
        {
          severity: 'BLOCKING' as const,
          message: `${literal} is used in the same transaction that adds it, which PostgreSQL refuses when the change is applied.`,
          hint: 'Propose ALTER TYPE … ADD VALUE first, and what uses the value as a change of its own.',
          ...{ start: used.start, end: used.end },
        },
      ]
    }),
}
