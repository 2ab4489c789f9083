/** API tokens on every way in, as scripts use them, and what they are kept from. */
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ApiError, connectApi } from '../fixtures/api-client.ts'
import type { ApiClient } from '../fixtures/api-client.ts'
import { startApp } from '../fixtures/app-server.ts'
import type { AppServer } from '../fixtures/app-server.ts'
import { openEventStream, readEvents } from '../fixtures/event-stream.ts'
import { postGraphql } from '../fixtures/post-graphql.ts'
import { ask, connectionId, RUN } from './documents.ts'
import type { AskedPrompt, RunEvent } from './documents.ts'

const DEVELOPER = 'developer@demo.local'
const CREATE = `mutation ($name: String!, $role: Role, $readOnly: Boolean, $connectionIds: [ID!], $expiresAt: DateTime) {
  createApiToken(name: $name, role: $role, readOnly: $readOnly, connectionIds: $connectionIds, expiresAt: $expiresAt) {
    secret token { id name beginning role readOnly connectionIds lastUsedAt expiresAt } } }`
const TOKENS = '{ apiTokens { id name lastUsedAt } }'
const VIEWER = '{ viewer { email role permissions } }'

interface NewToken {
  secret: string
  token: { id: string; name: string; beginning: string; role: string; lastUsedAt: string | null }
}

let app: AppServer
let person: ApiClient
let dev: string
let prod: string

beforeAll(async () => {
  app = await startApp()
  person = await connectApi(app.url, DEVELOPER)
  dev = await connectionId(person, 'Northwind dev')
  prod = await connectionId(person, 'Northwind prod')
})
afterAll(async () => {
  await person?.close()
  await app?.stop()
})

async function create(input: Record<string, unknown> = {}, by = person): Promise<NewToken> {
  const made = await by.request<{ createApiToken: NewToken }>(CREATE, { name: 'Notebook', ...input })
  return made.createApiToken
}

const connect = ({ secret }: NewToken) => connectApi(app.url, null, { authorization: `Bearer ${secret}` })
const codeOf = async (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof ApiError ? error.code : error),
  )

describe('a token', () => {
  it('asks, runs and exports without a cookie: over POST, WebSocket, Server-Sent Events and as a file', async () => {
    const { secret } = await create()
    const authorization = `Bearer ${secret}`
    const script = await connectApi(app.url, null, { authorization })
    const { query } = await ask(script, { connectionId: dev, text: 'Show me all customers' })
    const input = { queryId: query?.id, sqlHash: query?.sqlHash }
    const overSocket = await script.collect<RunEvent>(RUN, { input })
    expect(overSocket.at(-1)).toMatchObject({ resultSet: { state: 'COMPLETED', rowCount: 91 } })
    const stream = await openEventStream(app.url, RUN, { input }, { authorization })
    const events = []
    for await (const { event } of readEvents(stream)) events.push(event)
    expect(events.at(-1)).toBe('complete')
    expect(events.length).toBeGreaterThan(3)
    const file = await fetch(`${app.url}/exports/${query?.id}.csv?sqlHash=${query?.sqlHash}`, {
      headers: { authorization },
    })
    expect([file.status, (await file.text()).trim().split('\r\n').length]).toEqual([200, 92])
    expect(script.cookie).toBe('')
    await script.close()
  })

  it('is who made it, with what the token leaves them', async () => {
    const script = await connect(await create({ role: 'READ_ONLY' }))
    const { viewer } = await script.request<{
      viewer: { email: string; role: string; permissions: string[] }
    }>(VIEWER)
    expect(viewer).toMatchObject({ email: DEVELOPER, role: 'READ_ONLY' })
    expect(viewer.permissions).toContain('ASK')
    expect(viewer.permissions).not.toContain('SEE_PROPOSALS')
    expect(viewer.permissions).not.toContain('MANAGE_OWN_ACCOUNT')
    await script.close()
  })

  it.each([
    ['forged', 'Bearer lovable_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
    ['empty', 'Bearer '],
    ['of no kind of ours', 'Bearer eyJhbGciOiJub25lIn0.e30.'],
    ['followed by more', 'Bearer lovable_x lovable_y'],
  ])('that is %s is nobody, never the cookie that came with it', async (_, authorization) => {
    const { cookie } = person
    const answer = await postGraphql(app.url, VIEWER, {}, { cookie, authorization })
    expect([answer.status, answer.data, answer.errors[0]?.extensions.code]).toEqual([
      401,
      null,
      'UNAUTHENTICATED',
    ])
    const stream = await openEventStream(app.url, VIEWER, {}, { cookie, authorization })
    expect(await stream.text()).toContain('UNAUTHENTICATED')
    const file = await fetch(`${app.url}/exports/x.csv`, { headers: { cookie, authorization } })
    expect(file.status).toBe(401)
    const script = await connectApi(app.url, null, { authorization })
    expect(await codeOf(script.collect(VIEWER, {}))).toBe('UNAUTHENTICATED')
    await script.close()
  })

  it('is not looked for where another scheme is spoken', async () => {
    const headers = { cookie: person.cookie, authorization: 'Basic dXNlcjpwYXNz' }
    expect((await postGraphql(app.url, VIEWER, {}, headers)).data).toMatchObject({
      viewer: { email: DEVELOPER },
    })
  })

  it('for some connections finds nothing of the others', async () => {
    const { query } = await ask(person, { connectionId: prod, text: 'Show me all customers' })
    const script = await connect(await create({ connectionIds: [dev] }))
    const { connections } = await script.request<{ connections: { id: string }[] }>('{ connections { id } }')
    expect(connections).toEqual([{ id: dev }])
    const found = await script.request('query ($id: ID!) { connection(id: $id) { id } }', { id: prod })
    expect(found).toEqual({ connection: null })
    expect(await codeOf(ask(script, { connectionId: prod, text: 'Show me all customers' }))).toBe('NOT_FOUND')
    const input = { queryId: query?.id, sqlHash: query?.sqlHash }
    expect(await codeOf(script.collect(RUN, { input }))).toBe('NOT_FOUND')
    const history = await script.request<{ history: { nodes: { connection: { id: string } }[] } }>(
      '{ history(first: 200) { nodes { connection { id } } } }',
    )
    expect(history.history.nodes.filter(({ connection }) => connection.id !== dev)).toEqual([])
    const asked: AskedPrompt = await ask(script, { connectionId: dev, text: 'Show me all customers' })
    expect(asked.outcome).toBe('QUERY')
    await script.close()
  })

  it('is stored as a hash, shown once, known by its beginning, and says when it was used', async () => {
    const made = await create({ name: 'Used once' })
    expect(made.secret).toMatch(/^lovable_[\w-]{43}$/)
    expect(made.token).toMatchObject({ beginning: made.secret.slice(0, 12), lastUsedAt: null })
    const script = await connect(made)
    await script.request(VIEWER)
    await script.request(VIEWER)
    const { apiTokens } = await person.request<{ apiTokens: { id: string; lastUsedAt: string | null }[] }>(
      TOKENS,
    )
    const found = apiTokens.find(({ id }) => id === made.token.id)
    expect(Date.now() - Date.parse(found?.lastUsedAt ?? '')).toBeLessThan(60_000)
    const sql = postgres(app.store.url, { max: 1 })
    const stored = await sql`select * from api_tokens where id = ${made.token.id}`
    const record = await sql`select * from audit_events where subject_id = ${made.token.id} order by sequence`
    await sql.end()
    expect(stored).toHaveLength(1)
    expect(JSON.stringify([stored, record])).not.toContain(made.secret.slice(12))
    expect(record.map(({ action }) => action as string)).toEqual([
      'token.create.started',
      'token.create.finished',
      'token.used',
    ])
    expect(app.output()).not.toContain(made.secret.slice(12))
    await script.close()
  })

  it('is revoked at once, by its owner only', async () => {
    const made = await create()
    const script = await connect(made)
    await script.request(VIEWER)
    const admin = await connectApi(app.url, 'admin@demo.local')
    const revoke = 'mutation ($id: ID!) { revokeApiToken(id: $id) }'
    expect(await admin.request(revoke, { id: made.token.id })).toEqual({ revokeApiToken: false })
    await script.request(VIEWER)
    expect(await person.request(revoke, { id: made.token.id })).toEqual({ revokeApiToken: true })
    expect(await codeOf(script.request(VIEWER))).toBe('UNAUTHENTICATED')
    await Promise.all([script.close(), admin.close()])
  })

  it.each([
    ['more than its owner has', { role: 'ADMIN' }, 'role'],
    ['for a time that is over', { expiresAt: '2020-01-01T00:00:00Z' }, 'expiresAt'],
    ['for no connection', { connectionIds: [] }, 'connectionIds'],
    [
      'for a connection that is not there',
      { connectionIds: ['00000000-0000-4000-8000-000000000000'] },
      'connectionIds',
    ],
    ['for what is no id', { connectionIds: ["'; drop table users"] }, 'connectionIds'],
    ['without a name', { name: ' ' }, 'name'],
  ])('is not made %s', async (_, input, field) => {
    await expect(create(input)).rejects.toMatchObject({ code: 'INPUT_INVALID', fields: [{ field }] })
  })

  it('expires', async () => {
    const script = await connect(await create({ expiresAt: new Date(Date.now() + 6000).toISOString() }))
    await script.request(VIEWER)
    await expect
      .poll(() => codeOf(script.request(VIEWER)), { timeout: 25_000, interval: 250 })
      .toBe('UNAUTHENTICATED')
    await script.close()
  })
})
