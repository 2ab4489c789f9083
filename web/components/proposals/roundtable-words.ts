import type {
  NextActionKind,
  RoundtableRole,
  RoundtableStance,
  RoundtableVerdict,
} from '../../graphql/generated/graphql.ts'

/** As they sit. */
export const ROLE_TITLES: Record<RoundtableRole, string> = {
  PRODUCT_OWNER: 'Product Owner',
  UX_ARCHITECT: 'UX Architect',
  LLM_ARCHITECT: 'LLM Architect',
  LLM_ENGINEER: 'Senior LLM Engineer',
  DATABASE_ARCHITECT: 'Database Architect',
  SENIOR_TESTER: 'Senior Tester',
  SECURITY_ARCHITECT: 'Security Architect',
  NETWORK_ARCHITECT: 'Network Architect',
  SOFTWARE_ARCHITECT: 'Software Architect',
}

export const STANCES: Record<RoundtableStance, { words: string; look: string }> = {
  SUPPORT: { words: 'supports it', look: 'bg-safe-soft text-safe' },
  CONCERN: { words: 'has a concern', look: 'bg-caution-soft text-caution' },
  BLOCK: { words: 'would stop it', look: 'bg-danger-soft text-danger' },
}

export const VERDICTS: Record<RoundtableVerdict, { words: string; look: string }> = {
  APPROVE: { words: 'Nothing speaks against it', look: 'bg-safe-soft text-safe' },
  APPROVE_WITH_CONDITIONS: { words: 'Under conditions', look: 'bg-caution-soft text-caution' },
  CHANGES_REQUESTED: { words: 'Change it first', look: 'bg-caution-soft text-caution' },
  BLOCK: { words: 'Not as it is', look: 'bg-danger-soft text-danger' },
}

export const NEXT_ACTIONS: Record<NextActionKind, string> = {
  EDIT: 'Edit the SQL',
  DRY_RUN: 'Try it again',
  REVIEW: 'Go to the decision',
  APPLY: 'Go to the decision',
  WAIT: 'Look again',
}
