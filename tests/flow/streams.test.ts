/** Rows on their way: how documents may ask for them, over sockets and Server-Sent Events. */
import { randomUUID } from 'node:crypto'
import postgres from 'postgres'
import type { Sql } from 'postgres'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { startApp } from '../fixtures/app-server.ts'
import type { AppServer } from '../fixtures/app-server.ts'
import { connectApi } from '../fixtures/api-client.ts'
import type { ApiClient } from '../fixtures/api-client.ts'
import { openEventStream, readEvents } from '../fixtures/event-stream.ts'
import type { StreamedEvent } from '../fixtures/event-stream.ts'
import { adminUrl } from '../fixtures/postgres.ts'
import { ASK_EVENTS, connectionId, editedQuery, RUN } from './documents.ts'
import type { AskedQuery, RunEvent } from './documents.ts'

let app: AppServer
let api: ApiClient
let prod: string
let admin: Sql
let applicationName: string

beforeAll(async () => {
  app = await startApp()
  api = await connectApi(app.url, 'reader@demo.local')
  prod = await connectionId(api, 'Northwind prod')
  admin = postgres(adminUrl(), { max: 1, onnotice: () => {} })
  applicationName = `lovable-ai:Northwind prod (${prod.slice(0, 8)})`
})
afterAll(async () => {
  await api?.close()
  await app?.stop()
  await admin?.end()
})

const inputOf = ({ id, sqlHash }: AskedQuery) => ({ queryId: id, sqlHash })
const run = async (sql: string, document = RUN, more: Record<string, unknown> = {}) =>
  api.collect<RunEvent>(document, { input: inputOf(await editedQuery(api, prod, sql)), ...more })
const rowsOf = (events: readonly RunEvent[]) =>
  events.flatMap(event => (event.__typename === 'RowBatch' ? event.rows : []))

async function untilIdle(): Promise<void> {
  const countBusy = async () => {
    const [row] = await admin<{ busy: number }[]>`select count(*)::int as busy from pg_stat_activity
      where application_name = ${applicationName} and state <> 'idle'`
    return row?.busy
  }
  await vi.waitFor(async () => expect(await countBusy()).toBe(0), { timeout: 20_000 })
}

describe('rows over a socket', () => {
  const THREE = "select n, 'a\"\\ü\u2028' as text, null as nothing from generate_series(1, 3) n"
  const rows = [1, 2, 3].map(n => [n, 'a"\\ü\u2028', null])

  it('come as they are, with how far the run is', async () => {
    const document = RUN.replace('offset rows', 'offset rows rowCount byteCount elapsedMs')
    const events = await run(THREE, document)
    expect(rowsOf(events)).toEqual(rows)
    expect(events[1]).toMatchObject({ offset: 0, rowCount: 3, elapsedMs: expect.any(Number) as number })
    expect((events[1] as unknown as { byteCount: number }).byteCount).toBeGreaterThan(30)
  })

  it('can be asked for under other names, twice, and in fragments', async () => {
    const events = await run(
      THREE,
      `subscription ($input: RunInput!) { run(input: $input) { __typename
        ... on RowBatch { first: rows ...Again ... on RowBatch { third: rows } } } }
      fragment Again on RowBatch { second: rows }`,
    )
    expect(events[1]).toEqual({ __typename: 'RowBatch', first: rows, second: rows, third: rows })
  })

  it('need not be asked for', async () => {
    const document = `subscription ($input: RunInput!, $rows: Boolean = false) { run(input: $input) { __typename
      ... on RowBatch { offset rows @include(if: $rows) } } }`
    expect((await run(THREE, document))[1]).toEqual({ __typename: 'RowBatch', offset: 0 })
    expect((await run(THREE, document, { rows: true }))[1]).toMatchObject({ rows })
  })

  it('of several runs on one socket do not meet', async () => {
    const sql = (n: number) => `select ${n} as run, i from generate_series(1, 5000) i`
    const all = await Promise.all([1, 2, 3, 4].map(n => run(sql(n))))
    for (const [index, events] of all.entries()) {
      const seen = rowsOf(events)
      expect(seen).toHaveLength(5000)
      expect(seen.filter(([n], at) => n !== index + 1 || seen[at]?.[1] !== at + 1)).toEqual([])
    }
  })

  it('that look like what stands for them stay what they are', async () => {
    const text = `rows-${'0'.repeat(32)}-1`
    expect(rowsOf(await run(`select '${text}' as a, '["${text}"]' as b`))).toEqual([[text, `["${text}"]`]])
  })
})

describe('a result', () => {
  it('with two columns of one name keeps both', async () => {
    const events = await run('select 1 as x, 2 as x')
    expect(rowsOf(events)).toEqual([[1, 2]])
    expect(events[0]).toMatchObject({ resultSet: { columns: [{ name: 'x' }, { name: 'x' }] } })
  })

  it('of 1,600 columns arrives whole', async () => {
    const columns = Array.from({ length: 1600 }, (_, n) => `${n} as c${n}`).join(', ')
    const events = await run(`select ${columns} from generate_series(1, 50)`)
    expect(rowsOf(events)).toHaveLength(50)
    expect(rowsOf(events)[49]).toEqual(Array.from({ length: 1600 }, (_, n) => n))
  })

  it('without any column ends with a problem', async () => {
    const query = await editedQuery(api, prod, 'select from customers')
    const events = await api
      .collect<RunEvent>(RUN, { input: inputOf(query) })
      .catch((error: unknown) => [error as { code: string }])
    expect(events.at(-1)).toSatisfy(
      (last: { code?: string; resultSet?: { state: string; problem: object } }) =>
        last.code === 'GUARD_REFUSED' ||
        (last.resultSet?.state === 'FAILED' && last.resultSet.problem !== null),
    )
  })

  it('that fails at row 500,000 keeps the rows before it, and says so', async () => {
    const events = await run('select n, 1 / (500000 - n) as x from generate_series(1, 600000) n')
    const rowCount = rowsOf(events).length
    expect(events.at(-1)).toMatchObject({
      resultSet: { state: 'FAILED', rowCount, problem: { code: 'DATABASE_STATEMENT_FAILED' } },
    })
    expect(rowCount).toBeGreaterThan(400_000)
    expect(rowCount).toBeLessThan(500_000)
  })
})

describe('Server-Sent Events', () => {
  const stream = (query: string, variables?: Record<string, unknown>, headers = {}) =>
    openEventStream(app.url, query, variables, { cookie: api.cookie, ...headers })
  async function collect(response: Response): Promise<StreamedEvent[]> {
    const events: StreamedEvent[] = []
    for await (const event of readEvents(response)) events.push(event)
    return events
  }
  const runEvents = (events: readonly StreamedEvent[]) =>
    events.flatMap(({ data }) => (data?.data?.run === undefined ? [] : [data.data.run as RunEvent]))

  it('carry a run, its rows and its end', async () => {
    const query = await editedQuery(api, prod, "select n, E'a\\nb' as text from generate_series(1, 20000) n")
    const response = await stream(RUN, { input: inputOf(query) })
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    const events = await collect(response)
    expect(events.at(-1)).toEqual({ event: 'complete', data: null })
    const rows = rowsOf(runEvents(events))
    expect(rows).toHaveLength(20_000)
    expect(rows.at(-1)).toEqual([20_000, 'a\nb'])
    expect(runEvents(events).at(-1)).toMatchObject({ resultSet: { state: 'COMPLETED', rowCount: 20_000 } })
  })

  it('carry database JSON with line breaks in it', async () => {
    const query = await editedQuery(api, prod, `select E'{"a":\\n\\r\\n1}'::json as doc`)
    const events = await collect(await stream(RUN, { input: inputOf(query) }))
    expect(rowsOf(runEvents(events))).toEqual([[{ a: 1 }]])
  })

  it('carry questions and plain queries as well', async () => {
    const input = { connectionId: prod, text: 'Show me all customers from Germany' }
    const asked = await collect(await stream(ASK_EVENTS, { input }))
    expect(asked.at(-2)?.data?.data?.ask).toMatchObject({ __typename: 'AskFinished' })
    expect(await collect(await stream('{ viewer { email } }'))).toEqual([
      { event: 'next', data: { data: { viewer: { email: 'reader@demo.local' } } } },
      { event: 'complete', data: null },
    ])
  })

  it.each([
    ['that is no GraphQL', '{ viewer { ', 'INPUT_INVALID'],
    ['of unknown fields', '{ everything }', 'INPUT_INVALID'],
    ['of more tokens than may be', `{ ${'viewer { id } '.repeat(2000)} }`, 'INPUT_INVALID'],
    ['for a run that is not there', RUN, 'NOT_FOUND'],
  ])('tell what is wrong with a document %s', async (_, query, code) => {
    const variables = query === RUN ? { input: { queryId: randomUUID(), sqlHash: '' } } : {}
    const [first, last] = await collect(await stream(query, variables))
    expect(first?.data?.errors?.[0]?.extensions.code).toBe(code)
    expect(last).toEqual({ event: 'complete', data: null })
  })

  it('tell a stranger to sign in', async () => {
    const query = await editedQuery(api, prod, 'select 1 as one')
    const [first] = await collect(await openEventStream(app.url, RUN, { input: inputOf(query) }))
    expect(first?.data?.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED')
  })

  it.each([
    ['another origin', {}, { origin: 'https://evil.example' }, 403],
    ['something else than JSON', {}, { 'content-type': 'text/plain' }, 400],
    ['no event stream', {}, { accept: 'image/png' }, 400],
  ])('are not for requests with %s', async (_, variables, headers, status) => {
    expect((await stream('{ viewer { email } }', variables, headers)).status).toBe(status)
  })

  it.each([
    ['while rows arrive', 'select a.order_id from orders a, orders b, orders c', 3],
    [
      'before the first row',
      'select count(*) from generate_series(1, 100000000) a, generate_series(1, 100000000) b where a = b + 1',
      1,
    ],
  ])('stop the statement in the database when they are closed %s', async (_, sql, count) => {
    const query = await editedQuery(api, prod, sql)
    const response = await stream(RUN, { input: inputOf(query) })
    let left = count
    for await (const { data } of readEvents(response)) {
      expect(data?.errors).toBeUndefined()
      if ((left -= 1) === 0) break
    }
    await untilIdle()
  })
})
