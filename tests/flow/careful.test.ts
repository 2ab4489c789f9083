/** The careful mode through the corridor: drafts of a stand-in for a model run on real databases, and only their agreement remains. */
import postgres from 'postgres'
import type { Sql } from 'postgres'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { connectApi } from '../fixtures/api-client.ts'
import type { ApiClient } from '../fixtures/api-client.ts'
import { startApp } from '../fixtures/app-server.ts'
import type { AppServer } from '../fixtures/app-server.ts'
import { startAnthropicServer } from '../mocks/anthropic-server.ts'
import type { AnthropicServer, FakeReply, MessagesBody } from '../mocks/anthropic-server.ts'
import { createMysqlShop, createShop } from './shop-database.ts'
import type { SavedShop } from './shop-database.ts'

const HARD = 'Which buyers would we miss the most if they stopped tomorrow?'
const CELL = 'canary-cell-4711'
/** Of 50 customers: what answers nothing within three seconds, and what is more than may run unconfirmed. */
const ENDLESS =
  'select count(*) as n from customers a, customers b, customers c, customers d, customers e where a.id + b.id + c.id + d.id + e.id < 0'
const LARGE = 'select a.id from customers a, customers b, customers c'
const MANY = 'select a.id from customers a, customers b'

let provider: AnthropicServer
let app: AppServer
let admin: ApiClient
let developer: ApiClient
let reader: ApiClient
let store: Sql
let shops: Record<'PostgreSQL' | 'MariaDB', SavedShop>
/** By the rendering of the catalog that a draft is asked with. */
let drafts: readonly [blocks: FakeReply, definitions: FakeReply, lines: FakeReply]
let before = 0

beforeAll(async () => {
  provider = await startAnthropicServer(({ body }) => drafts[renderingOf(body)])
  app = await startApp({
    ...{ LLM_PROVIDER: 'anthropic', LLM_MODEL: 'claude-fake-1', ANTHROPIC_API_KEY: 'key' },
    ...{ ANTHROPIC_BASE_URL: provider.url, LLM_MAX_REQUESTS: '3' },
    ...{ CAREFUL_MAX_SECONDS: '3', RUN_CONFIRM_ROWS: '100000' },
  })
  admin = await connectApi(app.url, 'admin@demo.local')
  developer = await connectApi(app.url, 'developer@demo.local')
  reader = await connectApi(app.url, 'reader@demo.local')
  store = postgres(app.store.url, { max: 1, onnotice: () => undefined })
  const [onPostgres, onMysql] = await Promise.all([
    createShop(admin, 'PRODUCTION'),
    createMysqlShop(admin, 'PRODUCTION'),
  ])
  shops = { PostgreSQL: onPostgres, MariaDB: onMysql }
  await onPostgres.sql.unsafe(`update customers set email = '${CELL}' where id = 1`)
  await onMysql.sql.query(`update customers set email = '${CELL}' where id = 1`)
  for (const { id } of [onPostgres, onMysql]) await setCareful(admin, id, true)
})

afterAll(async () => {
  await Promise.all([admin, developer, reader].map(each => each?.close()))
  await store?.end()
  await app?.stop()
  await provider?.close()
  await shops?.PostgreSQL.drop()
  await shops?.MariaDB.drop()
})

beforeEach(() => {
  before = provider.requests.length
})

function renderingOf({ system }: MessagesBody): 0 | 1 | 2 {
  const text = system[0]?.text ?? ''
  if (text.includes('CREATE TABLE')) return 1
  return /^table \S+ .*: .*; /m.test(text) ? 2 : 0
}

const draft = (sql: string, reading = `Reads ${sql}.`): FakeReply => ({
  kind: 'message',
  text: reading,
  toolCalls: [{ name: 'propose_sql', input: { sql, reading, assumptions: [], confidence: 0.8 } }],
  usage: { input_tokens: 100, output_tokens: 20 },
})

function setCareful(api: ApiClient, connectionId: string, careful: boolean): Promise<unknown> {
  return api.request(
    `mutation ($connectionId: ID!, $careful: Boolean!) { setCareful(connectionId: $connectionId, careful: $careful) { careful } }`,
    { connectionId, careful },
  )
}

interface Asked {
  id: string
  outcome: string
  message: string | null
  suggestions: string[]
  query: { sql: string; explanation: string; confidence: number; usage: { inputTokens: number } } | null
  modelRequests: { system: string }[]
}

async function askCarefully(connectionId: string, more: object = {}, api = reader): Promise<Asked> {
  const { ask } = await api.request<{ ask: Asked }>(
    `mutation ($input: AskInput!) { ask(input: $input) { id outcome message suggestions
      query { sql explanation confidence usage { inputTokens } } modelRequests { system } } }`,
    { input: { connectionId, text: HARD, careful: true, ...more } },
  )
  return ask
}

interface Recorded {
  action: string
  detail: Record<string, unknown>
}

async function recordOf(promptId: string): Promise<Recorded[]> {
  const events = await store<{ action: string; detail: string }[]>`
    select action, detail from audit_events where subject_id = ${promptId} order by sequence`
  return events.map(({ action, detail }) => ({
    action,
    detail: JSON.parse(detail) as Record<string, unknown>,
  }))
}

const actionsOf = (events: readonly Recorded[]) =>
  events.map(({ action }) => action).filter(action => action.startsWith('careful-run'))

describe.each(['PostgreSQL', 'MariaDB'] as const)('drafts on %s', engine => {
  it('that give the same rows are an answer that is surer for it', async () => {
    drafts = [
      draft('select count(*) as n from customers', 'I count the customers.'),
      draft('select count(id) as customers from customers'),
      draft('select sum(1) as n from customers'),
    ]
    const asked = await askCarefully(shops[engine].id)
    expect(provider.requests.length - before).toBe(3)
    expect(asked.query).toMatchObject({
      sql: 'select count(*) as n from customers',
      confidence: 0.95,
      explanation:
        'I count the customers. Compared: three drafts, made apart from each other, give the same rows.',
      usage: { inputTokens: 300 },
    })
    expect(new Set(asked.modelRequests.map(({ system }) => system)).size).toBe(3)
  })

  it('are each on record as what they are, before and after, and nothing else ran', async () => {
    drafts = [
      draft('select count(*) as n from customers'),
      draft('select count(id) as n from customers'),
      draft('select count(name) as n from customers'),
    ]
    const { id } = await askCarefully(shops[engine].id)
    const events = await recordOf(id)
    expect(events[0]).toMatchObject({ action: 'prompt.started', detail: { careful: true } })
    expect(actionsOf(events)).toEqual(
      Array.from({ length: 3 }).flatMap(() => ['careful-run.started', 'careful-run.finished']),
    )
    expect(events.find(({ action }) => action === 'careful-run.started')?.detail).toMatchObject({
      sql: 'select count(*) as n from customers',
      maxRows: 1000,
      maxSeconds: 3,
    })
    expect(events.filter(({ action }) => action === 'careful-run.finished').at(-1)?.detail).toMatchObject({
      state: 'COMPLETED',
      rowCount: 1,
    })
    expect(events.map(({ action }) => action)).not.toContain('run.started')
    const [runs] =
      await store`select count(*)::int as n from result_sets where connection_id = ${shops[engine].id}`
    expect(runs).toEqual({ n: 0 })
  })

  it('that give different rows are a question back, whose choices settle it', async () => {
    drafts = [
      draft('select count(*) as n from customers', 'I count all customers.'),
      draft('select count(*) as n from customers where id <= 10', 'I count the first ten.'),
      draft('select count(id) as n from customers', 'I count customers.'),
    ]
    const asked = await askCarefully(shops[engine].id)
    expect(asked).toMatchObject({
      outcome: 'CLARIFICATION',
      message: 'Three drafts of an answer give different rows. Which do you mean?',
      suggestions: [`${HARD} (I count all customers.)`, `${HARD} (I count the first ten.)`],
      query: null,
    })
    drafts = [drafts[1], drafts[1], drafts[1]]
    const settled = await askCarefully(shops[engine].id, { text: asked.suggestions[1], careful: false })
    expect(settled.query?.sql).toContain('id <= 10')
    expect(JSON.stringify(provider.requests.at(-1)?.body)).toContain('I count the first ten.')
  })

  it('differ by their order only where both ask for one', async () => {
    const sorted = (order: string) => draft(`select name from customers order by ${order}`)
    drafts = [sorted('id'), sorted('id desc'), sorted('id')]
    expect(await askCarefully(shops[engine].id)).toMatchObject({ outcome: 'CLARIFICATION' })
    drafts = [sorted('id'), draft('select name from customers'), draft('select c.name from customers c')]
    expect(await askCarefully(shops[engine].id)).toMatchObject({ outcome: 'QUERY' })
  })

  it('that take too long, or give too much, are left out, and that is said', async () => {
    drafts = [draft('select id from customers'), draft(ENDLESS), draft(MANY)]
    const { id, query } = await askCarefully(shops[engine].id)
    expect(query).toMatchObject({ sql: 'select id from customers', confidence: 0.8 })
    expect(query?.explanation).toContain('Not compared: there was no second draft to hold it against.')
    expect(query?.explanation).toContain('It takes longer than 3 s.')
    expect(query?.explanation).toContain('It gives more than is compared, 1,000 rows at most.')
    const ends = (await recordOf(id)).filter(({ action }) => action === 'careful-run.finished')
    expect(ends.map(({ detail }) => detail['state'])).toEqual(['COMPLETED', 'FAILED', 'TRUNCATED'])
  })

  it('that would have to be confirmed do not run', async () => {
    drafts = [draft('select id from customers'), draft(LARGE), draft('select c.id from customers c')]
    const { id, query } = await askCarefully(shops[engine].id)
    expect(query?.explanation).toContain('Compared: two drafts')
    const refused = (await recordOf(id)).find(({ action }) => action === 'careful-run.refused')
    expect(refused?.detail).toMatchObject({ code: 'RUN_NEEDS_CONFIRMATION', queryId: null })
  })

  it('that write are refused before anything of them runs', async () => {
    drafts = [
      draft('select id from customers'),
      draft('delete from customers'),
      draft('drop table customers'),
    ]
    const { id, query } = await askCarefully(shops[engine].id)
    expect(query?.explanation).toContain('Two came to no SQL.')
    const events = await recordOf(id)
    expect(events.filter(({ detail }) => /delete|drop/.test(String(detail['sql'])))).toEqual([])
  })

  it('that are the same SQL need not run', async () => {
    const same = draft('select id from customers')
    drafts = [same, same, same]
    const { id, query } = await askCarefully(shops[engine].id)
    expect(query?.explanation).toContain('three drafts, made apart from each other, give the same rows')
    expect(actionsOf(await recordOf(id))).toEqual([])
  })

  it('leave no cell behind: not in the store, not in a log, not at the provider', async () => {
    drafts = [
      draft('select name, email from customers'),
      draft('select email, name from customers'),
      draft('select name, email, id from customers'),
    ]
    const { query } = await askCarefully(shops[engine].id)
    expect(query?.explanation).toContain('three drafts')
    const tables = await store<{ name: string }[]>`
      select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema')`
    for (const { name } of tables) {
      const found = await store.unsafe(`select t::text from ${name} t where t::text like '%${CELL}%'`)
      expect([name, found.length]).toEqual([name, 0])
    }
    expect(app.output()).not.toContain(CELL)
    expect(JSON.stringify(provider.requests.map(({ body }) => body))).not.toContain(CELL)
  })
})

describe('what drafts cost', () => {
  it('is counted like everything that a model is asked', async () => {
    const usageOf = async () => {
      const { modelUsage } = await admin.request<{
        modelUsage: { requests: number; inputTokens: number; user: { email: string } }[]
      }>('{ modelUsage(days: 1) { requests inputTokens user { email } } }')
      return (
        modelUsage.find(({ user }) => user.email === 'developer@demo.local') ?? {
          requests: 0,
          inputTokens: 0,
        }
      )
    }
    const earlier = await usageOf()
    const same = draft('select id from customers')
    drafts = [same, same, same]
    await askCarefully(shops.PostgreSQL.id, {}, developer)
    const { requests, inputTokens } = await usageOf()
    expect([requests - earlier.requests, inputTokens - earlier.inputTokens]).toEqual([3, 300])
  })
})

describe('where it is not switched on', () => {
  it('nothing is asked and nothing runs, and that is on record', async () => {
    const { id } = shops.PostgreSQL
    await setCareful(admin, id, false)
    try {
      await expect(askCarefully(id)).rejects.toMatchObject({ code: 'FORBIDDEN' })
      expect(provider.requests.length).toBe(before)
      const [refused] = await store<{ detail: string }[]>`
        select detail from audit_events where action = 'prompt.refused' order by sequence desc limit 1`
      expect(refused?.detail).toContain('FORBIDDEN')
    } finally {
      await setCareful(admin, id, true)
    }
  })

  it('only administrators switch it on, which is on record', async () => {
    const { id } = shops.PostgreSQL
    await expect(setCareful(developer, id, true)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await setCareful(admin, id, true)
    const [done] = await store<{ action: string }[]>`
      select action from audit_events where subject_id = ${id} and action like 'connection.set-careful%'
      order by sequence desc limit 1`
    expect(done?.action).toBe('connection.set-careful.finished')
  })

  it('is every connection until then', async () => {
    const { connections } = await reader.request<{ connections: { name: string; careful: boolean }[] }>(
      '{ connections { name careful } }',
    )
    expect(connections.find(({ name }) => name === 'Northwind prod')?.careful).toBe(false)
  })

  it('the built-in translator and earlier answers have no drafts', async () => {
    const { id } = shops.PostgreSQL
    await expect(askCarefully(id, { translator: 'BUILT_IN' })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
    })
  })
})
