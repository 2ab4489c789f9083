import type { Structure, TableSize } from '../databases/schema-changes.ts'
import type { CatalogChange, Engine, Finding, MigrationStep } from '../domain.ts'
import type { MigrationStatement } from '../sql/sql.ts'

/** All that a rule may look at. Places of findings are in the whole text, see `MigrationStatement.start`. */
export interface LintInput {
  engine: Engine
  statements: readonly MigrationStatement[]
  /** The same statements, with what the dry run measured. */
  steps: readonly MigrationStep[]
  before: Structure
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
  check(input: LintInput): readonly Omit<Finding, 'code'>[]
}

/** Rises when a rule judges otherwise than before: what was approved under other rules is looked at anew. */
export const RULES_VERSION = 2

/** The worst first, then by place. */
export function lint(rules: readonly LintRule[], input: LintInput): readonly Finding[] {
  const order = { BLOCKING: 0, WARNING: 1, INFO: 2 }
  return rules
    .flatMap(rule => rule.check(input).map(finding => ({ ...finding, code: rule.id })))
    .sort(
      (one, other) => order[one.severity] - order[other.severity] || (one.start ?? 0) - (other.start ?? 0),
    )
}
