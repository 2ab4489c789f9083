/** The whole corridor over the wire: a built server, a real PostgreSQL, real sockets. */
import { createHash, randomUUID } from 'node:crypto'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GENESIS, hashEvent } from '../../server/audit/chain.ts'
import { createAuditEvents } from '../../server/store/audit-events.ts'
import { openStoreDatabase } from '../../server/store/store-database.ts'
import { startApp } from '../fixtures/app-server.ts'
import type { AppServer } from '../fixtures/app-server.ts'
import { connectApi } from '../fixtures/api-client.ts'
import type { ApiClient } from '../fixtures/api-client.ts'
import { ask, ASK_EVENTS, connectionId, editedQuery, EXPLAIN, RUN } from './documents.ts'
import type { AskEvent, AskedQuery, ExplainEvent, RunEvent } from './documents.ts'

let app: AppServer
let api: ApiClient
let prod: string

beforeAll(async () => {
  app = await startApp()
  api = await connectApi(app.url, 'reader@demo.local')
  prod = await connectionId(api, 'Northwind prod')
})

afterAll(async () => {
  await api?.close()
  await app?.stop()
})

const run = (query: AskedQuery, input: Record<string, unknown> = {}) =>
  api.collect<RunEvent>(RUN, { input: { queryId: query.id, sqlHash: query.sqlHash, ...input } })

describe('a question', () => {
  it('becomes SQL that waits, rows, words and further questions', async () => {
    const asked = await api.collect<AskEvent>(ASK_EVENTS, {
      input: { connectionId: prod, text: 'Show me all customers from Germany' },
    })
    expect(asked[0]).toMatchObject({ __typename: 'AskStage' })
    const last = asked.at(-1)
    if (last?.__typename !== 'AskFinished' || !last.prompt.query) throw new Error('no query')
    const { query } = last.prompt
    expect(query).toMatchObject({ origin: 'BUILT_IN', check: { allowed: true, tables: ['customers'] } })
    expect(query.explanation).toContain('Germany')
    expect(query.sqlHash).toBe(createHash('sha256').update(query.sql).digest('hex'))

    const events = await run(query)
    expect(events.map(({ __typename }) => __typename)).toEqual(['RunStarted', 'RowBatch', 'RunFinished'])
    const [started, batch, finished] = events
    if (started?.__typename !== 'RunStarted' || batch?.__typename !== 'RowBatch') throw new Error('no rows')
    const country = started.resultSet.columns.findIndex(({ name }) => name === 'country')
    expect(batch.rows.map(row => row[country])).toEqual(Array(11).fill('Germany'))
    expect(finished).toMatchObject({ resultSet: { state: 'COMPLETED', rowCount: 11 } })

    const explained = await api.collect<ExplainEvent>(EXPLAIN, { id: started.resultSet.id })
    const end = explained.at(-1)
    if (end?.__typename !== 'ExplainFinished') throw new Error('not explained')
    expect(end.resultSet.summary).toContain('11 customers')
    expect(end.resultSet.followUps.length).toBeGreaterThanOrEqual(2)
    for (const text of end.resultSet.followUps) {
      const next = await ask(api, { connectionId: prod, text, followsUpId: last.prompt.id })
      expect([text, next.outcome]).toEqual([text, 'QUERY'])
    }
  })

  it('is in the history of its author only', async () => {
    const text = 'How many suppliers are there in Japan?'
    await ask(api, { connectionId: prod, text })
    const HISTORY = 'query ($search: String) { history(search: $search) { nodes { text author { email } } } }'
    type History = { history: { nodes: { text: string; author: { email: string } }[] } }
    const mine = await api.request<History>(HISTORY, { search: 'suppliers are there in japan' })
    expect(mine.history.nodes).toEqual([{ text, author: { email: 'reader@demo.local' } }])
    const other = await connectApi(app.url, 'admin@demo.local')
    expect((await other.request<History>(HISTORY, { search: 'Japan' })).history.nodes).toEqual([])
  })

  it.each([
    ['that is empty', '  \n ', 'ASK_EMPTY'],
    ['of 20,000 characters', 'customers '.repeat(2000), 'ASK_TOO_LONG'],
  ])('%s is refused in words, with a hint', async (_, text, code) => {
    await expect(ask(api, { connectionId: prod, text })).rejects.toMatchObject({
      code,
      hints: [expect.any(String)],
    })
  })

  it('about things that are not there is declined with questions that work', async () => {
    const prompt = await ask(api, { connectionId: prod, text: 'How many unicorns graze in Atlantis?' })
    expect(prompt).toMatchObject({ outcome: 'FAILURE', query: null })
    expect(prompt.message).toContain('unicorns')
    const [suggestion = ''] = prompt.suggestions
    expect(await ask(api, { connectionId: prod, text: suggestion })).toMatchObject({ outcome: 'QUERY' })
  })

  it('that wants a change is refused, and nothing is changed', async () => {
    const prompt = await ask(api, { connectionId: prod, text: 'Delete all customers from Germany' })
    expect(prompt).toMatchObject({ outcome: 'REFUSAL', query: null })
  })

  it('under the same request id is worked on once', async () => {
    const input = { connectionId: prod, text: 'List the products', requestId: randomUUID() }
    const [one, two] = await Promise.all([ask(api, input), ask(api, input)])
    const later = await ask(api, input)
    expect([two.id, later.id]).toEqual([one.id, one.id])
  })

  it.each([
    ['connection', { connectionId: randomUUID(), text: 'List the products' }],
    ['connection (not even an id)', { connectionId: "' or 1=1", text: 'List the products' }],
  ])('for an unknown %s is NOT_FOUND', async (_, input) => {
    await expect(ask(api, input)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('a run', () => {
  it.each([
    ['two statements', 'select 1; select 2'],
    ['a syntax error', 'selec company_name from customers'],
    ['a change', "update customers set city = 'x'"],
    ['a change in a CTE', 'with gone as (delete from customers returning *) select * from gone'],
    ['a column that is not there', 'select nonsense from customers'],
    ['a function that is not listed', "select pg_read_file('/etc/passwd')"],
  ])('of edited SQL with %s is refused by its check and by the run', async (_, sql) => {
    const query = await editedQuery(api, prod, sql)
    expect(query.check.allowed).toBe(false)
    const [refusal] = query.check.refusals
    expect(refusal?.message).toMatch(/\w/)
    await expect(run(query)).rejects.toMatchObject({ code: 'GUARD_REFUSED' })
  })

  it('of another hash than the one shown does not happen', async () => {
    const query = await editedQuery(api, prod, 'select 1 as one')
    await expect(run(query, { sqlHash: 'f'.repeat(64) })).rejects.toMatchObject({ code: 'RUN_HASH_MISMATCH' })
  })

  it('says that there was more than it was asked for', async () => {
    const query = await editedQuery(api, prod, 'select order_id from orders')
    const events = await run(query, { maxRows: 250 })
    expect(events.at(-1)).toMatchObject({ resultSet: { state: 'TRUNCATED', rowCount: 250 } })
  })

  it('under a request id that was used names the earlier result set', async () => {
    const query = await editedQuery(api, prod, 'select 1 as one')
    const requestId = randomUUID()
    const [started] = await run(query, { requestId })
    const id = started?.__typename === 'RunStarted' ? started.resultSet.id : ''
    await expect(run(query, { requestId })).rejects.toMatchObject({
      code: 'RUN_ALREADY_DONE',
      message: expect.stringContaining(id) as string,
    })
  })
})

describe('the record', () => {
  it('holds intent and outcome of every act, in an unbroken chain that cannot be rewritten', async () => {
    const query = await editedQuery(api, prod, 'select 42 as answer')
    await run(query)
    const sql = postgres(app.store.url, { max: 1, onnotice: () => {} })
    const store = openStoreDatabase(app.store.url)
    try {
      const events = await createAuditEvents(store.db).list(0, 100_000)
      let previousHash = GENESIS
      for (const [index, event] of events.entries()) {
        const hash = hashEvent({ ...event, at: event.at.toISOString() })
        expect(event).toMatchObject({ sequence: index + 1, previousHash, hash })
        previousHash = event.hash
      }
      const started = events.filter(({ action }) => action === 'run.started')
      const ended = new Set(
        events.filter(({ action }) => action === 'run.finished').map(({ subjectId }) => subjectId),
      )
      expect(started.length).toBeGreaterThan(0)
      expect(started.filter(({ subjectId }) => !ended.has(subjectId))).toEqual([])
      expect(events.at(-1)?.detail).not.toContain('answer')
      await expect(sql`update audit_events set action = 'x'`).rejects.toThrow('append-only')
      await expect(sql`delete from audit_events`).rejects.toThrow('append-only')
      await expect(sql`truncate audit_events`).rejects.toThrow('append-only')
    } finally {
      await Promise.all([sql.end(), store.end()])
    }
  })
})
