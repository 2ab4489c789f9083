/** What is a lot of work is asked about first, and what has changed outside is read anew: over the wire. */
import postgres from 'postgres'
import type { Sql } from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectApi } from '../fixtures/api-client.ts'
import type { ApiClient } from '../fixtures/api-client.ts'
import { startApp } from '../fixtures/app-server.ts'
import type { AppServer } from '../fixtures/app-server.ts'
import { createTestDatabase } from '../fixtures/postgres.ts'
import type { TestDatabase } from '../fixtures/postgres.ts'
import { ask, connectionId, editedQuery, RUN } from './documents.ts'
import type { AskedQuery, RunEvent } from './documents.ts'

let app: AppServer
let reader: ApiClient
let admin: ApiClient
let prod: string
let store: Sql

beforeAll(async () => {
  app = await startApp({ RUN_CONFIRM_ROWS: '1000,ADMIN:0', RUN_MAX_ESTIMATED_ROWS: '100000,ADMIN:0' })
  reader = await connectApi(app.url, 'reader@demo.local')
  admin = await connectApi(app.url, 'admin@demo.local')
  prod = await connectionId(reader, 'Northwind prod')
  store = postgres(app.store.url, { max: 1 })
})

afterAll(async () => {
  await store?.end()
  await reader?.close()
  await admin?.close()
  await app?.stop()
})

const MANY = 'select a.product_id from products a, products b limit 5000'
const FAR_TOO_MANY = 'select a.product_id from products a, products b, products c'
const CHECK = `query ($id: ID!, $sql: String!) { checkSql(connectionId: $id, sql: $sql) {
  allowed needsConfirmation confirmationReason estimatedRows warnings { code } refusals { code } } }`
interface Check {
  checkSql: { allowed: boolean; needsConfirmation: boolean; confirmationReason: string | null }
}

const check = (api: ApiClient, sql: string) => api.request<Check>(CHECK, { id: prod, sql })
const run = (api: ApiClient, query: AskedQuery, input: Record<string, unknown> = {}) =>
  api.collect<RunEvent>(RUN, { input: { queryId: query.id, sqlHash: query.sqlHash, ...input } })

/** What is on record of runs of this query, oldest first. */
async function onRecord(query: AskedQuery) {
  return store<{ action: string; detail: Record<string, unknown> }[]>`
    select action, detail::json as detail from audit_events
    where action like 'run.%' and detail::json->>'queryId' = ${query.id} order by sequence`
}

describe('a query that is a lot of work', () => {
  it('says so when it is checked, to whom it is too much', async () => {
    expect(await check(reader, MANY)).toMatchObject({
      checkSql: {
        ...{ allowed: true, needsConfirmation: true, estimatedRows: 5000 },
        confirmationReason: expect.stringMatching(/^About 5 thousand rows, /) as string,
      },
    })
    expect(await check(admin, MANY)).toMatchObject({
      checkSql: { allowed: true, needsConfirmation: false, confirmationReason: null },
    })
  })

  it('is refused until it is confirmed, with both on record', async () => {
    const query = await editedQuery(reader, prod, MANY)
    await expect(run(reader, query)).rejects.toMatchObject({
      code: 'RUN_NEEDS_CONFIRMATION',
      hints: [expect.stringContaining('confirmed: true'), expect.any(String)],
    })
    expect(await onRecord(query)).toMatchObject([
      { action: 'run.refused', detail: { code: 'RUN_NEEDS_CONFIRMATION', sqlHash: query.sqlHash } },
    ])
    const events = await run(reader, query, { confirmed: true })
    expect(events.at(-1)).toMatchObject({ resultSet: { state: 'COMPLETED', rowCount: 5000 } })
    expect((await onRecord(query)).at(-1)).toMatchObject({
      action: 'run.started',
      detail: { confirmed: expect.stringContaining('5 thousand rows') as string },
    })
  })

  it('just runs for a role without a limit', async () => {
    const events = await run(admin, await editedQuery(admin, prod, MANY))
    expect(events.at(-1)).toMatchObject({ resultSet: { state: 'COMPLETED' } })
  })

  it('cannot be confirmed when it is far too much, by the limit of the role', async () => {
    const query = await editedQuery(reader, prod, FAR_TOO_MANY)
    await expect(run(reader, query, { confirmed: true })).rejects.toMatchObject({ code: 'RUN_TOO_EXPENSIVE' })
    expect(await check(admin, FAR_TOO_MANY)).toMatchObject({ checkSql: { allowed: true } })
  })

  it('leaves everyday queries alone, confirmed or not', async () => {
    const query = await editedQuery(reader, prod, 'select company_name from customers')
    for (const confirmed of [false, true, null])
      expect((await run(reader, query, { confirmed })).at(-1)).toMatchObject({ resultSet: { rowCount: 91 } })
  })
})

describe('a column that was renamed behind our back', () => {
  let database: TestDatabase
  let owner: Sql
  let shop: string

  beforeAll(async () => {
    database = await createTestDatabase()
    owner = postgres(database.url, { max: 1, onnotice: () => undefined })
    await owner.unsafe(`create table ships (id int primary key, name text, berth text);
      insert into ships values (1, 'Anna', 'north'), (2, 'Berta', 'south')`)
    const url = new URL(database.url)
    const input = {
      ...{ name: 'Harbour', engine: 'POSTGRES', environment: 'DEVELOPMENT', database: database.name },
      ...{ host: url.hostname, port: Number(url.port), tls: 'DISABLE', privacy: 'CATALOG' },
      ...{ username: decodeURIComponent(url.username), password: decodeURIComponent(url.password) },
    }
    const { createConnection } = await admin.request<{ createConnection: { id: string } }>(
      'mutation ($input: ConnectionInput!) { createConnection(input: $input) { id } }',
      { input },
    )
    shop = createConnection.id
  })
  afterAll(async () => {
    await owner?.end()
    await app?.stop()
    await database?.drop()
  })

  const BERTHS = 'How many ships are there per berth?'

  it('is read anew with the next question, which works at once', async () => {
    const before = await ask(admin, { connectionId: shop, text: BERTHS })
    expect(before.query?.check.allowed).toBe(true)
    await owner.unsafe('alter table ships rename column berth to ship_berth')
    const { query } = await ask(admin, { connectionId: shop, text: BERTHS })
    if (query === null) throw new Error('no query')
    expect(query.sql).toContain('ship_berth')
    expect((await run(admin, query)).at(-1)).toMatchObject({ resultSet: { state: 'COMPLETED', rowCount: 2 } })
  })

  it('ends the run of a query that was made before, and leads to words where nothing has that name', async () => {
    const { query } = await ask(admin, { connectionId: shop, text: BERTHS })
    if (query === null) throw new Error('no query')
    await owner.unsafe('alter table ships rename column ship_berth to pier')
    expect((await run(admin, query)).at(-1)).toMatchObject({
      resultSet: { state: 'FAILED', problem: { code: 'DATABASE_CATALOG_CHANGED' } },
    })
    expect(await ask(admin, { connectionId: shop, text: BERTHS })).toMatchObject({ query: null })
  })
})
