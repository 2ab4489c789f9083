/** The documents and answers that the tests of the corridor share. */
import type { ApiClient } from '../fixtures/api-client.ts'

export interface AskedQuery {
  id: string
  sql: string
  sqlHash: string
  explanation: string
  origin: string
  model: string | null
  usage: { inputTokens: number } | null
  check: {
    allowed: boolean
    summary: string | null
    tables: string[]
    estimatedRows: number | null
    refusals: { code: string; message: string; hint: string | null }[]
    warnings: { code: string; message: string; hint: string | null }[]
  }
}

export interface AskedPrompt {
  id: string
  outcome: string
  message: string | null
  suggestions: string[]
  query: AskedQuery | null
}

export type AskEvent =
  | { __typename: 'AskStage'; stage: string; elapsedMs: number }
  | { __typename: 'ExplanationToken'; text: string }
  | { __typename: 'AskFinished'; prompt: AskedPrompt }

export interface RunResult {
  id: string
  state: string
  rowCount: number
  columns: { name: string; type: string }[]
  problem: { code: string; message: string; hints: string[] } | null
}

export type RunEvent =
  | { __typename: 'RunStarted'; resultSet: RunResult }
  | { __typename: 'RowBatch'; offset: number; rows: unknown[][] }
  | { __typename: 'RunFinished'; resultSet: RunResult }

export type ExplainEvent =
  | { __typename: 'ExplanationToken'; text: string }
  | {
      __typename: 'ExplainFinished'
      resultSet: { summary: string; summaryModel: string | null; followUps: string[] }
    }

const QUERY = `id sql sqlHash explanation origin model usage { inputTokens }
  check { allowed summary tables estimatedRows refusals { code message hint } warnings { code message hint } }`
const PROMPT = `id outcome message suggestions query { ${QUERY} }`
const RESULT = 'id state rowCount columns { name type } problem { code message hints }'

export const ASK = `mutation ($input: AskInput!) { ask(input: $input) { ${PROMPT} } }`
export const ASK_EVENTS = `subscription ($input: AskInput!) { ask(input: $input) {
  __typename
  ... on AskStage { stage elapsedMs }
  ... on ExplanationToken { text }
  ... on AskFinished { prompt { ${PROMPT} } }
} }`
export const REVISE = `mutation ($queryId: ID!, $sql: String!) { reviseQuery(queryId: $queryId, sql: $sql) { ${QUERY} } }`
export const RUN = `subscription ($input: RunInput!) { run(input: $input) {
  __typename
  ... on RunStarted { resultSet { ${RESULT} } }
  ... on RowBatch { offset rows }
  ... on RunFinished { resultSet { ${RESULT} } }
} }`
export const EXPLAIN = `subscription ($id: ID!) { explain(resultSetId: $id) {
  __typename
  ... on ExplanationToken { text }
  ... on ExplainFinished { resultSet { summary summaryModel followUps } }
} }`
export const CANCEL = `mutation ($id: ID!) { cancelRun(resultSetId: $id) { ${RESULT} } }`

export async function connectionId(api: ApiClient, name: string): Promise<string> {
  const { connections } = await api.request<{ connections: { id: string; name: string }[] }>(
    '{ connections { id name } }',
  )
  const found = connections.find(connection => connection.name === name)
  if (!found) throw new Error(`There is no connection ${name}`)
  return found.id
}

export async function ask(
  api: ApiClient,
  input: {
    connectionId: string
    text: string
    followsUpId?: string
    requestId?: string
    translator?: 'MODEL' | 'BUILT_IN'
  },
): Promise<AskedPrompt> {
  return (await api.request<{ ask: AskedPrompt }>(ASK, { input })).ask
}

/** A query with this very SQL, as somebody would have edited it. */
export async function editedQuery(api: ApiClient, connection: string, sql: string): Promise<AskedQuery> {
  const { query } = await ask(api, { connectionId: connection, text: 'Show me all customers' })
  const { reviseQuery } = await api.request<{ reviseQuery: AskedQuery }>(REVISE, { queryId: query?.id, sql })
  return reviseQuery
}
