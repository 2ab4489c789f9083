/** Runs on MySQL that nobody wants any more: what is left of them in the list of processes. */
import { createConnection } from 'mysql2/promise'
import type { Connection, RowDataPacket } from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { startApp } from '../fixtures/app-server.ts'
import type { AppServer } from '../fixtures/app-server.ts'
import { connectApi } from '../fixtures/api-client.ts'
import type { ApiClient } from '../fixtures/api-client.ts'
import { openEventStream, readEvents } from '../fixtures/event-stream.ts'
import { createMysqlTestDatabase, createMysqlTestLogin, mysqlAdminUrl } from '../fixtures/mysql.ts'
import type { TestDatabase, TestLogin } from '../fixtures/postgres.ts'
import { create, inputFor } from './connection-documents.ts'
import { CANCEL, editedQuery, RUN } from './documents.ts'
import type { RunEvent } from './documents.ts'

let app: AppServer
let api: ApiClient
let database: TestDatabase
let login: TestLogin
let admin: Connection
let connection: string

beforeAll(async () => {
  database = await createMysqlTestDatabase()
  login = await createMysqlTestLogin(database, account => [
    `grant select on ${database.name}.* to ${account}`,
  ])
  admin = await createConnection(mysqlAdminUrl())
  await admin.query(`create table ${database.name}.customers (id int primary key, name varchar(40))`)
  const values = Array.from({ length: 1000 }, (_, n) => `(${n}, 'Customer ${n}')`).join(', ')
  await admin.query(`insert into ${database.name}.customers values ${values}`)
  app = await startApp()
  api = await connectApi(app.url, 'admin@demo.local')
  connection = (await create(api, inputFor(database, login, { engine: 'MYSQL' }))).id
})
afterAll(async () => {
  await api?.close()
  await app?.stop()
  await admin?.end()
  await login?.drop()
  await database?.drop()
})

const JOIN = 'customers a, customers b, customers c, customers d'
const ENDLESS = `select a.id, b.name from ${JOIN}`
const SILENT = `select count(*) from ${JOIN} where a.id + b.id + c.id + d.id < 0`

async function busySessions(): Promise<number> {
  const [rows] = await admin.query<RowDataPacket[]>(
    `select count(*) as busy from information_schema.processlist where user = ? and command not in ('Sleep')`,
    [login.username],
  )
  return Number(rows[0]?.busy)
}
const until = (busy: number) =>
  vi.waitFor(async () => expect(await busySessions()).toBe(busy), { timeout: 30_000 })

async function begin(sql: string, batches: number) {
  const query = await editedQuery(api, connection, sql)
  const input = { queryId: query.id, sqlHash: query.sqlHash }
  const events = api.iterate<RunEvent>(RUN, { input })
  const { value } = (await events.next()) as { value: RunEvent }
  if (value.__typename !== 'RunStarted') throw new Error('not started')
  for (let batch = 0; batch < batches; batch += 1) await events.next()
  if (batches === 0) await until(1)
  return { events, id: value.resultSet.id, input }
}

describe('a run on MySQL', () => {
  it.each([
    ['while rows arrive', ENDLESS, 3],
    ['before its first row', SILENT, 0],
  ])('is gone from the server when its reader leaves %s', async (_, sql, batches) => {
    const { events } = await begin(sql, batches)
    await events.return?.()
    await until(0)
  })

  it.each([
    ['while rows arrive', ENDLESS, 3],
    ['before its first row', SILENT, 0],
  ])('is gone from the server when it is cancelled %s', async (_, sql, batches) => {
    const { id } = await begin(sql, batches)
    const { cancelRun } = await api.request<{ cancelRun: { state: string } }>(CANCEL, { id })
    expect(cancelRun.state).toBe('CANCELLED')
    await until(0)
  })

  it('is gone from the server when its event stream is closed', async () => {
    const query = await editedQuery(api, connection, ENDLESS)
    const variables = { input: { queryId: query.id, sqlHash: query.sqlHash } }
    let left = 4
    for await (const { data } of readEvents(
      await openEventStream(app.url, RUN, variables, { cookie: api.cookie }),
    )) {
      expect(data?.errors).toBeUndefined()
      if ((left -= 1) === 0) break
    }
    await until(0)
  })
})
