/** The corridor with a server of one's own that speaks chat completions, and the bounds that a model is kept in. */
import postgres from 'postgres'
import type { Sql } from 'postgres'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { connectApi } from '../fixtures/api-client.ts'
import type { ApiClient } from '../fixtures/api-client.ts'
import { startApp } from '../fixtures/app-server.ts'
import type { AppServer } from '../fixtures/app-server.ts'
import { inOrder, startOpenAiServer } from '../mocks/openai-server.ts'
import type { FakeReply, OpenAiServer } from '../mocks/openai-server.ts'
import { ask, ASK_EVENTS, connectionId } from './documents.ts'
import type { AskEvent } from './documents.ts'

const FAILURES_UNTIL_PAUSE = 3
const TOKENS_OF_A_PERSON = 1_000
const UNSURE = 'Total freight paid to each shipper'
const HARD = 'Which buyers would we miss the most if they stopped tomorrow?'
const DOWN: FakeReply = { kind: 'error', status: 503, type: 'server_error', headers: { 'retry-after': '60' } }

let respond: Parameters<typeof startOpenAiServer>[0]
let before = 0
let provider: OpenAiServer
let app: AppServer
let reader: ApiClient
let developer: ApiClient
let store: Sql
let prod: string

beforeAll(async () => {
  provider = await startOpenAiServer((request, index) => respond(request, index - before))
  app = await startApp({
    ...{ LLM_PROVIDER: 'openai', LLM_MODEL: 'local-fake', OPENAI_BASE_URL: `${provider.url}/v1` },
    ...{ LLM_MAX_REQUESTS: '3', LLM_TIMEOUT_SECONDS: '5' },
    ...{ LLM_PAUSE_AFTER_FAILURES: String(FAILURES_UNTIL_PAUSE), LLM_PAUSE_SECONDS: '5' },
    LLM_USER_TOKENS_PER_DAY: String(TOKENS_OF_A_PERSON),
    LLM_TOKENS_PER_DAY: String(2 * TOKENS_OF_A_PERSON),
  })
  reader = await connectApi(app.url, 'reader@demo.local')
  developer = await connectApi(app.url, 'developer@demo.local')
  prod = await connectionId(reader, 'Northwind prod')
  store = postgres(app.store.url, { max: 1, onnotice: () => undefined })
})

afterAll(async () => {
  await reader?.close()
  await developer?.close()
  await store?.end()
  await app?.stop()
  await provider?.close()
})

beforeEach(() => {
  before = provider.requests.length
})

const requests = () => provider.requests.slice(before)

function proposal(sql: string, tokens = 10): FakeReply {
  return {
    kind: 'message',
    text: 'I look at the buyers.',
    toolCalls: [
      { name: 'propose_sql', input: { sql, reading: 'Buyers.', assumptions: [], confidence: 0.8 } },
    ],
    usage: { input_tokens: tokens, output_tokens: 1 },
  }
}

describe('a server of chat completions', () => {
  it('answers a question with one request, without a key', async () => {
    respond = inOrder(proposal('select count(*) as n from customers'))
    const { query } = await ask(reader, { connectionId: prod, text: HARD })
    expect(query).toMatchObject({
      ...{ origin: 'MODEL', model: 'local-fake', explanation: 'I look at the buyers.' },
      check: { allowed: true, tables: ['customers'] },
    })
    expect(requests().map(({ path }) => path)).toEqual(['/v1/chat/completions'])
    expect(requests()[0]?.body.tools?.map(tool => tool.function.name)).toContain('propose_sql')
  })

  it('mends what the guard refuses', async () => {
    respond = inOrder(proposal('delete from customers'), proposal('select 1 as one'))
    expect((await ask(reader, { connectionId: prod, text: HARD })).query?.sql).toBe('select 1 as one')
    expect(requests()).toHaveLength(2)
    expect(JSON.stringify(requests()[1]?.body.messages)).toContain('read-only guard refused')
  })

  it('is left by the request when the person leaves', async () => {
    respond = inOrder({ kind: 'stall', text: 'I read this as …' })
    const input = { connectionId: prod, text: 'A question that is left' }
    for await (const event of reader.iterate<AskEvent>(ASK_EVENTS, { input }))
      if (event.__typename === 'ExplanationToken') break
    await provider.clientGone
    expect(requests()).toHaveLength(1)
  })

  it('that does not know the model says so', async () => {
    respond = inOrder({ kind: 'error', status: 404, type: 'model_not_found' })
    const { outcome, message } = await ask(reader, { connectionId: prod, text: HARD })
    expect([outcome, message]).toEqual(['FAILURE', expect.stringContaining('the model local-fake') as string])
    expect(requests()).toHaveLength(1)
  })
})

describe('a provider that is down', () => {
  it('is not asked for a while after so many failures; the built-in translator answers meanwhile', async () => {
    respond = inOrder(DOWN)
    for (let n = 0; n < FAILURES_UNTIL_PAUSE; n++)
      expect((await ask(reader, { connectionId: prod, text: HARD })).message).toContain('overloaded')
    expect(requests()).toHaveLength(FAILURES_UNTIL_PAUSE)
    const { outcome, message } = await ask(reader, { connectionId: prod, text: HARD })
    expect([outcome, message]).toEqual([
      'FAILURE',
      expect.stringContaining('failed several times in a row') as string,
    ])
    expect((await ask(reader, { connectionId: prod, text: UNSURE })).query).toMatchObject({
      origin: 'BUILT_IN',
    })
    expect(requests()).toHaveLength(FAILURES_UNTIL_PAUSE)
  })

  it('is asked again after the pause', async () => {
    respond = inOrder(proposal('select 1 as one'))
    await vi.waitFor(
      async () => {
        const { query } = await ask(reader, { connectionId: prod, text: HARD })
        expect(query).toMatchObject({ origin: 'MODEL' })
      },
      { timeout: 20_000, interval: 300 },
    )
    expect(requests()).toHaveLength(1)
  })
})

describe('a budget of tokens', () => {
  it('of one person ends their requests, not those of others', async () => {
    respond = inOrder(proposal('select 1 as one', TOKENS_OF_A_PERSON))
    expect((await ask(reader, { connectionId: prod, text: HARD })).query).toMatchObject({ origin: 'MODEL' })
    const { outcome, message, id } = await ask(reader, { connectionId: prod, text: HARD })
    expect([outcome, message]).toEqual([
      'FAILURE',
      expect.stringContaining('Your tokens for today are used up') as string,
    ])
    expect((await ask(reader, { connectionId: prod, text: UNSURE })).query).toMatchObject({
      origin: 'BUILT_IN',
    })
    expect(requests()).toHaveLength(1)
    const refused = await store<{ detail: string }[]>`
      select detail from audit_events where action = 'model.refused' and subject_id = ${id}`
    expect(refused.map(({ detail }) => JSON.parse(detail) as unknown)).toEqual([
      { model: 'local-fake', code: 'LLM_BUDGET_SPENT' },
    ])
    expect((await ask(developer, { connectionId: prod, text: HARD })).query).toMatchObject({
      origin: 'MODEL',
    })
  })

  it('of everybody ends the requests of all', async () => {
    respond = inOrder(proposal('select 1 as one'))
    const admin = await connectApi(app.url, 'admin@demo.local')
    const { message } = await ask(admin, { connectionId: prod, text: HARD })
    await admin.close()
    expect(message).toContain('The tokens of this server for today are used up')
    expect(requests()).toHaveLength(0)
  })
})
