/** The corridor with a language model: a fake provider over real HTTP, the built server, a real database. */
import postgres from 'postgres'
import type { Sql } from 'postgres'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { connectApi } from '../fixtures/api-client.ts'
import type { ApiClient } from '../fixtures/api-client.ts'
import { startApp } from '../fixtures/app-server.ts'
import type { AppServer } from '../fixtures/app-server.ts'
import { inOrder, startAnthropicServer } from '../mocks/anthropic-server.ts'
import type { AnthropicServer, FakeReply } from '../mocks/anthropic-server.ts'
import { ask, ASK_EVENTS, connectionId, RUN } from './documents.ts'
import type { AskEvent, AskedPrompt, RunEvent } from './documents.ts'

const KEY = 'sk-ant-canary-0123456789'
const MAX_REQUESTS = 3
/** One that the built-in grammar is sure of, and one that it cannot read. */
const SURE = 'Show me all customers from Germany'
const HARD = 'Which buyers would we miss the most if they stopped tomorrow?'

let respond: Parameters<typeof startAnthropicServer>[0]
/** Requests that came before the present test. */
let before = 0
let provider: AnthropicServer
let app: AppServer
let api: ApiClient
let store: Sql
let prod: string

beforeAll(async () => {
  provider = await startAnthropicServer((request, index) => respond(request, index - before))
  app = await startApp({
    LLM_PROVIDER: 'anthropic',
    LLM_MODEL: 'claude-fake-1',
    ANTHROPIC_API_KEY: KEY,
    ANTHROPIC_BASE_URL: provider.url,
    LLM_MAX_REQUESTS: String(MAX_REQUESTS),
    LLM_TIMEOUT_SECONDS: '2',
  })
  api = await connectApi(app.url, 'reader@demo.local')
  prod = await connectionId(api, 'Northwind prod')
  store = postgres(app.store.url, { max: 1, onnotice: () => undefined })
})

afterAll(async () => {
  await api?.close()
  await store?.end()
  await app?.stop()
  await provider?.close()
})

beforeEach(() => {
  before = provider.requests.length
})

const requests = () => provider.requests.slice(before)
const said = (index: number) => JSON.stringify(requests()[index]?.body)

const proposal = (sql: string, text?: string): FakeReply => ({
  kind: 'message',
  text,
  toolCalls: [{ name: 'propose_sql', input: { sql, reading: `Reads ${sql}`, confidence: 0.9 } }],
  usage: { input_tokens: 100, cache_read_input_tokens: 50, output_tokens: 20 },
})

async function askStreamed(
  text: string,
): Promise<{ words: string; prompt: AskedPrompt; events: AskEvent[] }> {
  const events = await api.collect<AskEvent>(ASK_EVENTS, { input: { connectionId: prod, text } })
  const last = events.at(-1)
  if (last?.__typename !== 'AskFinished') throw new Error('not finished')
  const words = events.map(event => (event.__typename === 'ExplanationToken' ? event.text : '')).join('')
  return { words, prompt: last.prompt, events }
}

/** First of all, because the fake tells of the first client that has gone only, and time limits make clients go. */
describe('leaving a question that a model works on', () => {
  it('ends the request to the provider, and is on record as what it is', async () => {
    respond = inOrder({ kind: 'stall', text: 'I read this as …' })
    const text = 'A question that is left'
    for await (const event of api.iterate<AskEvent>(ASK_EVENTS, { input: { connectionId: prod, text } })) {
      if (event.__typename === 'ExplanationToken') break
    }
    const leftAt = performance.now()
    await provider.clientGone
    // Of the two seconds that the model has, so that it was not the time limit.
    expect(performance.now() - leftAt).toBeLessThan(1500)
    await vi.waitFor(async () => {
      const [prompt] = await store`select outcome, message from prompts where text = ${text}`
      expect(prompt).toMatchObject({ outcome: 'FAILURE', message: expect.stringContaining('left') as string })
    })
    const [answered] = await store<{ detail: string }[]>`
      select detail from audit_events where action = 'model.answered' order by sequence desc limit 1`
    expect(answered?.detail).toContain('CANCELLED')
  })
})

describe("a model's answer", () => {
  it('becomes a query of its own origin, streamed in words, checked, and runs', async () => {
    respond = inOrder({
      ...proposal('select count(*) as n from customers', 'I count all the customers.'),
      chunkBytes: 40,
    } as FakeReply)
    const { words, prompt, events } = await askStreamed(HARD)
    expect(words).toBe('I count all the customers.')
    expect(events.filter(({ __typename }) => __typename === 'ExplanationToken').length).toBeGreaterThan(1)
    expect(prompt.query).toMatchObject({
      origin: 'MODEL',
      model: 'claude-fake-1',
      sql: 'select count(*) as n from customers',
      explanation: 'I count all the customers.',
      usage: { inputTokens: 150 },
      check: { allowed: true, tables: ['customers'] },
    })
    const rows = await api.collect<RunEvent>(RUN, {
      input: { queryId: prompt.query?.id, sqlHash: prompt.query?.sqlHash },
    })
    expect(rows).toContainEqual(expect.objectContaining({ rows: [[91]] }))
    expect(requests()).toHaveLength(1)
  })

  it('that the guard refuses is mended by a second request, which is told why', async () => {
    respond = inOrder(proposal('delete from customers'), proposal('select 1 as one'))
    const prompt = await ask(api, { connectionId: prod, text: HARD })
    expect(prompt.query).toMatchObject({
      origin: 'MODEL',
      sql: 'select 1 as one',
      usage: { inputTokens: 300 },
    })
    expect(requests()).toHaveLength(2)
    expect(said(1)).toContain('read-only guard refused')
  })

  it('that the database cannot plan is mended too', async () => {
    respond = inOrder(proposal('select nonsense from customers'), proposal('select 2 as two'))
    const prompt = await ask(api, { connectionId: prod, text: HARD })
    expect(prompt.query?.sql).toBe('select 2 as two')
    expect(said(1)).toContain('nonsense')
  })

  it('that is never right ends after as many requests as are allowed, with honest words', async () => {
    respond = inOrder(proposal('drop table customers'))
    const prompt = await ask(api, { connectionId: prod, text: HARD })
    expect(requests()).toHaveLength(MAX_REQUESTS)
    expect(prompt).toMatchObject({ outcome: 'FAILURE', query: null })
    expect(prompt.message).toContain('found no SQL')
  })

  it('that the request is for a change is a refusal; a question back is a clarification', async () => {
    respond = inOrder(
      {
        kind: 'message',
        toolCalls: [
          {
            name: 'cannot_answer',
            input: { reason: 'That changes data.', suggestions: [], wants_change: true },
          },
        ],
      },
      {
        kind: 'message',
        toolCalls: [
          {
            name: 'ask_back',
            input: { question: 'By orders or by money?', choices: ['By orders', 'By money'] },
          },
        ],
      },
    )
    expect(await ask(api, { connectionId: prod, text: 'Drop them all' })).toMatchObject({
      outcome: 'REFUSAL',
      message: 'That changes data.',
    })
    expect(await ask(api, { connectionId: prod, text: HARD })).toMatchObject({
      outcome: 'CLARIFICATION',
      suggestions: ['By orders', 'By money'],
    })
  })

  it('sees the turns before when a question follows up', async () => {
    respond = inOrder(proposal('select city from customers'), proposal('select country from customers'))
    const first = await ask(api, { connectionId: prod, text: HARD })
    await ask(api, { connectionId: prod, text: 'And by country?', followsUpId: first.id })
    expect(said(1)).toContain('select city from customers')
  })
})

describe('a provider that fails', () => {
  const failures: [string, FakeReply, string][] = [
    [
      'does not accept the key',
      { kind: 'error', status: 401, type: 'authentication_error', message: KEY },
      'API key',
    ],
    [
      'is asked too much',
      { kind: 'error', status: 429, type: 'rate_limit_error', headers: { 'retry-after': '60' } },
      'not taking more requests',
    ],
    [
      'is overloaded',
      { kind: 'error', status: 529, type: 'overloaded_error', headers: { 'retry-after': '60' } },
      'overloaded',
    ],
    ['says nothing', { kind: 'silence' }, 'within'],
    ['stops in the middle', { kind: 'stall', text: 'I read' }, 'within'],
    ['breaks off', { kind: 'torn', text: 'I read' }, 'broke off'],
    ['sends a page', { kind: 'raw', body: '<html></html>', contentType: 'text/html' }, 'could not be read'],
  ]

  it.each(failures)('because it %s leaves the built-in answer, where that is sure', async (_, reply) => {
    respond = inOrder(reply)
    const { prompt, words } = await askStreamed(SURE)
    expect(prompt.query).toMatchObject({
      origin: 'BUILT_IN',
      model: null,
      usage: null,
      check: { tables: ['customers'] },
    })
    expect(words).toContain('Germany')
  })

  it.each(failures)('because it %s is told in words otherwise', async (_, reply, expected) => {
    respond = inOrder(reply)
    const prompt = await ask(api, { connectionId: prod, text: HARD })
    expect(prompt).toMatchObject({ outcome: 'FAILURE', query: null })
    expect(prompt.message).toContain(expected)
  })
})

describe('what the provider is told', () => {
  it.each([
    ['VALUES', true],
    ['CATALOG', false],
  ])('at the privacy level %s holds sample values: %s', async (privacy, expected) => {
    await store`update connections set privacy = ${privacy} where id = ${prod}`
    respond = inOrder(proposal('select 1 as one'))
    await ask(api, { connectionId: prod, text: 'Who buys the most from Brazil?' })
    await store`update connections set privacy = 'VALUES' where id = ${prod}`
    expect(said(0)).toContain('company_name')
    expect([said(0).includes('Argentina'), said(0).includes('is a value of')]).toEqual([expected, expected])
  })
})

describe('the record', () => {
  it('has each request before and after it was made, with a hash of what was said', async () => {
    respond = inOrder(proposal('delete from customers'), proposal('select 1 as one'))
    const { id } = await ask(api, { connectionId: prod, text: HARD })
    const events = await store<{ action: string; detail: string }[]>`
      select action, detail from audit_events where subject_id = ${id} order by sequence`
    expect(events.map(({ action }) => action)).toEqual([
      'prompt.started',
      'model.called',
      'model.answered',
      'model.called',
      'model.answered',
      'prompt.finished',
    ])
    expect(JSON.parse(events[1]?.detail ?? '')).toEqual({
      model: 'claude-fake-1',
      promptHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    })
    expect(JSON.parse(events[2]?.detail ?? '')).toMatchObject({ ok: true, tokens: { inputTokens: 150 } })
  })

  it('and everything else that is kept or printed is without the key', async () => {
    expect(
      provider.requests[0]?.headers.authorization ?? provider.requests[0]?.headers['x-api-key'],
    ).toContain(KEY)
    const tables = await store<{ name: string }[]>`
      select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema')`
    expect(tables.length).toBeGreaterThan(8)
    for (const { name } of tables) {
      const found = await store.unsafe(`select t::text from ${name} t where t::text like '%canary%'`)
      expect([name, found.length]).toEqual([name, 0])
    }
    expect(app.output()).not.toContain('canary')
    const HISTORY = '{ history(first: 200) { nodes { text message query { sql explanation model } } } }'
    expect(JSON.stringify(await api.request(HISTORY))).not.toContain('canary')
  })
})
