import type { ApiClient } from '../fixtures/api-client.ts'

export interface SeenStatement {
  role: string
  title: string
  stance: string
  recommendation: string
  evidence: string[]
  cites: string[]
  origin: string
  note: string | null
}

export interface SeenRoundtable {
  revision: number
  stale: boolean
  verdict: string
  statements: SeenStatement[]
  evidence: { id: string; topic: string; text: string; floor: string }[]
  blocking: { evidence: string; role: string; what: string; fix: string | null }[]
  conditions: { kind: string; valueMs: number; words: string }[]
  disagreements: string[]
  openQuestions: string[]
  prediction: { lock: string | null; durationMs: number[] | null; blockedMs: number[] | null }
  nextStep: string
  nextAction: string
  residualRisk: string
  model: string | null
  outcome: { state: string; words: string[]; right: string[]; wrong: string[] } | null
}

export interface SeenProposal {
  id: string
  state: string
  missing: string[]
  roundtable: SeenRoundtable | null
  applyOptions: { lockTimeoutMs: number; oldTransactionMs: number | null; conditions: { kind: string }[] }
}

export type RoundtableEvent =
  | { __typename: 'RoundtableToken'; role: string; stance: string; text: string }
  | { __typename: 'RoundtableFinished'; proposal: SeenProposal }

const SEEN = `id state missing applyOptions { lockTimeoutMs oldTransactionMs conditions { kind } } roundtable {
  revision stale verdict nextStep nextAction residualRisk disagreements openQuestions model
  statements { role title stance recommendation evidence cites origin note } evidence { id topic text floor }
  blocking { evidence role what fix } conditions { kind valueMs words }
  prediction { lock durationMs blockedMs } outcome { state words right wrong } }`

export const ROUNDTABLE = `subscription ($id: ID!, $again: Boolean) { roundtable(proposalId: $id, again: $again) {
  __typename ... on RoundtableToken { role stance text } ... on RoundtableFinished { proposal { ${SEEN} } } } }`

/** What was said in the order in which it came, and the proposal after it. */
export async function hold(
  api: ApiClient,
  id: string,
  again = false,
): Promise<{
  said: Extract<RoundtableEvent, { role: string }>[]
  proposal: SeenProposal
  table: SeenRoundtable
}> {
  const events = await api.collect<RoundtableEvent>(ROUNDTABLE, { id, again })
  const last = events.at(-1)
  if (last?.__typename !== 'RoundtableFinished' || last.proposal.roundtable === null)
    throw new Error('The roundtable did not come to its end')
  const said = events.flatMap(event => (event.__typename === 'RoundtableToken' ? [event] : []))
  return { said, proposal: last.proposal, table: last.proposal.roundtable }
}

export async function see(api: ApiClient, id: string): Promise<SeenProposal> {
  const { proposal } = await api.request<{ proposal: SeenProposal }>(
    `query ($id: ID!) { proposal(id: $id) { ${SEEN} } }`,
    { id },
  )
  return proposal
}
