import type { ProposalState } from '../domain.ts'

/** What a proposal may become. Every state that is no end has at least one way out of it. */
const NEXT: Readonly<Record<ProposalState, readonly ProposalState[]>> = {
  // Straight to APPLIED: somebody has made the change by hand, and it is recorded.
  OPEN: ['OPEN', 'CHANGES_REQUESTED', 'APPROVED', 'APPLYING', 'APPLIED', 'REJECTED', 'WITHDRAWN'],
  CHANGES_REQUESTED: ['OPEN', 'CHANGES_REQUESTED', 'APPROVED', 'APPLIED', 'REJECTED', 'WITHDRAWN'],
  APPROVED: ['OPEN', 'CHANGES_REQUESTED', 'APPROVED', 'APPLYING', 'APPLIED', 'REJECTED', 'WITHDRAWN'],
  APPLYING: ['APPLIED', 'FAILED_CLEAN', 'FAILED_PARTIAL', 'UNKNOWN', 'APPROVED', 'OPEN'],
  // Nothing is live: it can be edited, approved and applied again, or be given up.
  FAILED_CLEAN: ['OPEN', 'APPLYING', 'APPLIED', 'REJECTED', 'WITHDRAWN'],
  // Some of it is live: only a new revision that knows it, or giving up the rest.
  FAILED_PARTIAL: ['OPEN', 'APPLIED', 'REJECTED', 'WITHDRAWN'],
  UNKNOWN: ['APPLIED', 'FAILED_CLEAN', 'FAILED_PARTIAL', 'UNKNOWN', 'REJECTED'],
  APPLIED: [],
  REJECTED: [],
  WITHDRAWN: [],
}

/** The states from which one may be reached. */
export function statesBefore(state: ProposalState): readonly ProposalState[] {
  return STATES.filter(from => NEXT[from].includes(state))
}

export function mayBecome(from: ProposalState, to: ProposalState): boolean {
  return NEXT[from].includes(to)
}

/** States in which a new revision can be made. */
export const EDITABLE: readonly ProposalState[] = [
  'OPEN',
  'CHANGES_REQUESTED',
  'APPROVED',
  'FAILED_CLEAN',
  'FAILED_PARTIAL',
]

const STATES = Object.keys(NEXT) as ProposalState[]
