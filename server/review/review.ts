/**
 * The life of a MigrationProposal: what a change does, who has to agree, and what may become of it. Deciding only: the
 * pipeline does what is decided here.
 */
import type { Environment, Finding, MigrationProposal, ProposalState, User } from '../domain.ts'
import type { MigrationStatement } from '../sql/sql.ts'
import { approvalPolicies, missingApprovals, withSecondPerson } from './approvals.ts'
import type { ReviewedRevision } from './approvals.ts'
import { catalogChanges } from './catalog-changes.ts'
import { digestOf } from './digest.ts'
import type { Approvable } from './digest.ts'
import { changesSince, driftOf, objectsOf } from './drift.ts'
import { fingerprint } from './fingerprint.ts'
import { leftInvalid } from './left-invalid.ts'
import { lint, RULES_VERSION } from './lint.ts'
import type { LintInput } from './lint.ts'
import { ownObjects } from './own-objects.ts'
import { refuseStatements } from './refuse-statements.ts'
import type { RefusedStatement } from './refuse-statements.ts'
import { RULES } from './rules/rules.ts'
import { EDITABLE, statesBefore } from './states.ts'
import { titleOf } from './title.ts'
import { touchedRoots } from './touched.ts'
import { writtenSince } from './written-since.ts'

export type { LintInput } from './lint.ts'
export type { RefusedStatement } from './refuse-statements.ts'

export interface ReviewOptions {
  /** Approvals that a change needs; production asks for one at least. */
  approvals: Readonly<Record<Environment, number>>
}

export type Reviewing = ReturnType<typeof createReview>

export function createReview({ approvals }: ReviewOptions) {
  const policies = approvalPolicies(approvals)
  const policyOf = (environment: Environment, needsSecond: boolean) =>
    needsSecond ? withSecondPerson(policies[environment]) : policies[environment]
  return {
    refuse: (statements: readonly MigrationStatement[]): readonly RefusedStatement[] =>
      refuseStatements(statements),
    lint: (input: LintInput): readonly Finding[] => lint(RULES[input.engine], input),
    catalogChanges,
    fingerprint,
    touchedRoots,
    objectsOf,
    driftOf,
    changesSince,
    leftInvalid,
    ownObjects,
    writtenSince,
    titleOf,
    digest: (approvable: Omit<Approvable, 'rulesVersion'>): string =>
      digestOf({ ...approvable, rulesVersion: RULES_VERSION }),
    /** States in which a new revision can be made. */
    editable: EDITABLE,
    statesBefore: (state: ProposalState): readonly ProposalState[] => statesBefore(state),

    /** What the revision still needs, in words; empty where it may be applied. */
    missingApprovals: (
      environment: Environment,
      reviewed: ReviewedRevision,
      needsSecond = false,
    ): readonly string[] => missingApprovals(environment, policyOf(environment, needsSecond), reviewed),

    /** Whether this person's approval counts at all. */
    mayApprove(
      environment: Environment,
      { id }: Pick<User, 'id'>,
      authorIds: readonly string[],
      needsSecond = false,
    ): boolean {
      return !(policyOf(environment, needsSecond).excludesAuthors && authorIds.includes(id))
    },

    /** Findings that an approval has to give a reason for. */
    blocking: (environment: Environment, { findings }: Pick<MigrationProposal, 'findings'>) =>
      environment === 'PRODUCTION' ? findings.filter(({ severity }) => severity === 'BLOCKING') : [],
  }
}
