export const PROPOSALS_PATH = '/proposals'
export const NEW_PROPOSAL_PATH = '/proposals/new'

export function proposalPath(number: number): string {
  return `${PROPOSALS_PATH}/${number}`
}

/** Where a change is proposed that is known already, e.g. the same one for another database. */
export function newProposalPath(start: { connection?: string; sql?: string; title?: string }): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(start)) if (value) params.set(name, value)
  const query = params.toString()
  return query === '' ? NEW_PROPOSAL_PATH : `${NEW_PROPOSAL_PATH}?${query}`
}
