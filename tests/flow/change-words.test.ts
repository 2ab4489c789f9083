/** Changes of structure in words over the wire: a proposal where it is clear, a question back where it is not, never a run. */
import postgres from 'postgres'
import type { Sql } from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectApi } from '../fixtures/api-client.ts'
import type { ApiClient } from '../fixtures/api-client.ts'
import { startApp } from '../fixtures/app-server.ts'
import type { AppServer } from '../fixtures/app-server.ts'
import { changeShopSql } from '../fixtures/change-shop.ts'
import { createTestDatabase } from '../fixtures/postgres.ts'
import type { TestDatabase } from '../fixtures/postgres.ts'
import { apply, propose } from './proposal-documents.ts'

const CREATE = `mutation ($input: ConnectionInput!) { createConnection(input: $input) { id } }`
const ASK = `mutation ($input: AskInput!) { ask(input: $input) {
  outcome message suggestions query { sql } proposal { id digest state title sql request dryRun { ok } } } }`

interface Asked {
  outcome: string
  message: string | null
  suggestions: string[]
  query: { sql: string } | null
  proposal: { id: string; digest: string; state: string; title: string; sql: string; request: string } | null
}

let app: AppServer
let admin: ApiClient
let developer: ApiClient
let reader: ApiClient
let database: TestDatabase
let other: TestDatabase
let sql: Sql
let development: string
let production: string

beforeAll(async () => {
  app = await startApp()
  admin = await connectApi(app.url, 'admin@demo.local')
  developer = await connectApi(app.url, 'developer@demo.local')
  reader = await connectApi(app.url, 'reader@demo.local')
  database = await createTestDatabase()
  other = await createTestDatabase()
  const another = postgres(other.url, { max: 1, onnotice: () => undefined })
  sql = postgres(database.url, { max: 1, onnotice: () => undefined })
  for (const statement of changeShopSql('POSTGRES')) {
    await sql.unsafe(statement)
    await another.unsafe(statement)
  }
  await another.end()
  development = await connect('DEVELOPMENT', database)
  production = await connect('PRODUCTION', other)
})

afterAll(async () => {
  await Promise.all([admin?.close(), developer?.close(), reader?.close()])
  await sql?.end()
  await app?.stop()
  await database?.drop()
  await other?.drop()
})

async function connect(environment: string, { url, name }: TestDatabase): Promise<string> {
  const { hostname, port, username, password } = new URL(url)
  const { createConnection } = await admin.request<{ createConnection: { id: string } }>(CREATE, {
    input: {
      name: `words ${environment}`,
      ...{ engine: 'POSTGRES', environment, host: hostname, port: Number(port), database: name },
      ...{ username: decodeURIComponent(username), password: decodeURIComponent(password) },
    },
  })
  return createConnection.id
}

const ask = async (api: ApiClient, connectionId: string, text: string) =>
  (await api.request<{ ask: Asked }>(ASK, { input: { connectionId, text } })).ask

const columns = async (table: string) =>
  (await sql`select column_name as name from information_schema.columns where table_name = ${table}`).map(
    ({ name }) => name as string,
  )

describe('a change asked for where questions are asked', () => {
  it.each(['DEVELOPMENT', 'PRODUCTION'])('is a proposal in %s, and nothing has run', async environment => {
    const id = environment === 'DEVELOPMENT' ? development : production
    const asked = await ask(developer, id, 'Please add a website column to customers')
    expect(asked).toMatchObject({
      outcome: 'PROPOSAL',
      query: null,
      proposal: {
        state: 'OPEN',
        title: 'Add website to customers',
        sql: 'ALTER TABLE customers ADD COLUMN website text;',
        request: 'Please add a website column to customers',
        dryRun: { ok: true },
      },
    })
    expect(await columns('customers')).not.toContain('website')
  })

  it('is asked back where it is unclear, with words that make it clear', async () => {
    const asked = await ask(developer, development, 'rename id to number')
    expect(asked).toMatchObject({ outcome: 'CLARIFICATION', proposal: null })
    expect(asked.suggestions[0]).toBe('Rename customers.id to number')
    const [choice = ''] = asked.suggestions
    expect(await ask(developer, development, choice)).toMatchObject({ outcome: 'PROPOSAL' })
  })

  it('is refused to whoever may not propose, with who may', async () => {
    const asked = await ask(reader, development, 'drop the column note from orders')
    expect(asked).toMatchObject({ outcome: 'REFUSAL', proposal: null, query: null })
    expect(asked.message).toMatch(/Only developers and administrators propose changes.*Ask a developer/)
  })

  it('is none where a question only sounds like it', async () => {
    expect(await ask(developer, development, 'Number of customers per country')).toMatchObject({
      outcome: 'QUERY',
      proposal: null,
    })
    expect(await ask(developer, development, 'delete all orders')).toMatchObject({ outcome: 'REFUSAL' })
  })
})

describe('a change proposed in words', () => {
  it('becomes SQL of the engine that can be applied', async () => {
    const proposal = await propose(developer, {
      connectionId: development,
      text: 'add a fax column to customers',
    })
    expect(proposal).toMatchObject({ state: 'OPEN', sql: 'ALTER TABLE customers ADD COLUMN fax text;' })
    expect(await apply(admin, proposal)).toMatchObject({ state: 'APPLIED' })
    expect(await columns('customers')).toContain('fax')
  })

  it('says what is unclear, with the choices as hints', async () => {
    const request = { connectionId: development, text: 'drop orders' }
    await expect(propose(developer, request)).rejects.toMatchObject({ code: 'PROPOSAL_UNCLEAR' })
    await expect(
      propose(developer, { connectionId: development, text: 'update prices by 10 %' }),
    ).rejects.toMatchObject({ code: 'PROPOSAL_UNCLEAR' })
  })
})
