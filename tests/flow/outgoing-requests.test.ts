/**
 * Every kind of request that leaves for a model, at each privacy level: taken off the wire at a stand-in, searched for what
 * must not be in it, and written out for a person to judge in `outgoing-requests.snapshot.txt`.
 */
import postgres from 'postgres'
import type { Sql } from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectApi, DEMO_PASSWORD } from '../fixtures/api-client.ts'
import type { ApiClient } from '../fixtures/api-client.ts'
import { startApp } from '../fixtures/app-server.ts'
import type { AppServer } from '../fixtures/app-server.ts'
import { createTestDatabase, createTestLogin } from '../fixtures/postgres.ts'
import type { TestDatabase, TestLogin } from '../fixtures/postgres.ts'
import { startAnthropicServer } from '../mocks/anthropic-server.ts'
import type { AnthropicServer, FakeReply, MessagesBody } from '../mocks/anthropic-server.ts'
import { create, inputFor, setGlossary } from './connection-documents.ts'
import { ask, EXPLAIN, RUN } from './documents.ts'
import type { AskedPrompt, ExplainEvent, RunEvent } from './documents.ts'
import { propose } from './proposal-documents.ts'
import { hold } from './roundtable-documents.ts'

const KEY = 'sk-ant-canary-key-0123456789'
const LEVELS = ['CATALOG', 'VALUES', 'ROWS'] as const
type Level = (typeof LEVELS)[number]

const KINDS = [
  ...[
    'ask',
    'look-up',
    'repair after the guard',
    'repair after the database',
    'repair of a value',
    'follow-up',
  ],
  ...['compared drafts', 'summary', 'change draft', 'roundtable', 'settings test'],
] as const
type Kind = (typeof KINDS)[number]

/** In no request, whatever the level. */
const NEVER = {
  'a masked column': 'canary-masked@example.com',
  'an address in a comment': 'canary-comment@example.com',
  'an address in the glossary': 'canary-glossary@example.com',
  'a cell of a long text': 'canary-row-text',
  'a number in a row': '4711.47',
}
/** A value of a column that may be sampled: not at CATALOG. */
const VALUE = 'Canaryland'
/** A value that only a result has: at ROWS, as a fact of a summary, and nowhere else. */
const FACT = /5,?711\.47/

const HARD = 'Which buyers would we miss the most if they stopped tomorrow?'
const WISH = 'We have to remember who has approved each order'

let provider: AnthropicServer
let replies: FakeReply[] = []
let app: AppServer
let developer: ApiClient
let admin: ApiClient
let store: Sql
let database: TestDatabase
let login: TestLogin
let shop: string
const sent = new Map<string, MessagesBody[]>()

const call = (name: string, input: object, text?: string): FakeReply => ({
  kind: 'message',
  text,
  toolCalls: [{ name, input }],
})
const proposes = (sql: string) =>
  call('propose_sql', { sql, reading: `Reads ${sql}.`, assumptions: [], confidence: 0.9 })

/** What leaves while `act` goes on. */
async function during<T>(level: Level, kind: Kind, script: FakeReply[], act: () => Promise<T>): Promise<T> {
  const before = provider.requests.length
  replies = script
  const result = await act()
  sent.set(
    `${level} · ${kind}`,
    provider.requests.slice(before).map(({ body }) => body),
  )
  return result
}

async function explained(prompt: AskedPrompt): Promise<void> {
  const input = { queryId: prompt.query?.id, sqlHash: prompt.query?.sqlHash }
  const [started] = await developer.collect<RunEvent>(RUN, { input })
  if (started?.__typename !== 'RunStarted') throw new Error('not started')
  await developer.collect<ExplainEvent>(EXPLAIN, { id: started.resultSet.id })
}

beforeAll(async () => {
  database = await createTestDatabase()
  const sql = postgres(database.url, { max: 1, onnotice: () => undefined })
  // More tables than are told at once, so that there is something to look up.
  const others = Array.from(
    { length: 40 },
    (_, n) => `create table archive_${n} (id int primary key, a text, b text, c text);`,
  )
  await sql.unsafe(`
    create table customers (id int primary key, name text, country text, email text, remark text);
    comment on table customers is 'Ask canary-comment@example.com before you change it';
    create table orders (id int primary key, customer_id int references customers, freight numeric(10, 2));
    insert into customers select n, 'Buyer ' || n, case when n % 2 = 0 then '${VALUE}' else 'Germany' end, 'canary-masked@example.com', 'canary-row-text ' || repeat('x', 200) from generate_series(1, 20) n;
    insert into orders select n, n, 100 + n from generate_series(1, 20) n;
    update orders set freight = 4711.47 where id = 10;
    ${others.join('\n')} analyze`)
  await sql.end()
  login = await createTestLogin(database, name => [`grant select on all tables in schema public to ${name}`])
  provider = await startAnthropicServer(({ body }) => {
    const tools = body.tools?.map(({ name }) => name) ?? []
    if (tools.includes('confirm')) return call('confirm', { word: 'ready' })
    if (tools.includes('state_position')) return { kind: 'message', text: 'No position.' }
    return replies.length > 1 ? (replies.shift() as FakeReply) : (replies[0] as FakeReply)
  })
  app = await startApp({
    ...{ LLM_PROVIDER: 'anthropic', LLM_MODEL: 'claude-fake-1', ANTHROPIC_API_KEY: KEY },
    ...{ ANTHROPIC_BASE_URL: provider.url, LLM_CONTEXT_TOKENS: '500', LLM_PAUSE_AFTER_FAILURES: '1000' },
  })
  admin = await connectApi(app.url, 'admin@demo.local')
  developer = await connectApi(app.url, 'developer@demo.local')
  store = postgres(app.store.url, { max: 1, onnotice: () => undefined })
  shop = (await create(admin, inputFor(database, login))).id
  await setGlossary(admin, shop, [
    { term: 'VIP', meaning: 'ask canary-glossary@example.com', sql: 'freight > 100' },
  ])
  await admin.request('mutation ($id: ID!) { setCareful(connectionId: $id, careful: true) { id } }', {
    id: shop,
  })
  for (const level of LEVELS) await walk(level)
}, 180_000)

afterAll(async () => {
  await developer?.close()
  await admin?.close()
  await store?.end()
  await app?.stop()
  await provider?.close()
  await login?.drop()
  await database?.drop()
})

/** Everything that a model is asked for, once. */
async function walk(level: Level): Promise<void> {
  await store`update connections set privacy = ${level} where id = ${shop}`
  const asking = (text: string, more: object = {}) =>
    ask(developer, { connectionId: shop, text, translator: 'MODEL', ...more })
  const good =
    proposes(`select country, sum(freight) as freight from orders join customers on customers.id = orders.customer_id
    where country in ('${VALUE}', 'Germany') group by country`)
  const first = await during(level, 'ask', [good], () => asking(HARD))
  await during(level, 'look-up', [call('look_up_tables', { words: 'archive customers' }), good], () =>
    asking(HARD),
  )
  await during(level, 'repair after the guard', [proposes('delete from customers'), good], () => asking(HARD))
  await during(level, 'repair after the database', [proposes('select nonsense from customers'), good], () =>
    asking(HARD),
  )
  await during(
    level,
    'repair of a value',
    [proposes(`select name from customers where country = 'Canariland'`), good],
    () => asking(HARD),
  )
  await during(level, 'follow-up', [good], () => asking('And by country?', { followsUpId: first.id }))
  await during(
    level,
    'compared drafts',
    [proposes('select id from customers'), proposes('select c.id from customers c')],
    () =>
      developer.request('mutation ($input: AskInput!) { ask(input: $input) { id } }', {
        input: { connectionId: shop, text: HARD, careful: true },
      }),
  )
  await during(level, 'summary', [{ kind: 'message', text: 'Done.' }], () => explained(first))
  const drafted = call('propose_change', {
    ...{
      sql: 'ALTER TABLE orders ADD COLUMN approved_by text;',
      title: 'Remember who approved',
      assumptions: [],
    },
  })
  const proposal = await during(level, 'change draft', [drafted], () =>
    propose(developer, { connectionId: shop, text: WISH }),
  )
  await during(level, 'roundtable', [], () => hold(developer, proposal.id))
  await during(level, 'settings test', [], () => admin.request('mutation { testModel { reachable } }'))
}

const textOf = (level: Level, kind: Kind) => JSON.stringify(sent.get(`${level} · ${kind}`) ?? [])

describe.each(LEVELS)('at the level %s', level => {
  it('as many requests leave as the paths have', () => {
    const counts = Object.fromEntries(KINDS.map(kind => [kind, sent.get(`${level} · ${kind}`)?.length]))
    expect(counts).toEqual({
      ...{
        ask: 1,
        'look-up': 2,
        'repair after the guard': 2,
        'repair after the database': 2,
        'follow-up': 1,
      },
      // Where no value may be named, there is nothing to say of a wrong one.
      'repair of a value': level === 'CATALOG' ? 1 : 2,
      ...{ 'compared drafts': 3, summary: level === 'ROWS' ? 1 : 0 },
      ...{ 'change draft': 1, roundtable: 8, 'settings test': 1 },
    })
  })

  it.each(KINDS)('no request holds a credential or what is masked: %s', kind => {
    const text = textOf(level, kind)
    const secrets = [KEY, login.password, login.username, DEMO_PASSWORD, ...Object.values(NEVER)]
    expect(secrets.filter(secret => text.includes(secret))).toEqual([])
  })

  it.each(KINDS)('no request holds what is below the level: %s', kind => {
    // What the model has said itself comes back to it; what it has not said is what we have told it.
    const said = JSON.stringify(
      (sent.get(`${level} · ${kind}`) ?? []).map(({ system, messages }) => [
        system,
        messages.filter(({ role }) => role !== 'assistant'),
      ]),
    )
    if (level === 'CATALOG') expect(said.includes(VALUE)).toBe(false)
    if (!(level === 'ROWS' && kind === 'summary')) expect(FACT.test(said)).toBe(false)
  })
})

describe('the search', () => {
  it('would find what may go out: values at their level, facts at theirs', () => {
    const found = (level: Level, kind: Kind, text: string | RegExp) => textOf(level, kind).search(text) >= 0
    expect(found('VALUES', 'ask', VALUE)).toBe(true)
    expect(found('VALUES', 'follow-up', VALUE)).toBe(true)
    expect(found('CATALOG', 'follow-up', '‹value›')).toBe(true)
    expect(found('ROWS', 'summary', FACT)).toBe(true)
  })
})

it('is there to be read', async () => {
  await expect(written()).toMatchFileSnapshot('outgoing-requests.snapshot.txt')
})

/** All of it as text, what repeats only once, and what differs from run to run under a name. */
function written(): string {
  const known = new Map<string, string>()
  const part = (text: string, where: string) => {
    const at = known.get(text)
    if (at !== undefined && text.length > 200) return `(the same as in ${at})`
    known.set(text, where)
    return text
  }
  const blocks = [...sent].flatMap(([name, bodies]) => {
    const texts = bodies.map(({ system, messages, tools }) =>
      [
        `── instructions ──\n${system.map(({ text }) => text).join('\n')}`,
        ...messages.map(({ role, content }) => `── ${role} ──\n${plainText(content)}`),
        `── tools ──\n${(tools ?? []).map(tool => tool.name).join(', ')}`,
      ].map(settled),
    )
    // Some leave at the same time.
    const inOrder = name.includes('roundtable') || name.includes('drafts') ? texts.sort(byText) : texts
    if (inOrder.length === 0) return [`════ ${name}: no request ════`]
    return inOrder.map((parts, index) => {
      const where = `${name} · request ${index + 1}`
      return [`════ ${where} ════`, ...parts.map(text => part(text, where))].join('\n')
    })
  })
  return `${blocks.join('\n\n')}\n`
}

const byText = (one: readonly string[], other: readonly string[]) => (one.join() < other.join() ? -1 : 1)

function plainText(content: unknown): string {
  if (typeof content === 'string') return content
  return (content as { type: string; text?: string; content?: unknown; input?: unknown }[])
    .map(({ type, text, content: result, input }) =>
      type === 'tool_use' ? `calls with ${JSON.stringify(input)}` : (text ?? plainText(result)),
    )
    .join('\n')
}

function settled(text: string): string {
  return (
    text
      .replaceAll(database.name, 'DATABASE')
      // Which evidence there is changes with every rule of the review; it is searched above like all the rest.
      .replace(
        /<evidence>[^]*<\/evidence>/,
        '<evidence>\n(a line for each piece of evidence of this role)\n</evidence>',
      )
      .replace(/\b\d{4}-\d{2}-\d{2}\b/g, 'DATE')
      .replace(/PostgreSQL \d+(\.\d+)*/g, 'PostgreSQL VERSION')
      .replace(/\b\d+(\.\d+)? m?s\b/g, 'TIME')
  )
}
