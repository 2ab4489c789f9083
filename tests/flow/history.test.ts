/** What was asked, found again: search, favourites, approved queries, answers that are taken again, deletion. */
import { randomUUID } from 'node:crypto'
import postgres from 'postgres'
import type { Sql } from 'postgres'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { connectApi } from '../fixtures/api-client.ts'
import type { ApiClient } from '../fixtures/api-client.ts'
import { startApp } from '../fixtures/app-server.ts'
import type { AppServer } from '../fixtures/app-server.ts'
import { inOrder, startAnthropicServer } from '../mocks/anthropic-server.ts'
import type { AnthropicServer, FakeReply } from '../mocks/anthropic-server.ts'
import { ASK, connectionId, REVISE, RUN } from './documents.ts'
import type { AskedPrompt, AskedQuery, RunEvent } from './documents.ts'

let respond: Parameters<typeof startAnthropicServer>[0]
/** Requests that came before the present test. */
let before = 0
let provider: AnthropicServer
let app: AppServer
let store: Sql
let reader: ApiClient
let developer: ApiClient
let admin: ApiClient
let prod: string
let dev: string

beforeAll(async () => {
  provider = await startAnthropicServer((request, index) => respond(request, index - before))
  app = await startApp({
    ...{ LLM_PROVIDER: 'anthropic', LLM_MODEL: 'claude-fake-1', ANTHROPIC_API_KEY: 'sk-ant-0123456789' },
    ANTHROPIC_BASE_URL: provider.url,
  })
  store = postgres(app.store.url, { max: 1, onnotice: () => undefined })
  reader = await connectApi(app.url, 'reader@demo.local')
  developer = await connectApi(app.url, 'developer@demo.local')
  admin = await connectApi(app.url, 'admin@demo.local')
  prod = await connectionId(reader, 'Northwind prod')
  dev = await connectionId(reader, 'Northwind dev')
})
afterAll(async () => {
  await Promise.all([reader, developer, admin].map(api => api?.close()))
  await store?.end()
  await app?.stop()
  await provider?.close()
})
beforeEach(() => {
  before = provider.requests.length
})

interface Asked extends AskedPrompt {
  query: (AskedQuery & { reusedFrom: { id: string } | null }) | null
}
const KEPT = `id text title favourite mine sharing author { email } approvedBy { email }
  query { id sql runs { id } } sharedQuery { id sql }`
interface KeptPrompt {
  id: string
  text: string
  title: string | null
  favourite: boolean
  mine: boolean
  sharing: string | null
  author: { email: string }
  approvedBy: { email: string } | null
  query: { id: string; sql: string; runs: { id: string }[] } | null
  sharedQuery: { id: string; sql: string } | null
}

const ASK_AGAIN = ASK.replace('query { id', 'query { reusedFrom { id } id')
async function ask(api: ApiClient, text: string, more: Record<string, unknown> = {}): Promise<Asked> {
  const input = { connectionId: prod, text, ...more }
  return (await api.request<{ ask: Asked }>(ASK_AGAIN, { input })).ask
}
const modelCalls = () => provider.requests.length - before
const answers = (...sqls: string[]) =>
  inOrder(
    ...sqls.map((sql): FakeReply => ({
      kind: 'message',
      toolCalls: [
        { name: 'propose_sql', input: { sql, reading: `Reads ${sql}`, assumptions: [], confidence: 0.9 } },
      ],
      usage: { input_tokens: 100, cache_read_input_tokens: 50, output_tokens: 20 },
    })),
  )
async function history(api: ApiClient, args: string): Promise<KeptPrompt[]> {
  const data = await api.request<{ history: { nodes: KeptPrompt[] } }>(
    `{ history(first: 100, ${args}) { nodes { ${KEPT} } } }`,
  )
  return data.history.nodes
}
const one = async (api: ApiClient, id: string) =>
  (await api.request<{ prompt: KeptPrompt | null }>(`{ prompt(id: "${id}") { ${KEPT} } }`)).prompt
const setFavourite = (api: ApiClient, id: string, favourite: boolean, title?: string) =>
  api.request<{ setFavourite: KeptPrompt }>(
    `mutation ($id: ID!, $favourite: Boolean!, $title: String) {
      setFavourite(promptId: $id, favourite: $favourite, title: $title) { ${KEPT} } }`,
    { id, favourite, ...(title === undefined ? {} : { title }) },
  )
async function share(api: ApiClient, id: string, queryId?: string, title?: string): Promise<KeptPrompt> {
  const data = await api.request<{ shareQuery: KeptPrompt }>(
    `mutation ($id: ID!, $queryId: ID, $title: String) {
      shareQuery(promptId: $id, queryId: $queryId, title: $title) { ${KEPT} } }`,
    { id, queryId, title },
  )
  return data.shareQuery
}
const approve = (api: ApiClient, id: string, queryId: string, approved = true) =>
  api.request<{ approveQuery: KeptPrompt }>(
    `mutation ($id: ID!, $queryId: ID!, $approved: Boolean) {
      approveQuery(promptId: $id, queryId: $queryId, approved: $approved) { ${KEPT} } }`,
    { id, queryId, approved },
  )
const withdraw = (api: ApiClient, id: string) =>
  api.request(`mutation ($id: ID!) { withdrawQuery(promptId: $id) { id } }`, { id })
const remove = (api: ApiClient, id: string) =>
  api.request<{ deletePrompt: boolean }>('mutation ($id: ID!) { deletePrompt(id: $id) }', { id })
async function revise(api: ApiClient, queryId: string, sql: string): Promise<AskedQuery> {
  return (await api.request<{ reviseQuery: AskedQuery }>(REVISE, { queryId, sql })).reviseQuery
}
const run = (api: ApiClient, query: AskedQuery) =>
  api.collect<RunEvent>(RUN, { input: { queryId: query.id, sqlHash: query.sqlHash } })
async function actions(subjectId: string): Promise<string[]> {
  const rows = await store`select action from audit_events where subject_id = ${subjectId} order by sequence`
  return rows.map(row => String(row.action))
}
/** A question that no test has asked, and that only the model can answer. */
const unheard = (about: string) =>
  `Which ${about} would we miss the most, number ${randomUUID().slice(0, 8)}?`

function queryOf(prompt: AskedPrompt): AskedQuery {
  if (prompt.query === null) throw new Error(`no query: ${prompt.message}`)
  return prompt.query
}

describe('the history', () => {
  it('finds by words of question, SQL and title, by outcome, connection and time', async () => {
    respond = answers('SELECT shipper_id AS zebra FROM shippers', 'SELECT 1 AS one')
    const text = unheard('carriers')
    const asked = await ask(reader, text)
    await ask(reader, unheard('pigeons'), { connectionId: dev })
    await setFavourite(reader, asked.id, true, 'Quokkas of the quarter')
    for (const search of ['carri MISS', 'zebra', 'shipper_id', 'quokka', 'quokkas carriers zebra'])
      expect([search, (await history(reader, `search: "${search}"`)).map(({ id }) => id)]).toEqual([
        search,
        [asked.id],
      ])
    expect(await history(reader, 'search: "zebra pigeons"')).toEqual([])
    expect(await history(reader, 'search: "???"')).toEqual([])
    const found = (args: string) => history(reader, `search: "carriers", ${args}`)
    expect(await found(`connectionId: "${dev}"`)).toEqual([])
    expect(await found(`connectionId: "${prod}", outcome: QUERY, favourites: true`)).toHaveLength(1)
    expect(await found('outcome: REFUSAL')).toEqual([])
    expect(await found('until: "2020-01-01T00:00:00Z"')).toEqual([])
    expect(await found('since: "2020-01-01T00:00:00Z"')).toHaveLength(1)
    // An earlier title is forgotten, an edit is found.
    await setFavourite(reader, asked.id, true, 'Wombats')
    await revise(reader, queryOf(asked).id, 'SELECT company_name AS numbat FROM shippers')
    expect(await history(reader, 'search: "quokkas"')).toEqual([])
    expect(await history(reader, 'search: "wombats numbat"')).toHaveLength(1)
  })

  it('has all SQL and all runs of a question, the newest first, and what is known of a result without its rows', async () => {
    respond = answers('SELECT company_name, phone FROM shippers')
    const asked = await ask(reader, unheard('phones'))
    const edited = await revise(reader, queryOf(asked).id, 'SELECT phone FROM shippers')
    await run(reader, queryOf(asked))
    await run(reader, edited)
    interface Whole {
      prompt: {
        queries: { sql: string; origin: string }[]
        runs: { state: string; rowCount: number; columns: { name: string }[]; query: { id: string } }[]
      }
    }
    const { prompt } = await reader.request<Whole>(
      `{ prompt(id: "${asked.id}") { queries { sql origin }
         runs { state rowCount durationMs columns { name type } query { id } } } }`,
    )
    expect(prompt.queries.map(({ origin }) => origin)).toEqual(['EDITED', 'MODEL'])
    expect(prompt.runs.map(({ query }) => query.id)).toEqual([edited.id, queryOf(asked).id])
    expect(prompt.runs[0]).toMatchObject({ state: 'COMPLETED', rowCount: 3, columns: [{ name: 'phone' }] })
  })

  it('is nobody else’s, not even an administrator’s, but for what is shared', async () => {
    respond = answers('SELECT region_description FROM region')
    const text = unheard('regions')
    const asked = await ask(reader, text)
    await run(reader, queryOf(asked))
    for (const api of [developer, admin]) {
      expect(await history(api, 'search: "regions", scope: MINE')).toEqual([])
      expect(await history(api, 'search: "regions", scope: APPROVED')).toEqual([])
      expect(await history(api, 'search: "regions", scope: REQUESTED')).toEqual([])
      expect(await one(api, asked.id)).toBeNull()
    }
    await expect(history(reader, 'scope: REQUESTED')).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})

describe('a favourite', () => {
  it('answers the same words again without the model, checked anew, and says where the answer is from', async () => {
    respond = answers('SELECT city FROM suppliers')
    const text = unheard('suppliers')
    const asked = await ask(reader, text)
    await setFavourite(reader, asked.id, true)
    before = provider.requests.length
    const again = await ask(reader, `  please, ${text.toUpperCase().replace('?', ' ?')}`)
    expect(modelCalls()).toBe(0)
    expect(again.query).toMatchObject({
      ...{ origin: 'REUSED', sql: 'SELECT city FROM suppliers', reusedFrom: { id: asked.id } },
      check: { allowed: true, tables: ['suppliers'] },
    })
    expect(again.id).not.toBe(asked.id)
    expect((await run(reader, queryOf(again))).at(-1)).toMatchObject({ resultSet: { state: 'COMPLETED' } })
    expect(await actions(asked.id)).toEqual(
      expect.arrayContaining(['prompt.favourite.started', 'prompt.favourite.finished']),
    )
  })

  it('stands for what its author made of the SQL', async () => {
    respond = answers('SELECT city FROM suppliers')
    const text = unheard('cities')
    const asked = await ask(reader, text)
    await revise(reader, queryOf(asked).id, 'SELECT DISTINCT city FROM suppliers')
    await revise(reader, queryOf(asked).id, 'DELETE FROM suppliers')
    await setFavourite(reader, asked.id, true)
    expect((await ask(reader, text)).query).toMatchObject({ sql: 'SELECT DISTINCT city FROM suppliers' })
  })

  it('answers other words that surely mean the same', async () => {
    const asked = await ask(reader, 'Show me all customers from Germany')
    const sql = "SELECT company_name AS marked FROM customers WHERE country = 'Germany'"
    await revise(reader, queryOf(asked).id, sql)
    await setFavourite(reader, asked.id, true)
    const again = await ask(reader, 'list the customers in Germany')
    expect(again.query).toMatchObject({ origin: 'REUSED', sql, reusedFrom: { id: asked.id } })
    const other = await ask(reader, 'Show me all customers from France')
    expect(other.query).toMatchObject({ reusedFrom: null })
    await setFavourite(reader, asked.id, false)
  })

  it.each<[string, { fresh?: true; inDev?: true; unmarked?: true; other?: true }]>([
    ['is wanted afresh', { fresh: true }],
    ['is asked of another connection', { inDev: true }],
    ['is a favourite no longer', { unmarked: true }],
    ['is asked by somebody else', { other: true }],
  ])('is read anew when the question %s', async (_, { fresh = false, inDev, unmarked, other }) => {
    respond = answers('SELECT city FROM suppliers', 'SELECT country FROM suppliers')
    const text = unheard('makers')
    const asked = await ask(reader, text)
    await setFavourite(reader, asked.id, !unmarked)
    const again = await ask(other ? developer : reader, text, { fresh, connectionId: inDev ? dev : prod })
    expect(again.query).toMatchObject({ origin: 'MODEL', sql: 'SELECT country FROM suppliers' })
    expect(modelCalls()).toBe(2)
  })

  it('is read anew when a term of the glossary that it speaks of means something else', async () => {
    const setTerm = (meaning: string) =>
      admin.request(
        'mutation ($id: ID!, $terms: [GlossaryTermInput!]!) { setGlossary(connectionId: $id, terms: $terms) { id } }',
        {
          id: prod,
          terms: [{ term: 'whale', meaning }],
        },
      )
    await setTerm('a customer with many orders')
    respond = answers('SELECT 1 AS one', 'SELECT 2 AS two')
    const text = unheard('whale')
    await setFavourite(reader, (await ask(reader, text)).id, true)
    expect((await ask(reader, text)).query).toMatchObject({ origin: 'REUSED' })
    await setTerm('a customer with large orders')
    expect((await ask(reader, text)).query).toMatchObject({ origin: 'MODEL', sql: 'SELECT 2 AS two' })
  })

  it('is its author’s to mark, with a title that is not too long', async () => {
    respond = answers('SELECT 1 AS one')
    const asked = await ask(reader, unheard('things'))
    await expect(setFavourite(developer, asked.id, true)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(setFavourite(reader, asked.id, true, 'x'.repeat(121))).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      fields: [{ field: 'title' }],
    })
    await setFavourite(reader, asked.id, true, '  A \n title ')
    expect(await one(reader, asked.id)).toMatchObject({ favourite: true, title: 'A title' })
    await setFavourite(reader, asked.id, false)
    expect(await one(reader, asked.id)).toMatchObject({ favourite: false, title: 'A title' })
  })
})

describe('a query that is shared', () => {
  it('is the team’s once a developer has approved it: seen, offered, taken again; its runs stay private', async () => {
    respond = answers('SELECT category_name FROM categories', 'SELECT 1 AS one')
    const text = unheard('categories')
    const asked = await ask(reader, text)
    await run(reader, queryOf(asked))
    const offered = await share(reader, asked.id, undefined, 'Shelf')
    expect(offered).toMatchObject({ sharing: 'REQUESTED', title: 'Shelf', approvedBy: null })
    expect(await history(reader, 'scope: APPROVED, search: "shelf"')).toEqual([])
    expect((await ask(developer, text)).query).toMatchObject({ origin: 'MODEL' })
    expect(await history(developer, 'scope: REQUESTED, search: "shelf"')).toMatchObject([{ id: asked.id }])
    await expect(approve(reader, asked.id, queryOf(asked).id)).rejects.toMatchObject({ code: 'FORBIDDEN' })

    await approve(developer, asked.id, queryOf(asked).id)
    await approve(admin, asked.id, queryOf(asked).id)
    expect(await one(admin, asked.id)).toMatchObject({
      ...{ sharing: 'APPROVED', mine: false, favourite: false, author: { email: 'reader@demo.local' } },
      approvedBy: { email: 'developer@demo.local' },
      query: { sql: 'SELECT category_name FROM categories', runs: [] },
    })
    expect((await actions(asked.id)).filter(action => action.startsWith('prompt.approve'))).toEqual([
      'prompt.approve.started',
      'prompt.approve.finished',
    ])
    before = provider.requests.length
    const theirs = await ask(admin, text)
    expect([modelCalls(), theirs.query?.origin, theirs.query?.reusedFrom?.id]).toEqual([
      0,
      'REUSED',
      asked.id,
    ])
    const OFFERS = `query ($id: ID!, $typed: String!) { earlierQuestions(connectionId: $id, typed: $typed) { id } }`
    expect(await admin.request(OFFERS, { id: prod, typed: 'she' })).toEqual({
      earlierQuestions: [{ id: asked.id }],
    })
    expect(await admin.request(OFFERS, { id: dev, typed: 'she' })).toEqual({ earlierQuestions: [] })
    // It is looked at and taken, not run or changed, under its author's name.
    await expect(run(admin, queryOf(asked))).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(revise(admin, queryOf(asked).id, 'select 1')).rejects.toMatchObject({ code: 'NOT_FOUND' })

    await approve(admin, asked.id, queryOf(asked).id, false)
    expect(await one(admin, asked.id)).toBeNull()
    expect(await one(reader, asked.id)).toMatchObject({ sharing: null, title: 'Shelf' })
    respond = answers('SELECT 3 AS three')
    before = provider.requests.length
    expect((await ask(admin, text)).query).toMatchObject({ origin: 'MODEL' })
  })

  it('by somebody who may approve is approved by that, and is withdrawn by its author', async () => {
    respond = answers('SELECT 1 AS one')
    const asked = await ask(developer, unheard('owls'))
    expect(await share(developer, asked.id)).toMatchObject({ sharing: 'APPROVED' })
    expect(await one(reader, asked.id)).toMatchObject({ sharing: 'APPROVED' })
    await expect(withdraw(reader, asked.id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await withdraw(developer, asked.id)
    expect(await one(reader, asked.id)).toBeNull()
    expect(await actions(asked.id)).toEqual(
      expect.arrayContaining(['prompt.share.finished', 'prompt.withdraw.finished']),
    )
  })

  it('stays the SQL that was approved: other SQL is offered anew, and not approved unseen', async () => {
    respond = answers('SELECT 1 AS one')
    const asked = await ask(reader, unheard('bears'))
    const first = queryOf(asked)
    await share(reader, asked.id, first.id)
    await approve(developer, asked.id, first.id)
    const second = await revise(reader, first.id, 'SELECT 2 AS two')
    expect(await one(admin, asked.id)).toMatchObject({ query: { sql: 'SELECT 1 AS one' } })
    expect(await share(reader, asked.id, second.id)).toMatchObject({ sharing: 'REQUESTED', approvedBy: null })
    await expect(approve(developer, asked.id, first.id)).rejects.toMatchObject({ code: 'SHARE_CHANGED' })
    expect(await one(admin, asked.id)).toMatchObject({ sharing: 'REQUESTED' })
    await approve(developer, asked.id, second.id, false)
    expect(await one(admin, asked.id)).toBeNull()
  })

  it('has SQL that may run', async () => {
    const input = { reason: 'It asks for a change.', suggestions: [], wants_change: true }
    respond = inOrder({ kind: 'message', toolCalls: [{ name: 'cannot_answer', input }] })
    const refused = await ask(reader, unheard('lions'))
    expect(refused.query).toBeNull()
    respond = answers('SELECT 1 AS one')
    await expect(share(reader, refused.id)).rejects.toMatchObject({ code: 'PROMPT_NOT_SHAREABLE' })
    const asked = await ask(reader, unheard('wolves'))
    const bad = await revise(reader, queryOf(asked).id, 'DELETE FROM customers')
    await expect(share(reader, asked.id, bad.id)).rejects.toMatchObject({ code: 'PROMPT_NOT_SHAREABLE' })
  })

  it('that was chosen is taken again whatever was typed, and not by whom it is not there for', async () => {
    respond = answers('SELECT 1 AS one')
    const asked = await ask(reader, unheard('foxes'))
    await share(reader, asked.id)
    await expect(ask(developer, '', { reuseId: asked.id, connectionId: dev })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
    })
    const stranger = await ask(admin, '', { reuseId: asked.id })
    expect(stranger.query).toMatchObject({ origin: 'REUSED', sql: 'SELECT 1 AS one' })
    await withdraw(reader, asked.id)
    await expect(ask(admin, '', { reuseId: asked.id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('a question that its author deletes', () => {
  it('is gone with its SQL and result sets, for the team too, and stays on record', async () => {
    respond = answers('SELECT 1 AS one')
    const text = unheard('ghosts')
    const asked = await ask(reader, text)
    const edited = await revise(reader, queryOf(asked).id, 'SELECT 2 AS two')
    const [started] = await run(reader, edited)
    const resultId = started?.__typename === 'RunStarted' ? started.resultSet.id : ''
    await share(reader, asked.id)
    await approve(developer, asked.id, edited.id)
    await expect(remove(admin, asked.id)).rejects.toMatchObject({ code: 'NOT_FOUND' })

    expect(await remove(reader, asked.id)).toEqual({ deletePrompt: true })
    const GONE = `query ($prompt: ID!, $query: ID!, $result: ID!) {
      prompt(id: $prompt) { id } generatedQuery(id: $query) { id } resultSet(id: $result) { id } }`
    for (const api of [reader, developer])
      expect(await api.request(GONE, { prompt: asked.id, query: edited.id, result: resultId })).toEqual({
        prompt: null,
        generatedQuery: null,
        resultSet: null,
      })
    expect(await history(reader, 'search: "ghosts"')).toEqual([])
    expect(await history(developer, 'scope: APPROVED, search: "ghosts"')).toEqual([])
    await expect(run(reader, edited)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(remove(reader, asked.id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const [left] = await store`select
      (select count(*)::int from queries where prompt_id = ${asked.id}) as queries,
      (select count(*)::int from result_sets where id = ${resultId}) as results`
    expect(left).toEqual({ queries: 0, results: 0 })
    expect(await actions(asked.id)).toEqual(
      expect.arrayContaining(['prompt.started', 'prompt.delete.started', 'prompt.delete.finished']),
    )
  })

  it('while it runs is stopped first', async () => {
    respond = answers('SELECT 1 AS one')
    const asked = await ask(reader, unheard('endings'))
    const endless = await revise(
      reader,
      queryOf(asked).id,
      'select a from generate_series(1, 100000000) a, generate_series(1, 100000000) b',
    )
    const events = reader.iterate<RunEvent>(RUN, { input: { queryId: endless.id, sqlHash: endless.sqlHash } })
    const first = await events.next()
    await remove(reader, asked.id)
    let last = first.value as RunEvent
    for await (const event of events) last = event
    expect(last).toMatchObject({ resultSet: { state: 'CANCELLED' } })
    expect(await one(reader, asked.id)).toBeNull()
  })
})
