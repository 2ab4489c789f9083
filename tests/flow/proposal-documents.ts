import type { ApiClient } from '../fixtures/api-client.ts'

export interface ProposalAnswer {
  id: string
  number: number
  title: string
  state: string
  revision: number
  sql: string
  rollbackSql: string | null
  digest: string
  steps: { sql: string; transactional: boolean; cost: string; locks: string[]; applied: boolean }[]
  findings: { code: string; severity: string; message: string; fix: string | null }[]
  changes: { kind: string; object: string }[]
  dryRun: {
    ok: boolean
    place: string
    rollbackVerified: boolean | null
    rollbackClass: string | null
    notes: string[]
    problem: { message: string } | null
  } | null
  missing: string[]
  drifted: boolean
  problem: { code: string; message: string; hints: string[] } | null
}

const FIELDS = `id number title state revision sql rollbackSql digest missing drifted
  steps { sql transactional cost locks applied } findings { code severity message fix } changes { kind object }
  dryRun { ok place rollbackVerified rollbackClass notes problem { message } } problem { code message hints }`

/** Calls a mutation about one proposal and answers it. */
async function change(
  api: ApiClient,
  name: string,
  parameters: string,
  args: string,
  variables: Record<string, unknown>,
): Promise<ProposalAnswer> {
  const data = await api.request<Record<string, ProposalAnswer>>(
    `mutation M(${parameters}) { ${name}(${args}) { ${FIELDS} } }`,
    variables,
  )
  const answer = data[name]
  if (answer === undefined) throw new Error(`${name} answered nothing`)
  return answer
}

export const propose = (api: ApiClient, input: Record<string, unknown>) =>
  change(api, 'propose', '$input: ProposalInput!', 'input: $input', { input })
export const revise = (api: ApiClient, id: string, sql: string) =>
  change(api, 'reviseProposal', '$id: ID!, $sql: String!', 'id: $id, sql: $sql', { id, sql })
export const approve = (api: ApiClient, { id, revision }: ProposalAnswer, body = '') =>
  change(
    api,
    'reviewProposal',
    '$id: ID!, $revision: Int!, $body: String!',
    'id: $id, revision: $revision, verdict: APPROVE, body: $body',
    { id, revision, body },
  )
export const apply = (api: ApiClient, { id, digest }: Pick<ProposalAnswer, 'id' | 'digest'>) =>
  change(api, 'applyProposal', '$id: ID!, $digest: String!', 'id: $id, digest: $digest', { id, digest })
export const withdraw = (api: ApiClient, { id }: ProposalAnswer) =>
  change(api, 'withdrawProposal', '$id: ID!', 'id: $id', { id })

export const proposeWayBack = (api: ApiClient, { id }: ProposalAnswer) =>
  change(api, 'proposeWayBack', '$id: ID!', 'id: $id', { id })
export const recheck = (api: ApiClient, { id }: ProposalAnswer) =>
  change(api, 'recheckProposal', '$id: ID!', 'id: $id', { id })
export const recordApplied = (api: ApiClient, { id, digest }: ProposalAnswer, reason: string) =>
  change(
    api,
    'recordProposalApplied',
    '$id: ID!, $digest: String!, $reason: String!',
    'id: $id, digest: $digest, reason: $reason',
    { id, digest, reason },
  )
export const settle = (api: ApiClient, { id, revision }: ProposalAnswer, happened: boolean, reason: string) =>
  change(
    api,
    'settleProposal',
    '$id: ID!, $revision: Int!, $happened: Boolean!, $reason: String!',
    'id: $id, revision: $revision, happened: $happened, reason: $reason',
    { id, revision, happened, reason },
  )

export interface OnTargetAnswer {
  matches: number[]
  changes: { kind: string; object: string }[]
  remainder: string | null
  wayBack: string | null
}

export async function onTarget(api: ApiClient, { id }: ProposalAnswer): Promise<OnTargetAnswer> {
  const { proposalOnTarget } = await api.request<{ proposalOnTarget: OnTargetAnswer }>(
    `query ($id: ID!) { proposalOnTarget(id: $id) { matches changes { kind object } remainder wayBack } }`,
    { id },
  )
  return proposalOnTarget
}

export async function find(api: ApiClient, id: string): Promise<ProposalAnswer> {
  const { proposal } = await api.request<{ proposal: ProposalAnswer }>(
    `query ($id: ID!) { proposal(id: $id) { ${FIELDS} } }`,
    { id },
  )
  return proposal
}
