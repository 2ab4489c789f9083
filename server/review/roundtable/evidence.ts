import type { Evidence } from '../../domain.ts'
import type { Facts } from './facts.ts'
import { approvalEvidence } from './evidence/approval-evidence.ts'
import { auditEvidence } from './evidence/audit-evidence.ts'
import { blockerEvidence } from './evidence/blocker-evidence.ts'
import { changeEvidence } from './evidence/change-evidence.ts'
import { connectionEvidence } from './evidence/connection-evidence.ts'
import { costEvidence } from './evidence/cost-evidence.ts'
import { dependentEvidence } from './evidence/dependent-evidence.ts'
import { dryRunEvidence } from './evidence/dry-run-evidence.ts'
import { elsewhereEvidence } from './evidence/elsewhere-evidence.ts'
import { lintEvidence } from './evidence/lint-evidence.ts'
import { nameEvidence } from './evidence/name-evidence.ts'
import { originEvidence } from './evidence/origin-evidence.ts'
import { otherProposalEvidence } from './evidence/other-proposal-evidence.ts'
import { privilegeEvidence } from './evidence/privilege-evidence.ts'
import { requestEvidence } from './evidence/request-evidence.ts'
import { rollbackEvidence } from './evidence/rollback-evidence.ts'
import { rowEvidence } from './evidence/row-evidence.ts'
import { savedQueryEvidence } from './evidence/saved-query-evidence.ts'
import { statementEvidence } from './evidence/statement-evidence.ts'
import type { Found } from './found.ts'
import { asOneLine } from './one-line.ts'
import { FLOORS } from './floor.ts'

const SOURCES: readonly ((facts: Facts) => readonly Found[])[] = [
  requestEvidence,
  changeEvidence,
  nameEvidence,
  savedQueryEvidence,
  dependentEvidence,
  originEvidence,
  statementEvidence,
  rollbackEvidence,
  lintEvidence,
  costEvidence,
  blockerEvidence,
  dryRunEvidence,
  rowEvidence,
  elsewhereEvidence,
  privilegeEvidence,
  approvalEvidence,
  auditEvidence,
  connectionEvidence,
  otherProposalEvidence,
]

/** Of one topic, so that a change of a hundred columns leaves room for the rest; the worst stay. */
const MOST_OF_A_TOPIC = 8
const MAX_TEXT = 400

/** All evidence, numbered. The same facts give the same numbers. */
export function evidenceOf(facts: Facts): readonly Evidence[] {
  return SOURCES.flatMap(source => fewest(source(facts))).map((found, index) => ({
    ...found,
    id: `E${index + 1}`,
    text: asOneLine(found.text, MAX_TEXT),
    hint: found.hint === null ? null : asOneLine(found.hint, MAX_TEXT),
  }))
}

function fewest(found: readonly Found[]): readonly Found[] {
  if (found.length <= MOST_OF_A_TOPIC) return found
  const ranked = [...found].sort((one, other) => FLOORS.indexOf(other.floor) - FLOORS.indexOf(one.floor))
  const kept = new Set(ranked.slice(0, MOST_OF_A_TOPIC))
  const [first] = found
  const left = found.length - MOST_OF_A_TOPIC
  const more = first && {
    topic: first.topic,
    text: `There are ${left} more findings like these, none of them worse`,
    floor: 'APPROVE' as const,
    hint: null,
  }
  return [...found.filter(each => kept.has(each)), ...(more ? [more] : [])]
}
