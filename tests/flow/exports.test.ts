/** Results as files, of both engines: complete, in every format, to whom they belong, on record. */
import { request } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { gunzipSync } from 'node:zlib'
import { createConnection } from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectApi } from '../fixtures/api-client.ts'
import type { ApiClient } from '../fixtures/api-client.ts'
import { startApp } from '../fixtures/app-server.ts'
import type { AppServer } from '../fixtures/app-server.ts'
import { createMysqlTestDatabase, createMysqlTestLogin, mysqlAdminUrl } from '../fixtures/mysql.ts'
import type { TestDatabase, TestLogin } from '../fixtures/postgres.ts'
import { readCsv } from '../fixtures/read-csv.ts'
import { create, inputFor } from './connection-documents.ts'
import { ask, connectionId, editedQuery, RUN } from './documents.ts'
import type { AskedQuery, RunEvent } from './documents.ts'
import { exportPath, openExport, openRecord } from './export-client.ts'

let app: AppServer
let reader: ApiClient
let admin: ApiClient
let record: ReturnType<typeof openRecord>
let database: TestDatabase
let login: TestLogin
let connections: { postgres: string; mysql: string }

beforeAll(async () => {
  database = await createMysqlTestDatabase()
  login = await createMysqlTestLogin(database, account => [
    `grant select on ${database.name}.* to ${account}`,
  ])
  const sql = await createConnection(mysqlAdminUrl())
  await sql.query(`create table ${database.name}.customers (id int primary key, name varchar(40))`)
  const values = Array.from({ length: 1000 }, (_, n) => `(${n}, 'Customer ${n}')`).join(', ')
  await sql.query(`insert into ${database.name}.customers values ${values}`)
  await sql.end()
  app = await startApp({ EXPORT_MAX_ROWS: '300000', RUN_CONFIRM_ROWS: '1000000' })
  reader = await connectApi(app.url, 'reader@demo.local')
  admin = await connectApi(app.url, 'admin@demo.local')
  record = openRecord(app)
  connections = {
    postgres: await connectionId(reader, 'Northwind prod'),
    mysql: (await create(admin, inputFor(database, login, { engine: 'MYSQL' }))).id,
  }
})
afterAll(async () => {
  await Promise.all([reader?.close(), admin?.close(), record?.close()])
  await app?.stop()
  await login?.drop()
  await database?.drop()
})

const MIXED = `n, 'a, "' || n || E'"\\nü🙂' as text, case n % 3 when 0 then null when 1 then '' else 'x' end as maybe,
  (n / 7.0)::numeric(20, 10) as part, n::bigint * 1000000007000 as big, n % 2 = 0 as even,
  timestamptz '2024-01-01 12:00+02' + n * interval '1 minute' as at, date '2024-01-01' + n % 1000 as day,
  jsonb_build_object('n', n, 'text', 'b "') as doc`
/** Some thirty batches. */
const ROWS = 50_000
const RESULTS = [
  ['postgres', 'PostgreSQL, copied', `select ${MIXED} from generate_series(1, ${ROWS}) n`],
  ['postgres', 'PostgreSQL, from the cursor', `select ${MIXED}, array[n] from generate_series(1, ${ROWS}) n`],
  [
    'mysql',
    'MySQL',
    `select a.id * 1000 + b.id as n, concat('a, "', a.name, '"\\nü🙂') as text,
      case b.id % 3 when 0 then null when 1 then '' else 'x' end as maybe,
      cast(a.id / 7 as decimal(20, 10)) as part, cast(a.id as signed) * 1000000007000 as big,
      timestamp '2024-01-01 12:00:00' + interval b.id minute as at, date '2024-01-01' as day
      from customers a, customers b where b.id < ${ROWS / 1000} order by a.id, b.id`,
  ],
] as const

type Cells = readonly unknown[]
/** As text of CSV, but for what is nested: that is compared as what it says. */
const written = (cell: unknown) => (typeof cell === 'string' ? cell : JSON.stringify(cell))
function sameCell(cell: unknown, text: string, quoted: boolean): boolean {
  if (cell === null) return text === '' && !quoted
  if (text === '' && !quoted) return false
  return written(cell) === (typeof cell === 'object' ? JSON.stringify(JSON.parse(text)) : text)
}

describe.each(RESULTS)('a result of many rows of %s (%s)', (engine, _, sql) => {
  let query: AskedQuery
  let names: string[]
  let rows: Cells[]
  beforeAll(async () => {
    query = await editedQuery(engine === 'mysql' ? admin : reader, connections[engine], sql)
    const events = await (engine === 'mysql' ? admin : reader).collect<RunEvent>(RUN, {
      input: { queryId: query.id, sqlHash: query.sqlHash },
    })
    const last = events.at(-1) as RunEvent & { __typename: 'RunFinished' }
    expect(last.resultSet).toMatchObject({ state: 'COMPLETED', rowCount: ROWS })
    names = last.resultSet.columns.map(({ name }) => name)
    rows = events.flatMap(event => (event.__typename === 'RowBatch' ? event.rows : []))
  })
  const read = async (format: string) => {
    // A socket of its own: one that is kept is closed by the server while this test reads a large file.
    const headers = { connection: 'close' }
    const client = engine === 'mysql' ? admin : reader
    const response = await openExport(app, client, exportPath(query, format), { headers })
    expect(response.status).toBe(200)
    return response.text()
  }

  it('is the same cells as CSV', { timeout: 120_000 }, async () => {
    const [header, ...lines] = readCsv(await read('csv'))
    expect(header?.map(({ text }) => text)).toEqual(names)
    expect(lines).toHaveLength(ROWS)
    const wrong = lines.filter((line, index) =>
      line.some(({ text, quoted }, column) => !sameCell(rows[index]?.[column], text, quoted)),
    )
    expect(wrong).toEqual([])
  })

  it('is the same cells as JSON, and as NDJSON', { timeout: 120_000 }, async () => {
    const expected = rows.map(row => JSON.stringify(row))
    const list = JSON.parse(await read('json')) as Record<string, unknown>[]
    expect(Object.keys(list[0] ?? {})).toEqual(names)
    expect(list).toHaveLength(ROWS)
    expect(list.findIndex((row, index) => JSON.stringify(Object.values(row)) !== expected[index])).toBe(-1)
    const lines = (await read('ndjson')).split('\n')
    expect(lines.pop()).toBe('')
    expect(lines).toHaveLength(ROWS)
    const cells = (line: string) => JSON.stringify(Object.values(JSON.parse(line) as object))
    expect(lines.findIndex((line, index) => cells(line) !== expected[index])).toBe(-1)
  })
})

describe('an export', () => {
  const small = (sql: string) => editedQuery(reader, connections.postgres, sql)
  const open = (path: string, options?: RequestInit) => openExport(app, reader, path, options)
  async function failure(response: Response) {
    const { errors } = (await response.json()) as {
      errors: { message: string; extensions: { code: string; hints: string[] } }[]
    }
    return { status: response.status, code: errors[0]?.extensions.code }
  }

  it('is named after the question, whatever its letters', async () => {
    const { query } = await ask(reader, {
      connectionId: connections.postgres,
      text: 'Show me all customers from München',
    })
    if (query === null) throw new Error('no query')
    const { headers } = await open(exportPath(query, 'csv'))
    expect(headers.get('content-disposition')).toBe(
      `attachment; filename="show-me-all-customers-from-m_nchen.csv"; ` +
        `filename*=UTF-8''show-me-all-customers-from-m%C3%BCnchen.csv`,
    )
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present')
    expect(headers.get('cache-control')).toBe('no-store')
  })

  it('says what NULL is, and guards formulas, when it is asked to', async () => {
    const query = await small(`select null as a, '' as b, '=1+1' as c, -1.50 as d`)
    const text = async (parameters: Record<string, string>) =>
      (await open(exportPath(query, 'csv', parameters))).text()
    expect(await text({})).toBe('a,b,c,d\r\n,"",=1+1,-1.50\r\n')
    expect(await text({ null: 'NULL' })).toBe('a,b,c,d\r\nNULL,,=1+1,-1.50\r\n')
    expect(await text({ formulas: 'guard' })).toBe(`a,b,c,d\r\n,"",'=1+1,-1.50\r\n`)
  })

  it('of no row has its header', async () => {
    const query = await small('select company_name, city from customers where false')
    expect(await (await open(exportPath(query, 'csv'))).text()).toBe('company_name,city\r\n')
    expect(await (await open(exportPath(query, 'json'))).json()).toEqual([])
    expect(await (await open(exportPath(query, 'ndjson'))).text()).toBe('')
  })

  it('of EXPLAIN is written as well', async () => {
    const query = await small('explain select company_name from customers')
    const lines = readCsv(await (await open(exportPath(query, 'csv'))).text())
    expect(lines[0]).toMatchObject([{ text: 'QUERY PLAN' }])
    expect(lines.length).toBeGreaterThan(1)
  })

  it.each(['csv', 'json', 'ndjson'])('as %s is packed by gzip for those who take it', async format => {
    const query = await small("select n, repeat('x', 100) as text from generate_series(1, 20000) n")
    const get = async (encoding: string) => {
      const response = await new Promise<IncomingMessage>((resolve, reject) => {
        const headers = { cookie: reader.cookie, 'accept-encoding': encoding }
        request(app.url + exportPath(query, format), { headers }, resolve)
          .on('error', reject)
          .end()
      })
      const parts: Uint8Array[] = []
      for await (const part of response) parts.push(part as Uint8Array)
      return { encoding: response.headers['content-encoding'], body: Buffer.concat(parts) }
    }
    const [plain, packed] = [await get('identity'), await get('gzip')]
    expect([plain.encoding, packed.encoding]).toEqual([undefined, 'gzip'])
    expect(packed.body.length).toBeLessThan(plain.body.length / 10)
    expect(gunzipSync(packed.body).equals(plain.body)).toBe(true)
    expect(app.output()).not.toContain('MaxListenersExceeded')
  })

  it('is on record before it begins and when it has ended', async () => {
    const query = await small('select 1 as one')
    await (await open(exportPath(query, 'ndjson'))).text()
    expect(await record.of(query)).toMatchObject([
      {
        action: 'export.started',
        detail: { sql: 'select 1 as one', sqlHash: query.sqlHash, format: 'ndjson' },
      },
      { action: 'export.finished', detail: { state: 'COMPLETED', rowCount: 1 } },
    ])
  })

  it('of another SQL than was seen is not made', async () => {
    const query = await small('select 1 as one')
    for (const sqlHash of ['', 'f'.repeat(64)])
      expect(await failure(await open(exportPath({ ...query, sqlHash }, 'csv')))).toEqual({
        ...{ status: 409, code: 'RUN_HASH_MISMATCH' },
      })
    expect(await record.of(query)).toEqual([])
  })

  it('is for the one whose query it is', async () => {
    const path = exportPath(await small('select 1 as one'), 'csv')
    expect(await failure(await openExport(app, { cookie: '' }, path))).toEqual({
      ...{ status: 401, code: 'UNAUTHENTICATED' },
    })
    expect(await failure(await openExport(app, admin, path))).toEqual({ status: 404, code: 'NOT_FOUND' })
  })

  it.each(['x.csv', 'x.xls', 'x', '00000000-0000-0000-0000-000000000000.csv'])(
    'that is not there is not found: %s',
    async file => {
      expect((await open(`/exports/${file}?sqlHash=x`)).status).toBe(404)
    },
  )

  it('of what the guard refuses is refused, on record', async () => {
    const query = await small("delete from customers where city = 'Berlin'")
    expect(await failure(await open(exportPath(query, 'csv')))).toEqual({
      ...{ status: 422, code: 'GUARD_REFUSED' },
    })
    expect(await record.of(query)).toMatchObject([
      { action: 'export.refused', detail: { sqlHash: query.sqlHash, code: expect.any(String) as string } },
    ])
  })

  it('that is a lot of work is made when it is confirmed', async () => {
    const query = await small('select a.order_id from orders a, orders b, (select 1 from orders limit 2) c')
    expect(await failure(await open(exportPath(query, 'csv')))).toEqual({
      ...{ status: 409, code: 'RUN_NEEDS_CONFIRMATION' },
    })
    const response = await open(exportPath(query, 'csv', { confirmed: 'true' }))
    expect(response.status).toBe(200)
    await response.body?.cancel()
    expect((await record.of(query)).map(({ action }) => action)).toEqual(
      expect.arrayContaining(['export.refused', 'export.started']),
    )
  })

  it('that the database refuses is told, not saved', async () => {
    const query = await small('select 1 / (order_id - order_id) as x from orders')
    expect(await failure(await open(exportPath(query, 'csv')))).toEqual({
      ...{ status: 502, code: 'DATABASE_STATEMENT_FAILED' },
    })
    const page = await open(exportPath(query, 'csv'), { headers: { accept: 'text/html,*/*;q=0.8' } })
    expect(page.headers.get('content-type')).toContain('text/plain')
    expect(page.headers.get('content-disposition')).toBeNull()
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'self'")
    expect((await page.text()).split('\n').at(-1)).toBe('DATABASE_STATEMENT_FAILED')
  })

  it.each([
    ['null', 'a,b'],
    ['null', 'x'.repeat(21)],
    ['formulas', 'maybe'],
    ['confirmed', 'yes'],
  ])('does not take %s=%s', async (name, value) => {
    const query = await small('select 1 as one')
    expect(await failure(await open(exportPath(query, 'csv', { [name]: value })))).toEqual({
      ...{ status: 400, code: 'INPUT_INVALID' },
    })
    const twice = `${exportPath(query, 'csv')}&${name}=&${name}=`
    expect((await open(twice)).status).toBe(400)
  })

  it.each(['HEAD', 'POST'])('does nothing for %s', async method => {
    const query = await small('select 1 as one')
    expect((await open(exportPath(query, 'csv'), { method })).status).toBe(405)
    expect(await record.of(query)).toEqual([])
  })
})
