import type { Environment, Review, Role, User } from '../domain.ts'

/** What an environment asks for before a change of its databases is applied. */
export interface ApprovalPolicy {
  /** Different people who approve the revision. */
  approvals: number
  /** At least one of them is an administrator. */
  needsAdmin: boolean
  /** Nobody counts who wrote or edited any revision, or asked for it. */
  excludesAuthors: boolean
}

export type ApprovalPolicies = Readonly<Record<Environment, ApprovalPolicy>>

/** @param approvals how many each environment asks for */
export function approvalPolicies(approvals: Readonly<Record<Environment, number>>): ApprovalPolicies {
  return {
    DEVELOPMENT: { approvals: approvals.DEVELOPMENT, needsAdmin: false, excludesAuthors: false },
    PRODUCTION: { approvals: Math.max(1, approvals.PRODUCTION), needsAdmin: true, excludesAuthors: true },
  }
}

/** Somebody who has not written it agrees, in any environment: what it would lose is not theirs alone to give up. */
export function withSecondPerson(policy: ApprovalPolicy): ApprovalPolicy {
  return { ...policy, approvals: Math.max(1, policy.approvals), excludesAuthors: true }
}

export interface ReviewedRevision {
  revision: number
  /** Whoever wrote or edited any revision of it, or asked for it in words. */
  authorIds: readonly string[]
  reviews: readonly Review[]
  /** The reviewers as they are now: a role that was lost, or an account that is closed, no longer approves. */
  reviewers: readonly Pick<User, 'id' | 'role'>[]
}

const REVIEWERS: Readonly<Record<Environment, readonly Role[]>> = {
  DEVELOPMENT: ['DEVELOPER', 'ADMIN'],
  PRODUCTION: ['ADMIN'],
}

/** What is missing, in words; empty where the revision is approved. */
export function missingApprovals(
  environment: Environment,
  policy: ApprovalPolicy,
  reviewed: ReviewedRevision,
): readonly string[] {
  const roles = new Map(reviewed.reviewers.map(({ id, role }) => [id, role]))
  const latest = new Map<string, Review>()
  // One person counts once, with the last word.
  for (const review of [...reviewed.reviews].sort((one, other) => +one.createdAt - +other.createdAt))
    if (review.revision === reviewed.revision) latest.set(review.authorId, review)
  const counting = [...latest.values()].filter(({ authorId }) => {
    const role = roles.get(authorId)
    return (
      role !== undefined &&
      REVIEWERS[environment].includes(role) &&
      !(policy.excludesAuthors && reviewed.authorIds.includes(authorId))
    )
  })
  const approving = counting.filter(({ verdict }) => verdict === 'APPROVE')
  const against = counting.filter(({ verdict }) => verdict === 'REQUEST_CHANGES')
  const missing: string[] = []
  if (against.length > 0) missing.push('changes were asked for: make them, or have the request taken back')
  const few = policy.approvals - approving.length
  if (few > 0)
    missing.push(
      `${few === 1 ? 'one more approval' : `${few} more approvals`}${policy.excludesAuthors ? ' by somebody who has not written it' : ''}`,
    )
  if (policy.needsAdmin && !approving.some(({ authorId }) => roles.get(authorId) === 'ADMIN') && few <= 0)
    missing.push('the approval of an administrator')
  return missing
}
