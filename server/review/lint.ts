import type { Structure, TableSize } from '../databases/schema-changes.ts'
import type { CatalogChange, Engine, Finding, MigrationStep } from '../domain.ts'
import type { MigrationStatement } from '../sql/sql.ts'

/** All that a rule may look at. Places of findings are in the whole text, see `MigrationStatement.start`. */
export interface LintInput {
  engine: Engine
  /** The whole text. */
  text: string
  statements: readonly MigrationStatement[]
  /** The same statements, with what the dry run measured. */
  steps: readonly MigrationStep[]
  before: Structure
  /** Of the database that is to be changed, with its owners and what is published; `before` is that of the copy. */
  target: Structure
  /** Null where the dry run did not come to its end. */
  after: Structure | null
  changes: readonly CatalogChange[]
  sizes: readonly TableSize[]
  /** In words, null where the change began as SQL. */
  request: string | null
}

export interface LintRule {
  /** Its name in findings, file names and docs/rules. */
  id: string
  /**
   * For rules about how dear a step is: by the words of its statement, or by what was measured of it whatever the words.
   * What was measured is left out where words have said it of the same statement, with a safer form.
   */
  cost?: 'BY_WORDS' | 'BY_MEASURE'
  check(input: LintInput): readonly Omit<Finding, 'code'>[]
}

/** Rises when a rule judges otherwise than before: what was approved under other rules is looked at anew. */
export const RULES_VERSION = 4

/** The worst first, then by place. */
export function lint(rules: readonly LintRule[], input: LintInput): readonly Finding[] {
  const order = { BLOCKING: 0, WARNING: 1, INFO: 2 }
  const found = rules.flatMap(rule => rule.check(input).map(finding => ({ rule, finding })))
  const told = found.flatMap(({ rule, finding: { start } }) =>
    rule.cost === 'BY_WORDS' ? [start ?? -1] : [],
  )
  return found
    .filter(
      ({ rule, finding: { start, end } }) =>
        rule.cost !== 'BY_MEASURE' || !told.some(place => place >= (start ?? 0) && place < (end ?? 0)),
    )
    .map(({ rule, finding }) => ({ ...finding, code: rule.id }))
    .sort(
      (one, other) => order[one.severity] - order[other.severity] || (one.start ?? 0) - (other.start ?? 0),
    )
}
