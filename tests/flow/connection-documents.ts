/** The documents and answers that the tests of connections share. */
import { randomBytes } from 'node:crypto'
import type { ApiClient } from '../fixtures/api-client.ts'
import type { TestDatabase, TestLogin } from '../fixtures/postgres.ts'

export interface ConnectionFields {
  name: string
  engine: string
  environment: string
  host: string
  port: number
  database: string
  username: string
  password: string
  tls: string
  privacy: string
}

export interface SavedConnection {
  id: string
  name: string
  host: string
  port: number
  environment: string
  deletedAt: string | null
}

export interface Check {
  ok: boolean
  serverVersion: string | null
  latencyMs: number | null
  canWrite: boolean | null
  problem: { code: string; message: string; hints: string[]; fields: { field: string }[] } | null
  notices: { code: string }[]
  readOnlyLoginSql: string | null
}

const CONNECTION = 'id name host port environment deletedAt'
export const CHECK_FIELDS = `ok serverVersion latencyMs canWrite readOnlyLoginSql
  problem { code message hints fields { field message } } notices { code message hints }`

/** A new name each time, and the way into that database. */
export function inputFor(
  database: TestDatabase,
  login: Pick<TestLogin, 'username' | 'password'>,
  changes: Partial<ConnectionFields> = {},
): ConnectionFields {
  const { hostname, port } = new URL(database.url)
  return {
    name: `Towns ${randomBytes(6).toString('hex')}`,
    engine: 'POSTGRES',
    environment: 'DEVELOPMENT',
    host: hostname,
    port: Number(port),
    database: database.name,
    username: login.username,
    password: login.password,
    tls: 'PREFER',
    privacy: 'CATALOG',
    ...changes,
  }
}

export async function check(api: ApiClient, input: ConnectionFields, connectionId?: string): Promise<Check> {
  const { checkConnection } = await api.request<{ checkConnection: Check }>(
    `mutation ($input: ConnectionInput!, $connectionId: ID) {
      checkConnection(input: $input, connectionId: $connectionId) { ${CHECK_FIELDS} }
    }`,
    { input, connectionId },
  )
  return checkConnection
}

export async function create(api: ApiClient, input: ConnectionFields): Promise<SavedConnection> {
  const { createConnection } = await api.request<{ createConnection: SavedConnection }>(
    `mutation ($input: ConnectionInput!) { createConnection(input: $input) { ${CONNECTION} } }`,
    { input },
  )
  return createConnection
}

export async function update(api: ApiClient, id: string, input: ConnectionFields): Promise<SavedConnection> {
  const { updateConnection } = await api.request<{ updateConnection: SavedConnection }>(
    `mutation ($id: ID!, $input: ConnectionInput!) {
      updateConnection(id: $id, input: $input) { ${CONNECTION} }
    }`,
    { id, input },
  )
  return updateConnection
}

export async function remove(api: ApiClient, id: string): Promise<boolean> {
  const { deleteConnection } = await api.request<{ deleteConnection: boolean }>(
    'mutation ($id: ID!) { deleteConnection(id: $id) }',
    { id },
  )
  return deleteConnection
}

export async function setGlossary(
  api: ApiClient,
  connectionId: string,
  terms: readonly { term: string; meaning: string; sql?: string }[],
): Promise<{ glossary: unknown[] }> {
  const { setGlossary: saved } = await api.request<{ setGlossary: { glossary: unknown[] } }>(
    `mutation ($connectionId: ID!, $terms: [GlossaryTermInput!]!) {
      setGlossary(connectionId: $connectionId, terms: $terms) { glossary { term meaning sql } }
    }`,
    { connectionId, terms },
  )
  return saved
}

export async function setSampling(
  api: ApiClient,
  connectionId: string,
  sampling: { enabled: boolean; never?: unknown[]; always?: unknown[] },
): Promise<unknown> {
  const { setValueSampling } = await api.request<{ setValueSampling: { sampling: unknown } }>(
    `mutation ($connectionId: ID!, $sampling: ValueSamplingInput!) {
      setValueSampling(connectionId: $connectionId, sampling: $sampling) {
        sampling { enabled never { schema table column } always { schema table column } }
      }
    }`,
    { connectionId, sampling },
  )
  return setValueSampling.sampling
}

export async function refresh(api: ApiClient, connectionId: string): Promise<{ tableCount: number }> {
  const { refreshCatalog } = await api.request<{ refreshCatalog: { catalog: { tableCount: number } } }>(
    'mutation ($connectionId: ID!) { refreshCatalog(connectionId: $connectionId) { catalog { tableCount } } }',
    { connectionId },
  )
  return refreshCatalog.catalog
}

/** Some fields of one connection; null when it is not there. */
export async function read<Data>(api: ApiClient, id: string, fields: string): Promise<Data | null> {
  const { connection } = await api.request<{ connection: Data | null }>(
    `query ($id: ID!) { connection(id: $id) { ${fields} } }`,
    { id },
  )
  return connection
}
