import type { Facts } from '../facts.ts'
import { fact } from '../found.ts'
import type { Found } from '../found.ts'
import { listed } from '../one-line.ts'

/** Other open changes of the same objects: whichever comes first sends the other back to review. */
export function otherProposalEvidence({ otherProposals }: Facts): readonly Found[] {
  if (otherProposals.length === 0)
    return [fact('OTHER_PROPOSALS', 'No other open proposal touches the same objects')]
  return otherProposals.map(({ number, state, shared }) => ({
    topic: 'OTHER_PROPOSALS',
    text: `Proposal ${number} (${state.toLowerCase().replaceAll('_', ' ')}) touches ${listed(shared.map(id => id.replace(/^[A-Z_]+ /, '')))} as well`,
    floor: 'APPROVE_WITH_CONDITIONS',
    hint: `Agree on which comes first: applying one sends the other back to review.`,
  }))
}
