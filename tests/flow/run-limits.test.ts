/** What a run may be, by role and connection; the queue; readers that stay away; never twice. */
import { randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { startApp } from '../fixtures/app-server.ts'
import type { AppServer } from '../fixtures/app-server.ts'
import { connectApi } from '../fixtures/api-client.ts'
import type { ApiClient } from '../fixtures/api-client.ts'
import { CANCEL, connectionId, editedQuery, RUN } from './documents.ts'
import type { AskedQuery, RunEvent, RunResult } from './documents.ts'

let app: AppServer
let reader: ApiClient
let developer: ApiClient
let dev: string
let prod: string

beforeAll(async () => {
  app = await startApp({
    RUN_MAX_ROWS: '1000,READ_ONLY:300',
    RUN_MAX_BYTES: '20000,DEVELOPER:100000000',
    RUN_FIRST_ROW_SECONDS: '8',
    RUN_STALL_SECONDS: '1',
    RUNS_PER_USER: '3',
    CONNECTION_LIMITS: '{"Northwind prod":{"maxRows":200,"runsPerConnection":1}}',
  })
  reader = await connectApi(app.url, 'reader@demo.local')
  developer = await connectApi(app.url, 'developer@demo.local')
  dev = await connectionId(reader, 'Northwind dev')
  prod = await connectionId(reader, 'Northwind prod')
})
afterAll(async () => {
  await Promise.all([reader?.close(), developer?.close()])
  await app?.stop()
})

const SILENT =
  'select count(*) from generate_series(1, 100000000) a, generate_series(1, 100000000) b where a = b + 1'
const QUEUED = RUN.replace('... on RunStarted { resultSet {', '... on RunStarted { resultSet { queuePosition')

type StartedEvent = RunEvent & { resultSet: RunResult & { queuePosition: number | null } }

const inputOf = ({ id, sqlHash }: AskedQuery) => ({ queryId: id, sqlHash })
async function run(api: ApiClient, connection: string, sql: string, more: Record<string, unknown> = {}) {
  const input = { ...inputOf(await editedQuery(api, connection, sql)), ...more }
  return (await api.collect<RunEvent>(RUN, { input })).at(-1) as { resultSet: RunResult }
}
async function stateOf(api: ApiClient, requestId: string) {
  const OF_REQUEST =
    'query ($id: ID!) { resultSetOfRequest(requestId: $id) { id state rowCount problem { code message } } }'
  const data = await api.request<{ resultSetOfRequest: RunResult | null }>(OF_REQUEST, { id: requestId })
  return data.resultSetOfRequest
}

describe('the limits of a run', () => {
  const numbers = (count: number) => `select n from generate_series(1, ${count}) n`

  it.each([
    ['a reader', () => reader, () => dev, 301, 'TRUNCATED', 300],
    ['a reader', () => reader, () => dev, 300, 'COMPLETED', 300],
    ['a developer', () => developer, () => dev, 1001, 'TRUNCATED', 1000],
    ['a developer', () => developer, () => dev, 1000, 'COMPLETED', 1000],
    ['a developer on a connection with less', () => developer, () => prod, 201, 'TRUNCATED', 200],
    ['a developer on a connection with less', () => developer, () => prod, 200, 'COMPLETED', 200],
  ])('of %s: of %4$i rows it is %5$s', async (_, api, connection, available, state, rowCount) => {
    expect(await run(api(), connection(), numbers(available))).toMatchObject({
      resultSet: { state, rowCount, problem: null },
    })
  })

  it('of bytes end it with the row that reaches them', async () => {
    const wide = (count: number) => `select repeat('x', 996) as text from generate_series(1, ${count})`
    expect(await run(reader, dev, wide(21))).toMatchObject({
      resultSet: { state: 'TRUNCATED', rowCount: 20 },
    })
    expect(await run(reader, dev, wide(20))).toMatchObject({
      resultSet: { state: 'COMPLETED', rowCount: 20 },
    })
  })

  it('of seconds to the first row end a statement that gives none', async () => {
    expect(await run(reader, dev, SILENT)).toMatchObject({
      resultSet: {
        state: 'FAILED',
        problem: { code: 'RUN_TIME_LIMIT', message: expect.stringContaining('no row within 8 s') as string },
      },
    })
  })
})

describe('a connection with as many runs as it may have', () => {
  it('lets others wait, says their place, and goes on in their order', async () => {
    const [first, second, third] = await Promise.all(
      [developer, reader, reader].map(api => editedQuery(api, prod, SILENT)),
    )
    if (!first || !second || !third) throw new Error('no query')
    const begin = async (api: ApiClient, query: AskedQuery) => {
      const events = api.iterate<RunEvent>(QUEUED, { input: { ...inputOf(query), announceQueue: true } })
      const { value } = (await events.next()) as { value: RunEvent }
      return {
        events,
        started: (value as StartedEvent).resultSet,
      }
    }
    const one = await begin(developer, first)
    const two = await begin(reader, second)
    const three = await begin(reader, third)
    expect([one, two, three].map(({ started }) => started.queuePosition)).toEqual([null, 1, 2])
    expect([one, two].map(({ started }) => started.columns.length)).toEqual([1, 0])
    await reader.request(CANCEL, { id: two.started.id })
    expect(((await two.events.next()) as { value: RunEvent }).value).toMatchObject({
      __typename: 'RunFinished',
      resultSet: { state: 'CANCELLED', rowCount: 0 },
    })
    expect(((await three.events.next()) as { value: RunEvent }).value).toMatchObject({
      __typename: 'RunStarted',
      resultSet: { queuePosition: 1 },
    })
    await one.events.return?.()
    expect(((await three.events.next()) as { value: RunEvent }).value).toMatchObject({
      __typename: 'RunStarted',
      resultSet: { queuePosition: null, columns: [{ name: 'count' }] },
    })
    await three.events.return?.()
  })

  it('begins once for those who have not asked for their place', async () => {
    const busy = developer.iterate<RunEvent>(RUN, {
      input: inputOf(await editedQuery(developer, prod, SILENT)),
    })
    await busy.next()
    const waiting = reader.collect<RunEvent>(RUN, {
      input: inputOf(await editedQuery(reader, prod, 'select 1 as one')),
    })
    await busy.return?.()
    expect((await waiting).map(({ __typename }) => __typename)).toEqual([
      'RunStarted',
      'RowBatch',
      'RunFinished',
    ])
  })
})

describe('a person with as many runs as they may have', () => {
  it('is refused one more', async () => {
    const query = await editedQuery(developer, dev, SILENT)
    const runs = [1, 2, 3].map(() => developer.iterate<RunEvent>(RUN, { input: inputOf(query) }))
    for (const events of runs) await events.next()
    await expect(run(developer, dev, 'select 1 as one')).rejects.toMatchObject({ code: 'RUN_TOO_MANY' })
    for (const events of runs) await events.return?.()
  })
})

describe('a reader that stays away', () => {
  it('is given up: the run ends with a problem, and it is told when it comes back', async () => {
    const requestId = randomUUID()
    const wide = "select repeat('x', 100000) as text from generate_series(1, 1000) n"
    const query = await editedQuery(developer, dev, wide)
    const body = JSON.stringify({ query: RUN, variables: { input: { ...inputOf(query), requestId } } })
    const { port, host } = new URL(app.url)
    const socket = connect(Number(port), '127.0.0.1')
    socket.pause()
    socket.write(
      [
        'POST /graphql/stream HTTP/1.1',
        `Host: ${host}`,
        `Cookie: ${developer.cookie}`,
        'Content-Type: application/json',
        `Content-Length: ${Buffer.byteLength(body)}`,
        ...['', body],
      ].join('\r\n'),
    )
    const given = { state: 'FAILED', problem: { code: 'RUN_NOT_READ' } }
    await vi.waitFor(async () => expect(await stateOf(developer, requestId)).toMatchObject(given), {
      timeout: 20_000,
    })
    let text = ''
    socket.on('data', chunk => (text += String(chunk))).resume()
    await vi.waitFor(() => expect(text).toContain('event: complete'), { timeout: 20_000 })
    expect(text).toContain('RUN_NOT_READ')
    socket.destroy()
  })
})

describe('a request id', () => {
  it('runs once, whichever process of the app is asked, and whatever became of the first', async () => {
    const other = await startApp({}, app.store)
    const elsewhere = await connectApi(other.url, 'reader@demo.local')
    try {
      const requestId = randomUUID()
      const query = await editedQuery(reader, dev, SILENT)
      const input = { ...inputOf(query), requestId }
      const lost = await connectApi(app.url, 'reader@demo.local')
      const events = lost.iterate<RunEvent>(RUN, { input })
      await events.next()
      for (const api of [reader, elsewhere])
        await expect(api.collect(RUN, { input })).rejects.toMatchObject({ code: 'RUN_IN_PROGRESS' })
      await lost.close()
      const ended = { state: 'CANCELLED' }
      await vi.waitFor(async () => expect(await stateOf(elsewhere, requestId)).toMatchObject(ended), {
        timeout: 20_000,
      })
      for (const api of [reader, elsewhere])
        await expect(api.collect(RUN, { input })).rejects.toMatchObject({ code: 'RUN_ALREADY_DONE' })
    } finally {
      await elsewhere.close()
      await other.stop()
    }
  })

  it('at the same time twice runs once', async () => {
    const query = await editedQuery(reader, dev, 'select 1 as one')
    const input = { ...inputOf(query), requestId: randomUUID() }
    const ends = await Promise.allSettled([1, 2].map(() => reader.collect<RunEvent>(RUN, { input })))
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  it('of somebody else, or of nobody, says nothing', async () => {
    const requestId = randomUUID()
    const { resultSet } = await run(reader, dev, 'select 1 as one', { requestId })
    expect(await stateOf(reader, requestId)).toMatchObject({ id: resultSet.id })
    expect(await stateOf(developer, requestId)).toBeNull()
    expect(await stateOf(reader, randomUUID())).toBeNull()
  })
})
