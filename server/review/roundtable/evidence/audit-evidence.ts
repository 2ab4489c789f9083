import type { Facts } from '../facts.ts'
import { fact } from '../found.ts'
import type { Found } from '../found.ts'
import { counted } from '../one-line.ts'

/** Whether what led here is on record, and the record whole. */
export function auditEvidence({ audit, proposal: { digest } }: Facts): readonly Found[] {
  const found: Found[] = [
    fact('AUDIT', `Approvals are for the digest ${digest.slice(0, 12)}…, which any edit changes`),
  ]
  if (audit === null) return found
  if (!audit.ok)
    return [
      ...found,
      {
        topic: 'AUDIT',
        text: 'The chain of the audit is broken: what happened to this proposal cannot be proved',
        floor: 'BLOCK',
        hint: 'An administrator has to look at the audit first.',
      },
    ]
  return [
    ...found,
    fact(
      'AUDIT',
      `${counted(audit.ofProposal, 'event')} of this proposal ${audit.ofProposal === 1 ? 'is' : 'are'} on record, in a chain that is whole`,
    ),
  ]
}
