/** Runs that nobody wants any more, and databases that go away: what is left of them in the database and on record. */
import postgres from 'postgres'
import type { Sql } from 'postgres'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { startApp } from '../fixtures/app-server.ts'
import type { AppServer } from '../fixtures/app-server.ts'
import { connectApi } from '../fixtures/api-client.ts'
import type { ApiClient } from '../fixtures/api-client.ts'
import { adminUrl } from '../fixtures/postgres.ts'
import { CANCEL, connectionId, editedQuery, RUN } from './documents.ts'
import type { AskedQuery, RunEvent, RunResult } from './documents.ts'

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

/** Many rows, one by one, for as long as somebody reads. */
const ENDLESS = 'select a.order_id, b.order_id as other from orders a, orders b, orders c'
/** No row for as long as nobody stops it. */
const SILENT =
  'select count(*) from generate_series(1, 100000000) a, generate_series(1, 100000000) b where a = b + 1'

async function busySessions(): Promise<number> {
  const [row] = await admin<{ busy: number }[]>`select count(*)::int as busy from pg_stat_activity
    where application_name = ${applicationName} and state <> 'idle'`
  return row?.busy ?? 0
}

const untilBusy = () => vi.waitFor(async () => expect(await busySessions()).toBe(1), { timeout: 20_000 })
const untilIdle = () => vi.waitFor(async () => expect(await busySessions()).toBe(0), { timeout: 20_000 })

const start = (query: AskedQuery) =>
  api.iterate<RunEvent>(RUN, { input: { queryId: query.id, sqlHash: query.sqlHash } })

async function begun(events: AsyncIterableIterator<RunEvent>): Promise<RunResult> {
  const { value } = (await events.next()) as { value: RunEvent }
  if (value.__typename !== 'RunStarted') throw new Error('not started')
  return value.resultSet
}

async function stateOf({ id }: RunResult): Promise<RunResult> {
  const RESULT = `query ($id: ID!) { resultSet(id: $id) { id state rowCount problem { code message hints } } }`
  return (await api.request<{ resultSet: RunResult }>(RESULT, { id })).resultSet
}

describe('leaving a run', () => {
  it.each([
    ['while rows arrive', ENDLESS, 3],
    ['before its first row', SILENT, 0],
  ])('%s stops it in the database and is on record', async (_, sql, batches) => {
    const events = start(await editedQuery(api, prod, sql))
    const resultSet = await begun(events)
    for (let batch = 0; batch < batches; batch++) await events.next()
    await untilBusy()
    await events.return?.()
    await untilIdle()
    await vi.waitFor(async () => expect(await stateOf(resultSet)).toMatchObject({ state: 'CANCELLED' }), {
      timeout: 20_000,
    })
  })

  it('by a socket that is lost stops it too', async () => {
    const other = await connectApi(app.url, 'reader@demo.local')
    const query = await editedQuery(other, prod, SILENT)
    const events = other.iterate<RunEvent>(RUN, { input: { queryId: query.id, sqlHash: query.sqlHash } })
    await begun(events)
    await untilBusy()
    await other.close()
    await untilIdle()
  })

  it('by cancelRun ends the stream with a word about it', async () => {
    const events = start(await editedQuery(api, prod, SILENT))
    const { id } = await begun(events)
    await untilBusy()
    const { cancelRun } = await api.request<{ cancelRun: RunResult }>(CANCEL, { id })
    expect(cancelRun).toMatchObject({ state: 'CANCELLED', problem: { code: 'RUN_CANCELLED' } })
    const { value } = (await events.next()) as { value: RunEvent }
    expect(value).toMatchObject({ __typename: 'RunFinished', resultSet: { state: 'CANCELLED' } })
    await untilIdle()
  })
})

describe('a database session that is ended from outside', () => {
  it.each([
    ['while rows arrive', ENDLESS, 3],
    ['before the first row', SILENT, 0],
  ])('%s ends the run with a problem, and the next run works', async (_, sql, batches) => {
    const events = start(await editedQuery(api, prod, sql))
    await begun(events)
    for (let batch = 0; batch < batches; batch++) await events.next()
    await untilBusy()
    await admin`select pg_terminate_backend(pid) from pg_stat_activity where application_name = ${applicationName}`
    const rest: RunEvent[] = []
    for await (const event of events) rest.push(event)
    expect(rest.at(-1)).toMatchObject({
      resultSet: { state: 'FAILED', problem: { code: 'DATABASE_CONNECTION_LOST' } },
    })
    const again = await editedQuery(api, prod, 'select 1 as one')
    const events2 = await api.collect<RunEvent>(RUN, {
      input: { queryId: again.id, sqlHash: again.sqlHash },
    })
    expect(events2.at(-1)).toMatchObject({ resultSet: { state: 'COMPLETED', rowCount: 1 } })
  })

  it('again and again leaves the server standing', async () => {
    for (let round = 0; round < 25; round++) {
      const events = start(await editedQuery(api, prod, ENDLESS))
      await begun(events)
      await admin`select pg_terminate_backend(pid) from pg_stat_activity where application_name = ${applicationName}`
      for await (const event of events) if (event.__typename === 'RunFinished') break
    }
    expect((await fetch(`${app.url}/readyz`)).status).toBe(200)
  })
})
