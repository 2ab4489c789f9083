/** Functions of users over the wire: refused, listed by an administrator, called, taken off again; on both engines. */
import { createConnection } from 'mysql2/promise'
import postgres from 'postgres'
import type { Sql } from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectApi } from '../fixtures/api-client.ts'
import type { ApiClient } from '../fixtures/api-client.ts'
import { startApp } from '../fixtures/app-server.ts'
import type { AppServer } from '../fixtures/app-server.ts'
import { createMysqlTestDatabase, createMysqlTestLogin } from '../fixtures/mysql.ts'
import { createTestDatabase, createTestLogin } from '../fixtures/postgres.ts'
import type { TestDatabase, TestLogin } from '../fixtures/postgres.ts'
import * as act from './connection-documents.ts'
import { ask, REVISE, RUN } from './documents.ts'
import type { RunEvent } from './documents.ts'

let app: AppServer
let store: Sql
let admin: ApiClient
let developer: ApiClient
let reader: ApiClient
let prices: TestDatabase
let login: TestLogin

beforeAll(async () => {
  prices = await createTestDatabase()
  const sql = postgres(prices.url, { max: 1, onnotice: () => undefined })
  await sql.unsafe(`
    create table articles (id int primary key, net numeric not null);
    insert into articles values (1, 100), (2, 50);
    create function gross(net numeric) returns numeric language sql stable as 'select net * 1.19';
    create function gross(net int) returns numeric language sql volatile as 'select net * 1.19';
    create schema "Odd One";
    create function "Odd One"."Net Price"(x int) returns int language sql as 'select x';
    create function on_change() returns trigger language plpgsql as 'begin return new; end';
    create procedure clean() language sql as 'select 1';
    create view priced as select id, gross(net) as gross from articles;
    create table notes (id int, owner text);
    insert into notes values (1, 'all');
    create function sees(owner text) returns boolean language sql stable as $$ select owner = 'all' $$;
    alter table notes enable row level security;
    create policy who on notes for select using (sees(owner));
    create type cents as (amount int);
    create function to_cents(x int) returns cents language sql as 'select row(x)::cents';
    create cast (int as cents) with function to_cents(int);
    create function near(a numeric, b numeric) returns boolean language sql as 'select abs(a - b) < 1';
    create operator === (leftarg = numeric, rightarg = numeric, function = near)`)
  await sql.end()
  login = await createTestLogin(prices, name => [
    `grant select on articles, priced, notes to ${name}`,
    `grant usage on schema "Odd One" to ${name}`,
  ])
  app = await startApp()
  store = postgres(app.store.url, { max: 1 })
  admin = await connectApi(app.url, 'admin@demo.local')
  developer = await connectApi(app.url, 'developer@demo.local')
  reader = await connectApi(app.url, 'reader@demo.local')
})
afterAll(async () => {
  await Promise.all([admin, developer, reader].map(each => each?.close()))
  await store?.end()
  await app?.stop()
  await login?.drop()
  await prices?.drop()
})

async function list(api: ApiClient, connectionId: string, functions: readonly string[]): Promise<string[]> {
  const { setAllowedFunctions } = await api.request<{
    setAllowedFunctions: { allowedFunctions: { path: string }[] }
  }>(
    `mutation ($connectionId: ID!, $functions: [String!]!) {
      setAllowedFunctions(connectionId: $connectionId, functions: $functions) { allowedFunctions { path } }
    }`,
    { connectionId, functions },
  )
  return setAllowedFunctions.allowedFunctions.map(({ path }) => path)
}

interface Added {
  path: string
  volatility: string
  usedBy: string[]
  listed: boolean
}

async function added(api: ApiClient, id: string): Promise<Added[]> {
  const read = await act.read<{ addedFunctions: Added[] }>(
    api,
    id,
    'addedFunctions { path volatility usedBy listed allowedAnyway extension }',
  )
  return read?.addedFunctions ?? []
}

async function refusalOf(
  connectionId: string,
  sql: string,
): Promise<{ code: string; hint: string | null }[]> {
  const { checkSql } = await reader.request<{
    checkSql: { refusals: { code: string; hint: string | null }[] }
  }>(
    `query ($connectionId: ID!, $sql: String!) {
      checkSql(connectionId: $connectionId, sql: $sql) { refusals { code hint } }
    }`,
    { connectionId, sql },
  )
  return checkSql.refusals
}

const connect = async () => (await act.create(admin, act.inputFor(prices, login))).id

describe('functions of users on PostgreSQL', () => {
  it('are refused with the word whom to turn to, and pass once they are listed, also behind views', async () => {
    const id = await connect()
    const sql = 'select gross(net) from articles'
    const [refusal] = await refusalOf(id, sql)
    expect(refusal).toMatchObject({ code: 'forbid-unlisted-function' })
    expect(refusal?.hint).toContain('An administrator can list it on the connection’s page.')
    expect(await refusalOf(id, 'select * from priced')).toMatchObject([
      { code: 'forbid-view-with-unlisted-code' },
    ])

    expect(await list(admin, id, ['gross'])).toEqual(['public.gross'])
    expect(await refusalOf(id, sql)).toEqual([])
    expect(await refusalOf(id, 'select * from priced')).toEqual([])
    // Only what was listed.
    expect(await refusalOf(id, 'select "Odd One"."Net Price"(1)')).toHaveLength(1)
  })

  it.each([
    ['a row policy', 'select * from notes', 'public.sees'],
    ['a cast', 'select 1::cents', 'public.to_cents'],
    ['an operator', 'select 1.5 === 1.4', 'public.near'],
  ])('pass behind %s too', async (_, sql, path) => {
    const id = await connect()
    expect(await refusalOf(id, sql)).not.toEqual([])
    await list(admin, id, [path])
    expect(await refusalOf(id, sql)).toEqual([])
  })

  it('are run, revised and asked by the list as it is at that moment', async () => {
    const id = await connect()
    const sql = 'select gross(net) from articles order by 1'
    const { query } = await ask(reader, { connectionId: id, text: 'Show me all articles' })
    const revise = async () =>
      (
        await reader.request<{ reviseQuery: { id: string; sqlHash: string; check: { allowed: boolean } } }>(
          REVISE,
          {
            queryId: query?.id,
            sql,
          },
        )
      ).reviseQuery
    expect((await revise()).check.allowed).toBe(false)
    await list(admin, id, ['public.gross'])
    const { id: queryId, sqlHash, check } = await revise()
    expect(check.allowed).toBe(true)
    const run = () => reader.collect<RunEvent>(RUN, { input: { queryId, sqlHash } })
    expect((await run()).at(-1)).toMatchObject({ resultSet: { state: 'COMPLETED', rowCount: 2 } })

    await list(admin, id, [])
    await expect(run()).rejects.toMatchObject({ code: 'GUARD_REFUSED' })
    expect((await revise()).check.allowed).toBe(false)
    const priced = await ask(reader, { connectionId: id, text: 'Show me all priced' })
    expect(priced.query?.check.allowed ?? false).toBe(false)
  })

  it('are shown to whoever lists them, with what calls them', async () => {
    const id = await connect()
    await list(admin, id, ['public.gross', '"Odd One"."Net Price"'])
    const found = await added(developer, id)
    expect(found).toContainEqual({
      ...{ path: 'public.gross', volatility: 'VOLATILE', usedBy: ['reading public.priced'] },
      ...{ listed: true, allowedAnyway: false, extension: null },
    })
    expect(found).toContainEqual(
      expect.objectContaining({ path: 'public.sees', usedBy: ['reading public.notes'] }),
    )
    expect(found).toContainEqual(
      expect.objectContaining({ path: 'public.to_cents', usedBy: ['a cast to public.cents'] }),
    )
    expect(found.map(({ path }) => path)).not.toContain('public.on_change')
    expect(found.map(({ path }) => path)).not.toContain('public.clean')
    expect(found.every(({ path }) => !path.startsWith('pg_catalog.'))).toBe(true)
  })

  it.each([
    ['a name that the server does not have', 'public.nothing', /no function public\.nothing/],
    ['arguments', 'public.gross(numeric)', /without its arguments|leave out its arguments/],
    ['a function of the server', 'pg_sleep', /comes with the server/],
    ['a function of triggers', 'on_change', /no query can call it/],
    ['a procedure', 'public.clean', /no query can call it/],
    ['nothing', ' ', /Name a function/],
  ])('are not listed by %s, and the list stays', async (_, name, words) => {
    const id = await connect()
    await list(admin, id, ['public.gross'])
    await expect(list(admin, id, ['public.gross', name])).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      fields: [{ field: 'functions.1', message: expect.stringMatching(words) as string }],
    })
    expect(await act.read(reader, id, 'allowedFunctions { path }')).toEqual({
      allowedFunctions: [{ path: 'public.gross' }],
    })
  })

  it('may be listed before the server was asked again, and stay listed when they are gone', async () => {
    const id = await connect()
    expect(await refusalOf(id, 'select 1')).toEqual([])
    const sql = postgres(prices.url, { max: 1 })
    await sql.unsafe(`create function brand_new() returns int language sql as 'select 1'`)
    expect(await list(admin, id, ['brand_new'])).toEqual(['public.brand_new'])
    expect(await refusalOf(id, 'select brand_new()')).toEqual([])
    await sql.unsafe('drop function brand_new()')
    await sql.end()
    expect(await list(admin, id, ['public.brand_new', 'public.gross'])).toHaveLength(2)
  })

  it('are listed by administrators only, and seen by those who may look closer', async () => {
    const id = await connect()
    for (const api of [developer, reader])
      await expect(list(api, id, ['public.gross'])).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(added(reader, id)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect(await refusalOf(id, 'select gross(1)')).toHaveLength(1)
  })

  it('are on record: who, what, before and after', async () => {
    const id = await connect()
    await list(admin, id, ['public.gross'])
    await expect(list(developer, id, [])).rejects.toThrow()
    const rows = await store<{ action: string; detail: string }[]>`
      select action, detail from audit_events
      where (connection_id = ${id} and action like '%set-allowed-functions%') or action = 'access.refused'
      order by sequence desc limit 3`
    expect(rows.reverse().map(({ action, detail }) => [action, JSON.parse(detail) as unknown])).toEqual([
      ['connection.set-allowed-functions.started', { functions: [['public', 'gross']], before: [] }],
      ['connection.set-allowed-functions.finished', { outcome: 'DONE' }],
      ['access.refused', { field: 'Mutation.setAllowedFunctions', permissions: ['ALLOW_FUNCTIONS'] }],
    ])
  })

  it('are no longer listed when the connection leads to another database', async () => {
    const given = act.inputFor(prices, login)
    const { id } = await act.create(admin, given)
    await list(admin, id, ['public.gross'])
    await act.update(admin, id, { ...given, name: `${given.name} renamed` })
    expect(await refusalOf(id, 'select gross(1)')).toEqual([])
    await act.update(admin, id, { ...given, host: 'localhost' })
    expect(await act.read(reader, id, 'allowedFunctions { path }')).toEqual({ allowedFunctions: [] })
  })
})

describe('functions of users on MariaDB', () => {
  let shop: TestDatabase
  let mysqlLogin: TestLogin
  beforeAll(async () => {
    shop = await createMysqlTestDatabase()
    const owner = await createConnection(shop.url)
    for (const statement of [
      'create table articles (id int primary key, net int not null)',
      'insert into articles values (1, 100), (2, 50)',
      'create function Gross(net int) returns int deterministic return net * 2',
      'create function hidden(net int) returns int deterministic return net * 3',
      'create view priced as select id, Gross(net) as gross from articles',
      'create view behind as select id, hidden(net) as gross from articles',
      'create view over_it as select * from behind',
    ])
      await owner.query(statement)
    await owner.end()
    mysqlLogin = await createMysqlTestLogin(shop, account => [
      `grant select, show view on ${shop.name}.* to ${account}`,
      `grant execute on function ${shop.name}.Gross to ${account}`,
    ])
  })
  afterAll(async () => {
    await mysqlLogin?.drop()
    await shop?.drop()
  })

  it('pass by the list, called, behind views, and where the login may not even see them', async () => {
    const { id } = await act.create(admin, act.inputFor(shop, mysqlLogin, { engine: 'MYSQL' }))
    const statements = {
      called: `select gross(net) from articles`,
      qualified: `select ${shop.name}.GROSS(net) from articles`,
      view: 'select * from priced',
      unseen: 'select * from behind',
      viewUponView: 'select * from over_it',
    }
    const allowed = async () => {
      const found: string[] = []
      for (const [name, sql] of Object.entries(statements))
        if ((await refusalOf(id, sql)).length === 0) found.push(name)
      return found
    }
    expect(await allowed()).toEqual([])
    const [refusal] = await refusalOf(id, statements.view)
    expect(refusal?.hint).toContain('An administrator can list it')
    expect((await added(admin, id)).map(({ path, usedBy }) => [path, usedBy])).toEqual([
      [`${shop.name}.Gross`, [`reading ${shop.name}.priced`]],
      [`${shop.name}.hidden`, [`reading ${shop.name}.behind`, `reading ${shop.name}.over_it`]],
    ])

    expect(await list(admin, id, ['gross'])).toEqual([`${shop.name}.Gross`])
    expect(await allowed()).toEqual(['called', 'qualified', 'view'])
    await list(admin, id, ['hidden'])
    expect(await allowed()).toEqual(['unseen', 'viewUponView'])
    expect(await refusalOf(id, 'select sleep(1)')).toHaveLength(1)
    await expect(list(admin, id, ['sleep'])).rejects.toMatchObject({ code: 'INPUT_INVALID' })
  })
})
