import type { ProposalState } from '../../graphql/generated/graphql.ts'
import { STATES } from './proposal-words.ts'

export interface ProposalSearch {
  connectionId: string | null
  state: ProposalState | null
}

/** What the address asks for; a state that there is not is none. */
export function readProposalSearch(params: URLSearchParams): ProposalSearch {
  const state = params.get('state') ?? ''
  return {
    connectionId: params.get('connection') || null,
    state: state in STATES ? (state as ProposalState) : null,
  }
}
