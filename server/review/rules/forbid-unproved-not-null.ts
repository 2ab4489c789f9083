import { proofOfNotNull, withClause } from '../fix.ts'
import {
  actionsInUse,
  actionsThat,
  clausePlace,
  costsAtLeast,
  measured,
  severityOn,
} from '../found-actions.ts'
import type { FoundAction } from '../found-actions.ts'
import type { LintInput, LintRule } from '../lint.ts'
import { partsOf, sameTable } from '../named-object.ts'

/** A column that becomes required by reading all rows while everybody is kept out. */
export const forbidUnprovedNotNull: LintRule = {
  id: 'forbid-unproved-not-null',
  cost: 'BY_WORDS',
  check: input =>
    actionsInUse(input, 'SET NOT NULL')
      .filter(found => costsAtLeast(found.step, 'SCAN') && !isProved(input, found))
      .map(found => ({
        severity: severityOn(found),
        message: `That ${found.action.column} has no NULL is proved by reading all of ${found.on} while everybody is kept out (${measured(found.step)}).`,
        hint: 'A CHECK that is added NOT VALID and then validated proves it beside other work; SET NOT NULL reads nothing then.',
        ...clausePlace(found),
        fix: withProof(input, found),
      })),
}

/** By a check that is there and validated, or that the change itself adds and validates before. */
function isProved(input: LintInput, { action, table }: FoundAction<'SET NOT NULL'>): boolean {
  const column = action.column.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&')
  const says = new RegExp(
    `^(constraint\\s+\\S+\\s+)?check\\s*\\(+\\s*${column}\\s+is\\s+not\\s+null\\s*\\)+`,
    'i',
  )
  if (
    partsOf(input.before, table, 'CONSTRAINT').some(({ valid, definition }) => valid && says.test(definition))
  )
    return true
  const earlier = actionsThat(input, 'ADD CONSTRAINT', 'VALIDATE CONSTRAINT').filter(
    other => sameTable(other.action.table, action.table) && other.action.start < action.start,
  )
  const validated = earlier.map(other =>
    other.action.does === 'VALIDATE CONSTRAINT' ? other.action.name : null,
  )
  return earlier.some(
    other =>
      other.action.does === 'ADD CONSTRAINT' &&
      says.test(other.action.constraint.sql) &&
      (!other.action.constraint.notValid || validated.includes(other.action.constraint.name)),
  )
}

function withProof(input: LintInput, found: FoundAction<'SET NOT NULL'>): string | undefined {
  const { action } = found
  const words = input.text.slice(action.start, action.end)
  return withClause(input, found, words, proofOfNotNull(input, found, action.column))
}
