/** Results in words by a model: a fake provider over real HTTP, the built server, a real database. */
import postgres from 'postgres'
import type { Sql } from 'postgres'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { connectApi } from '../fixtures/api-client.ts'
import type { ApiClient } from '../fixtures/api-client.ts'
import { startApp } from '../fixtures/app-server.ts'
import type { AppServer } from '../fixtures/app-server.ts'
import { inOrder, startAnthropicServer } from '../mocks/anthropic-server.ts'
import type { AnthropicServer, FakeReply } from '../mocks/anthropic-server.ts'
import { ask, connectionId, editedQuery, EXPLAIN, RUN } from './documents.ts'
import type { AskedQuery, ExplainEvent, RunEvent } from './documents.ts'

const BY_COUNTRY = `select country, count(*) as orders from orders
  join customers on customers.customer_id = orders.customer_id where country <> 'USA' group by country order by orders desc, country`

let respond: Parameters<typeof startAnthropicServer>[0]
let before = 0
let provider: AnthropicServer
let app: AppServer
let api: ApiClient
let store: Sql
let prod: string
/** As the database counts them. */
let most: { country: string; orders: number }
let rows: number

beforeAll(async () => {
  provider = await startAnthropicServer((request, index) => respond(request, index - before))
  app = await startApp({
    ...{ LLM_PROVIDER: 'anthropic', LLM_MODEL: 'claude-fake-1', ANTHROPIC_API_KEY: 'key' },
    ...{ ANTHROPIC_BASE_URL: provider.url, LLM_TIMEOUT_SECONDS: '5', LLM_PAUSE_AFTER_FAILURES: '1000' },
  })
  api = await connectApi(app.url, 'reader@demo.local')
  prod = await connectionId(api, 'Northwind prod')
  store = postgres(app.store.url, { max: 1, onnotice: () => undefined })
  await level('ROWS')
  const { query, events } = await run(BY_COUNTRY)
  expect(query.check.allowed).toBe(true)
  const found = events.flatMap(event => (event.__typename === 'RowBatch' ? event.rows : []))
  rows = found.length
  most = { country: String(found[0]?.[0]), orders: Number(found[0]?.[1]) }
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
const level = (privacy: string) => store`update connections set privacy = ${privacy} where id = ${prod}`

async function run(sql: string) {
  const query: AskedQuery = await editedQuery(api, prod, sql)
  const input = { queryId: query.id, sqlHash: query.sqlHash }
  const events = await api.collect<RunEvent>(RUN, { input })
  const [started] = events
  if (started?.__typename !== 'RunStarted') throw new Error('not started')
  return { query, events, id: started.resultSet.id }
}

async function explain(id: string) {
  const events = await api.collect<ExplainEvent>(EXPLAIN, { id })
  const tokens = events.flatMap(event => (event.__typename === 'ExplanationToken' ? [event.text] : []))
  const last = events.at(-1)
  if (last?.__typename !== 'ExplainFinished') throw new Error('not explained')
  return { tokens, ...last.resultSet }
}

const tells = (text: string, questions: object[] = []): FakeReply => ({
  ...{ kind: 'message', text, chunkBytes: 60 },
  toolCalls: [{ name: 'suggest_questions', input: { questions } }],
})

describe('a result whose rows a model may see facts of', () => {
  it('is told by it in tokens, with one request, and kept', async () => {
    const words = () =>
      `${most.country} has placed the most orders, ${most.orders}. There are ${rows} countries.`
    respond = inOrder(tells(words()))
    const { id } = await run(BY_COUNTRY)
    const { tokens, summary, summaryModel } = await explain(id)
    expect([summary, summaryModel]).toEqual([words(), 'claude-fake-1'])
    expect([tokens.join(''), tokens.length > 5]).toEqual([summary, true])
    expect(requests()).toHaveLength(1)
    // Told once: the words are kept.
    expect((await explain(id)).summary).toBe(summary)
    expect(requests()).toHaveLength(1)
    const events = await store<{ action: string }[]>`
      select action from audit_events where subject_id = ${id} order by sequence`
    expect(events.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['explain.started', 'model.called', 'model.answered', 'explain.finished']),
    )
  })

  it('is told the facts, not the rows', async () => {
    respond = inOrder(tells('Done.'))
    const { id } = await run(BY_COUNTRY)
    await explain(id)
    const sent = JSON.stringify(requests()[0]?.body)
    expect(sent).toContain(`highest orders: ${most.orders} (${most.country})`)
    const { events } = await run(BY_COUNTRY)
    const all = events.flatMap(event => (event.__typename === 'RowBatch' ? event.rows : []))
    const middle = all.slice(4, -4).map(([country]) => String(country))
    expect(middle.length).toBeGreaterThan(8)
    expect(middle.filter(country => sent.includes(country))).toEqual([])
  })

  it('loses a sentence with a number that nobody computed, and is told by our own words as well', async () => {
    respond = inOrder(
      tells(`${most.country} has ${most.orders} orders. That is ${most.orders + 1} per year.`),
    )
    const { summary, tokens } = await explain((await run(BY_COUNTRY)).id)
    expect(summary.startsWith(`${most.country} has ${most.orders} orders.\n\nThere are ${rows} countr`)).toBe(
      true,
    )
    expect(tokens.join('')).toBe(summary)
    expect(summary).not.toContain(String(most.orders + 1))
  })

  it('is told to the model without what looks personal', async () => {
    respond = inOrder(tells('Done.'))
    const { id, events } = await run(
      'select contact_name, phone from customers order by contact_name limit 3',
    )
    const cells = events.flatMap(event => (event.__typename === 'RowBatch' ? event.rows.flat() : []))
    await explain(id)
    const sent = JSON.stringify(requests()[0]?.body)
    expect(cells).toHaveLength(6)
    expect(cells.filter(cell => sent.includes(String(cell)))).toEqual([])
  })

  it('has questions to go on with, of which none is shown that no translator can answer', async () => {
    respond = inOrder(
      tells('Done.', [
        { question: 'Which customers pay late?', sql: 'select late_since from customers' },
        { question: 'Delete the rest?', sql: 'delete from customers' },
        {
          question: 'Welche Städte hat Brasilien?',
          sql: "select distinct city from customers where country = 'Brazil'",
        },
        { question: 'How many customers are there?', sql: 'no SQL at all' },
      ]),
    )
    const { followUps } = await explain((await run(BY_COUNTRY)).id)
    expect(followUps.slice(0, 2)).toEqual(['Welche Städte hat Brasilien?', 'How many customers are there?'])
    expect(followUps).toHaveLength(3)
    expect(requests()).toHaveLength(1)
  })

  it.each<[string, FakeReply]>([
    ['refuses', { kind: 'error', status: 401, type: 'authentication_error' }],
    ['breaks off', { kind: 'torn', text: 'I read' }],
    ['sends bytes of all kinds', { kind: 'raw', body: String.fromCharCode(...Array(500).keys()) }],
    ['says nothing', { kind: 'message', text: '' }],
    ['repeats itself', { kind: 'endless', text: 'and so on ' }],
  ])('is told by us when the model %s', async (_what, reply) => {
    respond = inOrder(reply)
    const { summary, followUps } = await explain((await run(BY_COUNTRY)).id)
    expect(summary).toMatch(new RegExp(`^There are ${rows} countr`))
    expect(followUps.length).toBeGreaterThan(0)
    expect(requests()).toHaveLength(1)
  })

  it('ends the request when the reader leaves, and has that on record', async () => {
    respond = inOrder({
      kind: 'stall',
      text: `There are ${rows} countries. And there is more to say of them`,
    })
    const { id } = await run(BY_COUNTRY)
    for await (const event of api.iterate<ExplainEvent>(EXPLAIN, { id }))
      if (event.__typename === 'ExplanationToken') break
    await vi.waitFor(
      async () => {
        const [end] = await store<{ detail: string }[]>`
        select detail from audit_events where subject_id = ${id} and action = 'explain.finished'`
        expect(JSON.parse(end?.detail ?? '{}')).toEqual({ outcome: 'FAILED', code: 'CANCELLED' })
      },
      { timeout: 20_000 },
    )
    expect(requests()).toHaveLength(1)
  })
})

describe('a result that a model may see nothing of', () => {
  it.each(['CATALOG', 'VALUES'])('is told by us at the level %s, without a request', async privacy => {
    await level(privacy)
    respond = inOrder(tells('Done.'))
    const { summary } = await explain((await run(BY_COUNTRY)).id)
    await level('ROWS')
    expect(summary).toMatch(new RegExp(`^There are ${rows} countr`))
    expect(requests()).toHaveLength(0)
  })
})

describe('what the model saw', () => {
  it('has the request for the summary of a question beside the others', async () => {
    respond = inOrder(
      {
        kind: 'message',
        text: 'I count.',
        toolCalls: [
          {
            name: 'propose_sql',
            input: { sql: BY_COUNTRY, reading: 'Counts.', assumptions: [], confidence: 1 },
          },
        ],
      },
      tells('Done.'),
    )
    const text = 'Which places keep us busiest?'
    const prompt = await ask(api, { connectionId: prod, text, translator: 'MODEL' })
    const input = { queryId: prompt.query?.id, sqlHash: prompt.query?.sqlHash }
    const [started] = await api.collect<RunEvent>(RUN, { input })
    if (started?.__typename !== 'RunStarted') throw new Error('not started')
    await explain(started.resultSet.id)
    const { prompt: seen } = await api.request<{
      prompt: { modelRequests: { position: number; tools: string[] }[] }
    }>('query ($id: ID!) { prompt(id: $id) { modelRequests { position tools } } }', { id: prompt.id })
    expect(seen.modelRequests.map(({ position, tools }) => [position, tools.at(-1)])).toEqual([
      [1, 'cannot_answer'],
      [2, 'suggest_questions'],
    ])
  })
})
