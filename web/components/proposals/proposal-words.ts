import type { ProposalState, RollbackClass, ShadowPlace, StepCost } from '../../graphql/generated/graphql.ts'

interface StateLook {
  words: string
  look: string
}

const WAITING = 'bg-hover text-ink-soft'
const GOOD = 'bg-safe-soft text-safe'
const BAD = 'bg-danger-soft text-danger'
const CARE = 'bg-caution-soft text-caution'

export const STATES: Record<ProposalState, StateLook> = {
  OPEN: { words: 'Open', look: WAITING },
  CHANGES_REQUESTED: { words: 'Changes requested', look: CARE },
  APPROVED: { words: 'Approved', look: GOOD },
  APPLYING: { words: 'Applying…', look: CARE },
  APPLIED: { words: 'Applied', look: GOOD },
  FAILED_CLEAN: { words: 'Failed, nothing changed', look: BAD },
  FAILED_PARTIAL: { words: 'Failed half-way', look: BAD },
  UNKNOWN: { words: 'Outcome unknown', look: BAD },
  REJECTED: { words: 'Rejected', look: WAITING },
  WITHDRAWN: { words: 'Withdrawn', look: WAITING },
}

export const COST_WORDS: Record<StepCost, string> = {
  METADATA: 'catalog only, whatever the size',
  SCAN: 'reads the whole table',
  INDEX_BUILD: 'builds an index',
  REWRITE: 'rewrites the table',
  COPY: 'copies the table',
  UNKNOWN: 'cost not known',
}

export const PLACE_WORDS: Record<ShadowPlace, string> = {
  TARGET_SERVER: 'on an empty copy on the same server',
  OWN_SERVER: 'on an empty copy on a server of this app, which may differ in settings and extensions',
  NONE: 'nowhere',
}

export const ROLLBACK_WORDS: Record<RollbackClass, string> = {
  LOSSLESS: 'loses nothing',
  LOSES_NEW_DATA: 'loses what was written since',
  STRUCTURE_ONLY: 'brings the structure back, not the data that was dropped',
  IRREVERSIBLE: 'cannot lead all the way back',
}
