/** The corridor with a language model: a fake provider over real HTTP, the built server, a real database. One file, because all of it
 * shares that server. */
import postgres from 'postgres'
import type { Sql } from 'postgres'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { connectApi } from '../fixtures/api-client.ts'
import type { ApiClient } from '../fixtures/api-client.ts'
import { startApp } from '../fixtures/app-server.ts'
import type { AppServer } from '../fixtures/app-server.ts'
import { inOrder, messageEvents, startAnthropicServer, toStream } from '../mocks/anthropic-server.ts'
import type { AnthropicServer, FakeMessage, FakeReply } from '../mocks/anthropic-server.ts'
import { ask, ASK_EVENTS, connectionId, RUN } from './documents.ts'
import type { AskEvent, AskedPrompt, RunEvent } from './documents.ts'

const KEY = 'sk-ant-canary-0123456789'
const MAX_REQUESTS = 3
/** One that the built-in grammar is certain of, one that it reads with guesses, and one that it cannot read. */
const CERTAIN = 'Show me all customers from Germany'
const UNSURE = 'Total freight paid to each shipper'
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
    // So many of these tests let it fail in a row.
    LLM_PAUSE_AFTER_FAILURES: '1000',
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

/** A call of the right tool with this text in place of its input. */
function withInput(json: string): FakeReply {
  const events = messageEvents(proposal('select 1') as FakeMessage, 'claude-fake-1')
  const deltas = events.filter(
    ({ delta }) => (delta as { type?: string } | undefined)?.type === 'input_json_delta',
  )
  return {
    kind: 'raw',
    body: toStream(
      events
        .filter(event => !deltas.slice(1).includes(event))
        .map(event =>
          event === deltas[0] ? { ...event, delta: { type: 'input_json_delta', partial_json: json } } : event,
        ),
    ),
  }
}

/** Text of that length that never says the same twice. */
function prose(length: number): string {
  let text = ''
  for (let n = 1; text.length < length; n++) text += `And then there is number ${n * n}. `
  return text
}

/** First of all, because the fake tells of the first client that has gone only, and time limits make clients go. */
describe('leaving a question that a model works on', () => {
  it('ends the request to the provider, and is on record as what it is', async () => {
    respond = inOrder({ kind: 'stall', text: 'I read this as …' })
    const text = 'A question that is left'
    for await (const event of api.iterate<AskEvent>(ASK_EVENTS, { input: { connectionId: prod, text } })) {
      if (event.__typename === 'ExplanationToken') break
    }
    await provider.clientGone
    await vi.waitFor(
      async () => {
        const [prompt] = await store`select outcome, message from prompts where text = ${text}`
        expect(prompt).toMatchObject({
          outcome: 'FAILURE',
          message: expect.stringContaining('left') as string,
        })
      },
      { timeout: 20_000 },
    )
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
    expect(requests()).toHaveLength(2)
  })

  it('that is never right ends after as many requests as are allowed, with honest words', async () => {
    respond = (_request, index) => proposal(`drop table customers${index}`)
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

describe('who answers', () => {
  it('is the built-in translator where it is certain, without a single request', async () => {
    respond = inOrder(proposal('select 1 as one'))
    const prompt = await ask(api, { connectionId: prod, text: CERTAIN })
    expect(prompt.query).toMatchObject({ origin: 'BUILT_IN', model: null })
    expect(requests()).toHaveLength(0)
  })

  it('is the other one where the person asks for it', async () => {
    respond = inOrder(proposal('select company_name from customers'))
    const asked = { connectionId: prod, text: CERTAIN }
    expect((await ask(api, { ...asked, translator: 'MODEL' })).query).toMatchObject({ origin: 'MODEL' })
    expect(requests()).toHaveLength(1)
    const unsure = { connectionId: prod, text: UNSURE, translator: 'BUILT_IN' as const }
    expect((await ask(api, unsure)).query).toMatchObject({ origin: 'BUILT_IN' })
    expect(requests()).toHaveLength(1)
  })
})

describe('a reply that cannot be used', () => {
  const call = (name: string, input: unknown): FakeReply => ({
    kind: 'message',
    toolCalls: [{ name, input }],
  })
  const bad: [string, FakeReply][] = [
    ['calls no tool', { kind: 'message', text: 'It is 42.' }],
    ['calls a tool that there is not', call('run_sql', { sql: 'select 1' })],
    ['has no SQL', call('propose_sql', { reading: 'x' })],
    [
      'calls two tools',
      {
        kind: 'message',
        toolCalls: [
          { name: 'propose_sql', input: { sql: 'select 1', reading: 'x', confidence: 1 } },
          { name: 'propose_sql', input: { sql: 'select 2', reading: 'x', confidence: 1 } },
        ],
      },
    ],
    ['calls it with what is no JSON', withInput('select 1, as you asked')],
    ['calls it with half of its JSON', withInput('{"sql": "select 1", "reading')],
    ['is cut off', { ...(proposal('select 1') as FakeMessage), stopReason: 'max_tokens' }],
    ['repeats itself', { kind: 'endless', text: 'and so on ' }],
    ['never stops writing', { kind: 'message', text: prose(9_000) }],
  ]

  it.each(bad)('because it %s is mended by a second request', async (_title, reply) => {
    respond = inOrder(reply, proposal('select 3 as three'))
    const prompt = await ask(api, { connectionId: prod, text: HARD })
    expect(prompt.query).toMatchObject({ origin: 'MODEL', sql: 'select 3 as three' })
    expect(requests()).toHaveLength(2)
  })

  it('is told in words when it does not get better', async () => {
    respond = inOrder({ kind: 'message', text: 'It is 42.' })
    const prompt = await ask(api, { connectionId: prod, text: HARD })
    expect(prompt).toMatchObject({ outcome: 'FAILURE', query: null })
    expect(requests()).toHaveLength(MAX_REQUESTS)
  })
})

describe('SQL that can be planned and is likely wrong', () => {
  const german = (country: string) =>
    proposal(`select company_name from customers where country = '${country}'`)

  it('goes back to the model once, with the value that was meant', async () => {
    respond = inOrder(german('Deutschland'), german('Germany'))
    const { query } = await ask(api, { connectionId: prod, text: HARD })
    expect(query?.sql).toContain("'Germany'")
    expect(said(1)).toContain("Did you mean 'Germany'?")
    expect(requests()).toHaveLength(2)
  })

  it('is shown with its warning where the model insists', async () => {
    respond = inOrder(german('Deutschland'))
    const { query } = await ask(api, { connectionId: prod, text: HARD })
    expect(query?.check.warnings.map(({ code }) => code)).toContain('warn-unknown-value')
    expect(requests()).toHaveLength(2)
  })

  it('is only shown with its warning where values are kept from the model', async () => {
    await store`update connections set privacy = 'CATALOG' where id = ${prod}`
    respond = inOrder(german('Deutschland'))
    const { query } = await ask(api, { connectionId: prod, text: HARD })
    await store`update connections set privacy = 'VALUES' where id = ${prod}`
    expect(query?.check.warnings[0]?.hint).toContain("'Germany'")
    expect(requests()).toHaveLength(1)
    expect(said(0)).not.toContain('Germany')
  })
})

describe('a model that obeys what it read in the data', () => {
  it.each([
    'drop table customers',
    'select 1; delete from customers',
    'select pg_sleep(60)',
    "select pg_read_file('/etc/passwd')",
    "copy customers to program 'sh'",
    'with gone as (delete from customers returning *) select * from gone',
    'select * from pg_authid',
    'set role postgres',
  ])('gets nothing past the guard: %s', async sql => {
    respond = inOrder(proposal(sql, 'As I was told.'))
    const prompt = await ask(api, { connectionId: prod, text: HARD })
    expect(prompt).toMatchObject({ outcome: 'FAILURE', query: null })
  })
})

describe('questions of all kinds', () => {
  it.each([
    'Welche Kunden würden uns am meisten fehlen?',
    '我们最重要的客户是谁？',
    `Which buyers ${'really '.repeat(280)}matter?`,
  ])('go to the model as they are: %s', async text => {
    respond = inOrder(proposal('select 1 as one'))
    expect((await ask(api, { connectionId: prod, text })).query).toMatchObject({ origin: 'MODEL' })
    expect(said(0)).toContain(text)
    expect(said(0)).toContain('in the language of the question')
  })

  it.each([
    ['', 'ASK_EMPTY'],
    ['x'.repeat(20_000), 'ASK_TOO_LONG'],
  ])('do not reach it when they are none', async (text, code) => {
    respond = inOrder(proposal('select 1 as one'))
    await expect(ask(api, { connectionId: prod, text })).rejects.toMatchObject({ code })
    expect(requests()).toHaveLength(0)
  })
})

describe('what the model saw', () => {
  const SENT = `query ($id: ID!) { prompt(id: $id) { modelRequests { position model system tools turns { role text } } } }`

  it('is there for whoever asked, word for word, and for nobody else', async () => {
    respond = inOrder(proposal('drop table customers'), proposal('select 1 as one'))
    const { id } = await ask(api, { connectionId: prod, text: HARD })
    const { prompt } = await api.request<{
      prompt: { modelRequests: { system: string; turns: { text: string }[] }[] }
    }>(SENT, { id })
    expect(prompt.modelRequests).toHaveLength(2)
    const [first, second] = requests()
    expect(prompt.modelRequests[0]?.system).toBe(first?.body.system[0]?.text)
    expect(prompt.modelRequests[0]?.turns[0]?.text).toBe(first?.body.messages[0]?.content)
    expect(prompt.modelRequests[1]?.turns).toHaveLength(second?.body.messages.length ?? 0)
    const other = await connectApi(app.url, 'admin@demo.local')
    expect(await other.request(SENT, { id })).toEqual({ prompt: null })
    await other.close()
  })
})

describe('the settings', () => {
  const SETTINGS =
    '{ modelSettings { provider model hasKey baseUrl } modelUsage { model requests failures inputTokens user { email } costUsd } }'
  const TEST = 'mutation { testModel { reachable callsTools problem { code message } } }'

  it('are for administrators: which model, whether it works, what it was used for', async () => {
    respond = inOrder({ kind: 'message', toolCalls: [{ name: 'confirm', input: { word: 'ready' } }] })
    const admin = await connectApi(app.url, 'admin@demo.local')
    expect(await admin.request(TEST)).toEqual({
      testModel: { reachable: true, callsTools: true, problem: null },
    })
    const { modelSettings, modelUsage } = await admin.request<{
      modelSettings: object
      modelUsage: { user: { email: string }; requests: number }[]
    }>(SETTINGS)
    expect(modelSettings).toEqual({
      ...{ provider: 'Anthropic', model: 'claude-fake-1', hasKey: true, baseUrl: provider.url },
    })
    expect(modelUsage[0]).toMatchObject({ user: { email: 'reader@demo.local' }, costUsd: null })
    expect(modelUsage[0]?.requests).toBeGreaterThan(5)
    await admin.close()
  })

  it('say plainly what is wrong with it', async () => {
    respond = inOrder({ kind: 'error', status: 401, type: 'authentication_error', message: KEY })
    const admin = await connectApi(app.url, 'admin@demo.local')
    expect(await admin.request(TEST)).toMatchObject({
      testModel: { reachable: true, problem: { code: 'LLM_AUTH_FAILED' } },
    })
    await admin.close()
  })

  it.each([SETTINGS, TEST])('are not for others: %s', async document => {
    await expect(api.request(document)).rejects.toThrow(/administrators/)
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
    [
      'sends bytes of all kinds',
      { kind: 'raw', body: String.fromCharCode(...Array(2000).keys()) },
      'could not be read',
    ],
    [
      'does not know the model',
      { kind: 'error', status: 404, type: 'not_found_error', message: `model: ${KEY}` },
      'does not know the model claude-fake-1',
    ],
  ]

  it.each(failures)('because it %s leaves the built-in answer, where there is one', async (_, reply) => {
    respond = inOrder(reply)
    const { prompt, words } = await askStreamed(UNSURE)
    expect(prompt.query).toMatchObject({
      origin: 'BUILT_IN',
      model: null,
      usage: null,
      check: { allowed: true },
    })
    expect(words).toContain('freight')
    expect(requests()).toHaveLength(1)
  })

  it.each(failures)('because it %s is told in words otherwise', async (_, reply, expected) => {
    respond = inOrder(reply)
    const prompt = await ask(api, { connectionId: prod, text: HARD })
    expect(prompt).toMatchObject({ outcome: 'FAILURE', query: null })
    expect(prompt.message).toContain(expected)
    expect(prompt.message).not.toContain(KEY)
    expect(requests()).toHaveLength(1)
  })

  it('but for a moment only is asked again, as often as it takes within two tries', async () => {
    const overloaded: FakeReply = {
      ...{ kind: 'error', status: 529, type: 'overloaded_error', headers: { 'retry-after-ms': '5' } },
    }
    respond = inOrder(overloaded, overloaded, proposal('select 1 as one'))
    expect((await ask(api, { connectionId: prod, text: HARD })).query).toMatchObject({ origin: 'MODEL' })
    expect(requests()).toHaveLength(3)
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
      provider: 'Anthropic',
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
