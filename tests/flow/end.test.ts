/** How servers end, and what is left of what ran in them. */
import { once } from 'node:events'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import postgres from 'postgres'
import type { Sql } from 'postgres'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { connectApi } from '../fixtures/api-client.ts'
import type { AppServer } from '../fixtures/app-server.ts'
import { createAppServers } from '../fixtures/app-servers.ts'
import { createTestDatabase } from '../fixtures/postgres.ts'
import type { TestDatabase } from '../fixtures/postgres.ts'
import { connectionId, editedQuery, RUN } from './documents.ts'
import type { RunEvent } from './documents.ts'

const SILENT =
  'select count(*) from generate_series(1, 100000000) a, generate_series(1, 100000000) b where a = b + 1'

const servers = createAppServers()
let store: TestDatabase
let sql: Sql

beforeAll(async () => {
  store = await createTestDatabase()
  sql = postgres(store.url, { max: 1, onnotice: () => undefined })
})
afterEach(() => servers.killAll())
afterAll(async () => {
  await sql?.end()
  await store?.drop()
})

/** A run that gives no row, and its result set. */
async function startSilentRun(app: AppServer): Promise<{ id: string; rest: Promise<RunEvent[]> }> {
  const api = await connectApi(app.url, 'reader@demo.local')
  const query = await editedQuery(api, await connectionId(api, 'Northwind dev'), SILENT)
  const events = api.iterate<RunEvent>(RUN, { input: { queryId: query.id, sqlHash: query.sqlHash } })
  const { value } = (await events.next()) as { value: RunEvent }
  if (value.__typename !== 'RunStarted') throw new Error('not started')
  const rest = (async () => {
    const seen: RunEvent[] = []
    for await (const event of events) seen.push(event)
    return seen
  })()
  rest.catch(() => undefined)
  return { id: value.resultSet.id, rest }
}

/** A socket to the API that never says anything again, not even goodbye. */
async function connectDeaf(app: AppServer): Promise<Socket> {
  const socket = connect(Number(new URL(app.url).port), '127.0.0.1')
  const head = [
    'GET /graphql HTTP/1.1',
    'Host: x',
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Protocol: graphql-transport-ws',
  ]
  socket.write([...head, '', ''].join('\r\n'))
  expect(String(await once(socket, 'data'))).toContain('101')
  return socket.pause()
}

const stateOf = async (id: string) =>
  (
    await sql<{ state: string; problem: { code: string } | null }[]>`
    select state, problem from result_sets where id = ${id}`
  )[0]
const endsOnRecord = async (id: string) =>
  (
    await sql<{ detail: string }[]>`
    select detail from audit_events where action = 'run.finished' and subject_id = ${id}`
  ).map(({ detail }) => detail)

describe('the end of a server', () => {
  it('by SIGTERM ends what runs, on record, with exit code 0', async () => {
    const app = await servers.start(store)
    const { id, rest } = await startSilentRun(app)
    expect(await app.stop('SIGTERM')).toBe(0)
    await rest.catch(() => undefined)
    expect(await stateOf(id)).toMatchObject({ state: 'CANCELLED' })
    expect(await endsOnRecord(id)).toHaveLength(1)
  })

  it('by SIGTERM does not wait for clients that are deaf', async () => {
    const app = await servers.start(store)
    const deaf = await connectDeaf(app)
    expect(await app.stop('SIGTERM')).toBe(0)
    deaf.destroy()
  })

  it('by SIGKILL leaves runs that the next server ends as interrupted', async () => {
    const app = await servers.start(store)
    const { id } = await startSilentRun(app)
    await app.stop('SIGKILL')
    expect(await stateOf(id)).toMatchObject({ state: 'RUNNING' })
    await sql`update result_sets set heartbeat_at = now() - interval '16 minutes' where id = ${id}`
    await servers.start(store)
    expect(await stateOf(id)).toMatchObject({ state: 'FAILED', problem: { code: 'RUN_INTERRUPTED' } })
    expect(await endsOnRecord(id)).toEqual([expect.stringContaining('RUN_INTERRUPTED')])
  })
})
