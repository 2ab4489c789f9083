/** Exports that do not come to their end: the client sees it, and so does the record; nothing is left in the database. */
import { readFile } from 'node:fs/promises'
import { createConnection } from 'mysql2/promise'
import type { Connection, RowDataPacket } from 'mysql2/promise'
import postgres from 'postgres'
import type { Sql } from 'postgres'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { connectApi } from '../fixtures/api-client.ts'
import type { ApiClient } from '../fixtures/api-client.ts'
import { startApp } from '../fixtures/app-server.ts'
import type { AppServer } from '../fixtures/app-server.ts'
import { createMysqlTestDatabase, createMysqlTestLogin, mysqlAdminUrl } from '../fixtures/mysql.ts'
import { adminUrl, createTestDatabase } from '../fixtures/postgres.ts'
import type { TestDatabase, TestLogin } from '../fixtures/postgres.ts'
import { create, inputFor } from './connection-documents.ts'
import { connectionId, editedQuery } from './documents.ts'
import { exportPath, openExport, openPaused, openRecord } from './export-client.ts'
import type { ExportedQuery } from './export-client.ts'

type Engine = 'postgres' | 'mysql'

let app: AppServer
let api: ApiClient
let record: ReturnType<typeof openRecord>
let database: TestDatabase
let login: TestLogin
let mysql: Connection
let admin: Sql
let applicationName: string
let connections: Record<Engine, string>

const MAX_ROWS = 300_000

beforeAll(async () => {
  database = await createMysqlTestDatabase()
  login = await createMysqlTestLogin(database, account => [
    `grant select on ${database.name}.* to ${account}`,
  ])
  mysql = await createConnection(mysqlAdminUrl())
  await mysql.query(`create table ${database.name}.customers (id int primary key, name varchar(40))`)
  const values = Array.from({ length: 1000 }, (_, n) => `(${n}, 'Customer ${n}')`).join(', ')
  await mysql.query(`insert into ${database.name}.customers values ${values}`)
  admin = postgres(adminUrl(), { max: 1, onnotice: () => undefined })
  app = await startApp({ EXPORT_MAX_ROWS: String(MAX_ROWS), RUN_STALL_SECONDS: '3' })
  api = await connectApi(app.url, 'admin@demo.local')
  record = openRecord(app)
  const prod = await connectionId(api, 'Northwind prod')
  applicationName = `lovable-ai:Northwind prod (${prod.slice(0, 8)})`
  connections = {
    postgres: prod,
    mysql: (await create(api, inputFor(database, login, { engine: 'MYSQL' }))).id,
  }
})
afterAll(async () => {
  await Promise.all([api?.close(), record?.close()])
  await app?.stop()
  await Promise.all([admin?.end(), mysql?.end()])
  await login?.drop()
  await database?.drop()
})

const busy: Record<Engine, () => Promise<number>> = {
  async postgres() {
    const [row] = await admin<{ busy: number }[]>`select count(*)::int as busy from pg_stat_activity
      where application_name = ${applicationName} and state <> 'idle'`
    return row?.busy ?? 0
  },
  async mysql() {
    const [rows] = await mysql.query<RowDataPacket[]>(
      `select count(*) as busy from information_schema.processlist where user = ? and command <> 'Sleep'`,
      [login.username],
    )
    return Number(rows[0]?.busy)
  },
}
const untilBusy = (engine: Engine, count: number) =>
  vi.waitFor(async () => expect(await busy[engine]()).toBe(count), { timeout: 30_000 })

/** Columns that no compression makes small, so that buffers on the way are full before the limit of rows is reached. */
const wide = (n: string, asText = '') =>
  Array.from({ length: 10 }, (_, k) => `md5((${n} + ${k})${asText}) as c${k}`).join(', ')
const JOIN = 'customers a, customers b, customers c, customers d'
const SQL: Record<Engine, Record<'endless' | 'silent' | 'failing', string>> = {
  postgres: {
    endless: `select ${wide('a.order_id::bigint * 1000003 + b.order_id * 1009 + c.order_id', '::text')} from orders a, orders b, orders c`,
    silent:
      'select count(*) from generate_series(1, 100000000) a, generate_series(1, 100000000) b where a = b + 1',
    failing: 'select n, 1 / (100000 - n) as x from generate_series(1, 200000) n',
  },
  mysql: {
    endless: `select ${wide('a.id * 1000000 + b.id * 1000 + c.id')} from ${JOIN}`,
    silent: `select count(*) from ${JOIN} where a.id + b.id + c.id + d.id < 0`,
    // For the last row, whatever the order, the inner query has two, which is one too many.
    failing: `select a.id, b.name, (select t.one from (select 1 as one union all select 2) t where t.one <= if(a.id * 1000 + b.id = 199999, 2, 1)) as x
      from customers a, customers b where a.id < 200`,
  },
}
const ENGINES: Engine[] = ['postgres', 'mysql']

const queryOf = (engine: Engine, sql: string) => editedQuery(api, connections[engine], sql)
const open = (query: ExportedQuery, format = 'csv', options: RequestInit = {}) =>
  openExport(app, api, exportPath(query, format), options)
async function lastOf(query: ExportedQuery, detail: Record<string, unknown>) {
  await vi.waitFor(
    async () => expect((await record.of(query)).at(-1)).toMatchObject({ action: 'export.finished', detail }),
    { timeout: 20_000 },
  )
}

describe.each(ENGINES)('a failure in the middle (%s)', engine => {
  it.each([
    ['csv', 'identity'],
    ['csv', 'gzip'],
    ['json', 'identity'],
    ['ndjson', 'gzip'],
  ])('breaks the transfer of %s, %s', async (format, encoding) => {
    const query = await queryOf(engine, SQL[engine].failing)
    const response = await open(query, format, { headers: { 'accept-encoding': encoding } })
    expect(response.status).toBe(200)
    expect(response.headers.get('content-encoding')).toBe(encoding === 'gzip' ? 'gzip' : null)
    await expect(response.text()).rejects.toThrow('terminated')
    await lastOf(query, { state: 'FAILED', code: 'DATABASE_STATEMENT_FAILED' })
  })
})

describe('an export of more than it may have', () => {
  const numbers = (count: number) => queryOf('postgres', `select n from generate_series(1, ${count}) n`)

  it.each(['identity', 'gzip'])('breaks the transfer, %s', async encoding => {
    const query = await numbers(MAX_ROWS + 1)
    const response = await open(query, 'csv', { headers: { 'accept-encoding': encoding } })
    await expect(response.text()).rejects.toThrow('terminated')
    await lastOf(query, { state: 'TRUNCATED', rowCount: MAX_ROWS })
  })

  it('is none when it is just as much', async () => {
    const text = await (await open(await numbers(MAX_ROWS))).text()
    expect(text).toHaveLength(Array.from({ length: MAX_ROWS }, (_, n) => `${n + 1}\r\n`).join('').length + 3)
  })
})

describe.each(ENGINES)('a client that leaves (%s)', engine => {
  it('while rows arrive stops the statement, on record', async () => {
    const query = await queryOf(engine, SQL[engine].endless)
    const response = await open(query, 'ndjson')
    const reading = response.body?.getReader()
    await reading?.read()
    await reading?.cancel()
    await untilBusy(engine, 0)
    await lastOf(query, { state: 'CANCELLED', code: 'RUN_CANCELLED' })
  })

  it('before the first row stops the statement, on record', async () => {
    const query = await queryOf(engine, SQL[engine].silent)
    const leaving = new AbortController()
    const pending = open(query, 'csv', { signal: leaving.signal })
    pending.catch(() => undefined)
    await untilBusy(engine, 1)
    leaving.abort()
    await expect(pending).rejects.toThrow('aborted')
    await untilBusy(engine, 0)
    await lastOf(query, { state: 'CANCELLED', rowCount: 0 })
  })
})

describe.each(ENGINES)('a client that does not read (%s)', engine => {
  async function memoryMB(): Promise<number> {
    const status = await readFile(`/proc/${app.pid}/status`, 'utf8')
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024
  }

  it.each(['identity', 'gzip'])('holds up the statement, not memory, and is cut off, %s', async encoding => {
    const query = await queryOf(engine, SQL[engine].endless)
    const before = await memoryMB()
    const socket = openPaused(app, api, exportPath(query, 'json'), encoding)
    await untilBusy(engine, 1)
    let most = 0
    await vi.waitFor(
      async () => {
        most = Math.max(most, await memoryMB())
        expect((await record.of(query)).at(-1)).toMatchObject({
          action: 'export.finished',
          detail: { state: 'FAILED', code: 'RUN_NOT_READ' },
        })
      },
      { timeout: 30_000, interval: 100 },
    )
    expect(most - before).toBeLessThan(80)
    await untilBusy(engine, 0)
    const parts: Buffer[] = []
    const closed = new Promise(resolve => socket.once('close', resolve))
    socket.on('data', part => parts.push(part)).resume()
    await closed
    // No end of chunks: whoever reads by the rules of HTTP sees that something is missing.
    expect(Buffer.concat(parts).subarray(-7).toString('latin1')).not.toBe('\r\n0\r\n\r\n')
  })
})

describe('a person with as many exports as they may have', () => {
  it('is refused one more until one has ended; others are not', async () => {
    const query = await queryOf('postgres', SQL.postgres.endless)
    const responses = [await open(query), await open(query)]
    const third = await open(query)
    expect(third.status).toBe(429)
    expect(await third.json()).toMatchObject({ errors: [{ extensions: { code: 'EXPORT_TOO_MANY' } }] })
    const other = await connectApi(app.url, 'reader@demo.local')
    const theirs = await editedQuery(other, connections.postgres, 'select 1 as one')
    expect((await openExport(app, other, exportPath(theirs, 'csv'))).status).toBe(200)
    await other.close()
    for (const { body } of responses) await body?.cancel()
    const small = await queryOf('postgres', 'select 1 as one')
    await vi.waitFor(async () => expect((await open(small)).status).toBe(200), { timeout: 20_000 })
  })
})

describe('a session of the database that is ended from outside', () => {
  it('breaks the transfer', async () => {
    const query = await queryOf('postgres', SQL.postgres.endless)
    const response = await open(query)
    await untilBusy('postgres', 1)
    await admin`select pg_terminate_backend(pid) from pg_stat_activity where application_name = ${applicationName}`
    await expect(response.text()).rejects.toThrow('terminated')
    await lastOf(query, { state: 'FAILED', code: 'DATABASE_CONNECTION_LOST' })
  })
})

describe('a server that is told to end while it exports', () => {
  it('ends at once, breaks the transfer, and has it on record', async () => {
    const store = await createTestDatabase()
    const ending = await startApp({}, store)
    const record = openRecord(ending)
    const client = await connectApi(ending.url, 'reader@demo.local')
    try {
      const prod = await connectionId(client, 'Northwind prod')
      const query = await editedQuery(client, prod, SQL.postgres.endless)
      const response = await openExport(ending, client, exportPath(query, 'csv'))
      const text = response.text()
      text.catch(() => undefined)
      expect(await ending.stop('SIGTERM')).toBe(0)
      await expect(text).rejects.toThrow('terminated')
      expect((await record.of(query)).at(-1)).toMatchObject({
        action: 'export.finished',
        detail: { state: 'CANCELLED' },
      })
    } finally {
      await Promise.all([client.close(), record.close()])
      await ending.stop('SIGKILL')
      await store.drop()
    }
  })
})
