/** Saved connections over the wire: who may do what, what is saved and what is not, what is on record, what ends.
 * One file, because all of it shares one built server and its three people. */
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import postgres from 'postgres'
import type { Sql } from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectApi } from '../fixtures/api-client.ts'
import type { ApiClient } from '../fixtures/api-client.ts'
import { startApp } from '../fixtures/app-server.ts'
import type { AppServer } from '../fixtures/app-server.ts'
import { adminUrl, createTestDatabase, createTestLogin } from '../fixtures/postgres.ts'
import type { TestDatabase, TestLogin } from '../fixtures/postgres.ts'
import { startTcpProxy } from '../fixtures/tcp-proxy.ts'
import * as act from './connection-documents.ts'
import type { Check, ConnectionFields } from './connection-documents.ts'
import { ask, connectionId, RUN } from './documents.ts'
import type { RunEvent } from './documents.ts'
import { NOTHING_LISTENS } from '../fixtures/nothing-listens.ts'

type RoleName = 'admin' | 'developer' | 'reader'
const ROLES: readonly RoleName[] = ['admin', 'developer', 'reader']
const ENDLESS =
  'select count(*) from generate_series(1, 100000000) a, generate_series(1, 100000000) b where a = b + 1'

let app: AppServer
let towns: TestDatabase
let login: TestLogin
let store: Sql
const people = {} as Record<RoleName, ApiClient>

beforeAll(async () => {
  towns = await createTestDatabase()
  await inTowns(`create table towns (id int primary key, name text not null, population int not null)`)
  await inTowns(`insert into towns values (1, 'Aachen', 250000), (2, 'Bonn', 330000), (3, 'Celle', 70000)`)
  login = await createTestLogin(towns, name => [`grant select on towns to ${name}`])
  app = await startApp()
  store = postgres(app.store.url, { max: 1 })
  for (const role of ROLES) people[role] = await connectApi(app.url, `${role}@demo.local`)
})

afterAll(async () => {
  await Promise.all(ROLES.map(role => people[role]?.close()))
  await store?.end()
  await app?.stop()
  await login?.drop()
  await towns?.drop()
})

async function inTowns(statement: string): Promise<void> {
  const sql = postgres(towns.url, { max: 1 })
  await sql.unsafe(statement)
  await sql.end()
}

const input = (changes: Partial<ConnectionFields> = {}) => act.inputFor(towns, login, changes)
const administrator = () => {
  const { username, password } = new URL(adminUrl())
  return { username: decodeURIComponent(username), password: decodeURIComponent(password) }
}
const names = async () =>
  (
    await people.admin.request<{ connections: { name: string }[] }>('{ connections { name } }')
  ).connections.map(({ name }) => name)

/** The code of the failure, or `done`. */
async function outcomeOf(work: () => Promise<unknown>): Promise<string> {
  return work().then(
    () => 'done',
    (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : String(error)),
  )
}

async function recordOf(id: string) {
  const rows = await store<{ action: string; detail: string; email: string }[]>`
    select action, detail, email from audit_events join users on users.id = actor_id
    where connection_id = ${id} and action like 'connection.%' order by sequence`
  return rows.map(({ action, detail, email }) => ({
    action,
    email,
    detail: JSON.parse(detail) as Record<string, unknown>,
  }))
}

describe('a new connection', () => {
  it('is tried, saved, listed, and can be asked', async () => {
    const given = input()
    const tried = await act.check(people.developer, given)
    expect(tried).toMatchObject({
      ok: true,
      canWrite: false,
      problem: null,
      notices: [],
      readOnlyLoginSql: null,
    })
    expect(tried.serverVersion).toMatch(/^PostgreSQL \d/)
    expect(tried.latencyMs).toBeGreaterThan(0)
    expect(await names()).not.toContain(given.name)

    const { id } = await act.create(people.developer, given)
    expect(await names()).toContain(given.name)
    const { query } = await ask(people.reader, { connectionId: id, text: 'How many towns are there?' })
    expect(query).toMatchObject({ check: { allowed: true, tables: ['towns'] } })
  })

  it('shows what is known of it to whom it may concern', async () => {
    const { id } = await act.create(people.admin, input({ environment: 'PRODUCTION' }))
    const FIELDS = 'canEdit sample deletedAt catalog { tableCount columnCount } sampling { enabled }'
    expect(await act.read(people.reader, id, FIELDS)).toEqual({
      canEdit: false,
      sample: false,
      deletedAt: null,
      catalog: { tableCount: 1, columnCount: 3 },
      sampling: { enabled: true },
    })
    expect(await act.read(people.developer, id, 'canEdit')).toEqual({ canEdit: false })
    expect(await act.read(people.admin, id, 'canEdit')).toEqual({ canEdit: true })
    const state = await act.read<{ check: Check }>(people.developer, id, `check { ${act.CHECK_FIELDS} }`)
    expect(state?.check).toMatchObject({ ok: true, problem: null })
  })

  it('warns of a login that can write, with the SQL for one that cannot', async () => {
    const tried = await act.check(people.developer, input(administrator()))
    expect(tried).toMatchObject({ ok: true, canWrite: true, notices: [{ code: 'DATABASE_LOGIN_CAN_WRITE' }] })
    expect(tried.readOnlyLoginSql).toContain(towns.name)
    const { id } = await act.create(people.developer, input(administrator()))
    const state = await act.read<{ check: Check }>(people.developer, id, `check { ${act.CHECK_FIELDS} }`)
    expect(state?.check).toMatchObject({ ok: true, notices: [{ code: 'DATABASE_LOGIN_CAN_WRITE' }] })
    expect(state?.check.readOnlyLoginSql).toContain('public')
  })
})

describe('what a role may do', () => {
  const acts: Record<string, (api: ApiClient, id: string, given: ConnectionFields) => Promise<unknown>> = {
    check: (api, id, given) => act.check(api, given, id),
    create: (api, _, given) => act.create(api, { ...given, name: `${given.name} too` }),
    update: (api, id, given) => act.update(api, id, given),
    'set-glossary': (api, id) => act.setGlossary(api, id, []),
    'set-sampling': (api, id) => act.setSampling(api, id, { enabled: true }),
    delete: (api, id) => act.remove(api, id),
  }
  const inspections: Record<string, (api: ApiClient, id: string) => Promise<unknown>> = {
    'see its state': (api, id) => act.read(api, id, 'check { ok }'),
    'refresh its catalog': (api, id) => act.refresh(api, id),
  }

  it.each<[RoleName, string, string]>([
    ['admin', 'DEVELOPMENT', 'done'],
    ['admin', 'PRODUCTION', 'done'],
    ['developer', 'DEVELOPMENT', 'done'],
    ['developer', 'PRODUCTION', 'FORBIDDEN'],
    ['reader', 'DEVELOPMENT', 'FORBIDDEN'],
    ['reader', 'PRODUCTION', 'FORBIDDEN'],
  ])('as %s in %s with a connection: %s', async (role, environment, expected) => {
    const given = input({ environment })
    const { id } = await act.create(people.admin, given)
    for (const [name, work] of Object.entries(acts)) {
      const outcome = await outcomeOf(() => work(people[role], id, given))
      expect([name, outcome]).toEqual([name, expected])
    }
  })

  it.each<[RoleName, string]>([
    ['admin', 'done'],
    ['developer', 'done'],
    ['reader', 'FORBIDDEN'],
  ])('as %s to look closer, in production too: %s', async (role, expected) => {
    const { id } = await act.create(people.admin, input({ environment: 'PRODUCTION' }))
    for (const [name, work] of Object.entries(inspections))
      expect([name, await outcomeOf(() => work(people[role], id))]).toEqual([name, expected])
  })

  it('does not change with an edit that moves it to or from production', async () => {
    const development = input()
    const production = input({ environment: 'PRODUCTION' })
    const [mine, theirs] = [
      await act.create(people.developer, development),
      await act.create(people.admin, production),
    ]
    for (const [id, given] of [
      [mine.id, { ...development, environment: 'PRODUCTION' }],
      [theirs.id, { ...production, environment: 'DEVELOPMENT' }],
    ] as const) {
      expect(await outcomeOf(() => act.update(people.developer, id, given))).toBe('FORBIDDEN')
      expect(await outcomeOf(() => act.check(people.developer, given, id))).toBe('FORBIDDEN')
      expect(await outcomeOf(() => act.update(people.admin, id, given))).toBe('done')
    }
  })
})

describe('nothing is saved', () => {
  it.each<[string, Partial<ConnectionFields>, string[]]>([
    ['no name, no host and no port', { name: ' ', host: '', port: 0 }, ['name', 'host', 'port']],
    ['a URL as host', { host: 'postgres://me:canary@db/shop' }, ['host']],
    ['a port of 70000', { port: 70_000 }, ['port']],
    ['a NUL in the password', { password: 'a\0b' }, ['password']],
    ['a name that is written backwards', { name: 'prod\u202e' }, ['name']],
  ])('of an input with %s, each field with its reason', async (_, changes, fields) => {
    const before = await names()
    const tried = await act.check(people.developer, input(changes))
    expect(tried).toMatchObject({ ok: false, problem: { code: 'INPUT_INVALID' } })
    expect(tried.problem?.fields.map(({ field }) => field)).toEqual(fields)
    await expect(act.create(people.developer, input(changes))).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      fields: fields.map(field => ({ field, message: expect.any(String) as string })),
    })
    expect(await names()).toEqual(before)
  })

  it('of a port beyond 32 bits, which is told without what else was given', async () => {
    const failure = await act
      .create(people.developer, input({ port: 99_999_999_999, password: 'canary-password' }))
      .catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'INPUT_INVALID', fields: [{ field: 'port' }] })
    expect(JSON.stringify([failure, String(failure)])).not.toContain('canary-password')
  })

  it.each<[string, () => Partial<ConnectionFields>, string]>([
    ['the password is wrong', () => ({ password: 'wrong' }), 'DATABASE_AUTH_FAILED'],
    ['the database is not there', () => ({ database: 'not_there' }), 'DATABASE_NOT_FOUND'],
    ['nothing listens', () => ({ port: 1 }), NOTHING_LISTENS],
  ])('when %s; an edit leaves what was there', async (_, changes, code) => {
    const before = await names()
    expect(await act.check(people.developer, input(changes()))).toMatchObject({
      ok: false,
      problem: { code },
    })
    expect(await outcomeOf(() => act.create(people.developer, input(changes())))).toBe(code)
    expect(await names()).toEqual(before)

    const given = input()
    const { id } = await act.create(people.developer, given)
    const edited = {
      ...given,
      name: 'Renamed with it',
      ...changes(),
      password: changes().password ?? login.password,
    }
    expect(await outcomeOf(() => act.update(people.developer, id, edited))).toBe(code)
    const { name, port, database } = given
    expect(await act.read(people.reader, id, 'name port database catalog { tableCount }')).toEqual({
      ...{ name, port, database, catalog: { tableCount: 1 } },
    })
  })

  it('under a name that is taken, whatever the case of its letters', async () => {
    const given = input()
    await act.create(people.developer, given)
    const other = input({ name: given.name.toUpperCase() })
    const refusal = {
      code: 'INPUT_INVALID',
      fields: [{ field: 'name', message: 'Another connection has this name' }],
    }
    await expect(act.create(people.developer, other)).rejects.toMatchObject(refusal)
    const free = input()
    const { id } = await act.create(people.developer, free)
    await expect(act.update(people.developer, id, { ...free, name: other.name })).rejects.toMatchObject(
      refusal,
    )
  })

  it('twice when two save the same name at once', async () => {
    const given = input()
    const outcomes = await Promise.all(
      [1, 2, 3].map(() => outcomeOf(() => act.create(people.developer, given))),
    )
    expect(outcomes.sort()).toEqual(['INPUT_INVALID', 'INPUT_INVALID', 'done'])
  })
})

describe('an edit', () => {
  it('keeps the password when none is given, and goes to another database of the server with it', async () => {
    const given = input()
    const { id } = await act.create(people.developer, given)
    const renamed = { ...given, name: `${given.name} again`, privacy: 'ROWS', password: '' }
    expect(await act.update(people.developer, id, renamed)).toMatchObject({ id, name: renamed.name })
    expect(await act.check(people.developer, renamed, id)).toMatchObject({ ok: true })
    const moved = { ...renamed, database: 'postgres' }
    expect(await act.check(people.developer, moved, id)).toMatchObject({ ok: true })
    await act.update(people.developer, id, moved)
    expect(await act.read(people.reader, id, 'database')).toEqual({ database: 'postgres' })
  })

  it('asks for the password again before it goes elsewhere, and sends nothing there', async () => {
    const given = input()
    const { id } = await act.create(people.developer, given)
    let calls = 0
    const trap = createServer(socket => {
      calls += 1
      socket.destroy()
    })
    await new Promise<void>(resolve => trap.listen(0, '127.0.0.1', resolve))
    const { port } = trap.address() as AddressInfo
    for (const changes of [{ port }, { host: 'localhost' }, { username: 'other' }, { tls: 'DISABLE' }]) {
      const elsewhere = { ...given, ...changes, password: '' }
      const refusal = { code: 'INPUT_INVALID', fields: [{ field: 'password' }] }
      await expect(act.update(people.developer, id, elsewhere)).rejects.toMatchObject(refusal)
      expect((await act.check(people.developer, elsewhere, id)).problem).toMatchObject(refusal)
    }
    await new Promise(resolve => trap.close(resolve))
    expect(calls).toBe(0)
    expect(await act.read(people.reader, id, 'port host')).toEqual({ port: given.port, host: given.host })
  })

  it('of its name or privacy works while the database is down, one of its place does not', async () => {
    const proxy = await startTcpProxy(Number(new URL(towns.url).port))
    const given = input({ port: proxy.port })
    const { id } = await act.create(people.developer, given)
    proxy.refuse()
    const careful = { ...given, name: `${given.name} careful`, privacy: 'CATALOG', password: '' }
    expect(await outcomeOf(() => act.update(people.developer, id, careful))).toBe('done')
    expect(
      await outcomeOf(() => act.update(people.developer, id, { ...careful, database: 'postgres' })),
    ).toMatch(/^DATABASE_/)
    const state = await act.read<{ check: Check }>(people.developer, id, `check { ${act.CHECK_FIELDS} }`)
    expect(state?.check).toMatchObject({
      ok: false,
      problem: { code: expect.stringMatching(/^DATABASE_/) as string },
    })
    await proxy.stop()
  })

  it('of a sample connection leaves its place alone', async () => {
    const id = await connectionId(people.admin, 'Northwind dev')
    type Sample = Omit<ConnectionFields, 'password'> & { sample: boolean }
    const FIELDS = 'sample name engine environment host port database username tls privacy'
    const sample = await act.read<Sample>(people.admin, id, FIELDS)
    if (!sample) throw new Error('no sample')
    const { sample: isSample, ...fields } = sample
    expect(isSample).toBe(true)
    const given = { ...fields, password: '' }
    await expect(
      act.update(people.admin, id, { ...given, port: 1, environment: 'PRODUCTION', password: 'x' }),
    ).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      fields: [{ field: 'environment' }, { field: 'port' }, { field: 'password' }],
    })
    expect(await act.update(people.developer, id, { ...given, name: 'Mine' })).toMatchObject({ name: 'Mine' })
    expect(await act.check(people.developer, given, id)).toMatchObject({ ok: true })
    await act.update(people.developer, id, given)
  })
})

describe('what runs on a connection', () => {
  it.each<[string, (id: string, given: ConnectionFields) => Promise<unknown>]>([
    ['edited', (id, given) => act.update(people.developer, id, { ...given, database: 'postgres' })],
    ['deleted', id => act.remove(people.developer, id)],
  ])('ends when it is %s, and says so', async (what, change) => {
    const given = input()
    const { id } = await act.create(people.developer, given)
    const query = await endlessOn(id)
    const ends: RunEvent[] = []
    const running = (async () => {
      const events = people.reader.iterate<RunEvent>(RUN, {
        input: { queryId: query.id, sqlHash: query.sqlHash },
      })
      for await (const event of events) ends.push(event)
    })()
    await expect.poll(isWorking, { timeout: 10_000 }).toBe(true)
    await change(id, given)
    await running
    expect(ends.at(-1)).toMatchObject({
      __typename: 'RunFinished',
      resultSet: {
        state: 'FAILED',
        problem: { code: 'DATABASE_CONNECTION_CHANGED', message: expect.stringContaining(what) as string },
      },
    })
    await expect.poll(isWorking, { timeout: 10_000 }).toBe(false)
  })

  async function endlessOn(id: string) {
    const { query } = await ask(people.reader, { connectionId: id, text: 'Show me all towns' })
    const REVISE =
      'mutation ($id: ID!, $sql: String!) { reviseQuery(queryId: $id, sql: $sql) { id sqlHash } }'
    type Revised = { reviseQuery: { id: string; sqlHash: string } }
    return (await people.reader.request<Revised>(REVISE, { id: query?.id, sql: ENDLESS })).reviseQuery
  }

  async function isWorking(): Promise<boolean> {
    const found = await store`
      select 1 from pg_stat_activity
      where usename = ${login.username} and state = 'active' and query like '%generate_series%'`
    return found.length > 0
  }
})

describe('a deleted connection', () => {
  it('is gone for all that is new, and stays in the history; its name is free', async () => {
    const given = input()
    const { id, name } = await act.create(people.developer, given)
    const asked = await ask(people.reader, { connectionId: id, text: 'Show me all towns' })
    expect(await act.remove(people.developer, id)).toBe(true)

    expect(await act.read(people.reader, id, 'name')).toBeNull()
    expect(await names()).not.toContain(name)
    type History = { history: { nodes: { text: string; connection: { name: string; deletedAt: string } }[] } }
    const { history } = await people.reader.request<History>(
      'query ($id: ID!) { history(connectionId: $id) { nodes { text connection { name deletedAt } } } }',
      { id },
    )
    expect(history.nodes).toEqual([
      { text: 'Show me all towns', connection: { name, deletedAt: expect.any(String) as string } },
    ])
    const run = () =>
      people.reader.collect(RUN, { input: { queryId: asked.query?.id, sqlHash: asked.query?.sqlHash } })
    for (const work of [
      () => ask(people.reader, { connectionId: id, text: 'Show me all towns' }),
      run,
      () => act.update(people.developer, id, given),
      () => act.check(people.developer, given, id),
      () => act.remove(people.developer, id),
      () => act.setGlossary(people.developer, id, []),
      () => act.setSampling(people.developer, id, { enabled: false }),
      () => act.refresh(people.developer, id),
    ])
      expect(await outcomeOf(work)).toBe('NOT_FOUND')
    await expect(run()).rejects.toThrow('was deleted')
    expect(await outcomeOf(() => act.create(people.developer, given))).toBe('done')
    const [row] = await store`select octet_length(sealed_password) as bytes from connections where id = ${id}`
    expect(row).toEqual({ bytes: 0 })
  })

  it('can still be looked at through its questions, without touching the database', async () => {
    const { id } = await act.create(people.developer, input())
    const { id: promptId } = await ask(people.reader, { connectionId: id, text: 'Show me all towns' })
    await act.remove(people.developer, id)
    const READ = `query ($id: ID!) { prompt(id: $id) {
      connection { canEdit glossary { term } sampledColumns { column } }
      query { connection { id } }
    } }`
    expect(await people.reader.request(READ, { id: promptId })).toEqual({
      prompt: {
        connection: { canEdit: false, glossary: [], sampledColumns: [] },
        query: { connection: { id } },
      },
    })
    const TABLES = 'query ($id: ID!) { prompt(id: $id) { connection { tables { name } } } }'
    expect(await outcomeOf(() => people.reader.request(TABLES, { id: promptId }))).toBe('NOT_FOUND')
  })
})

describe('what a connection knows', () => {
  it('are words of the business, from the next question on', async () => {
    const { id } = await act.create(people.developer, input())
    const question = { connectionId: id, text: 'towns with headcount over 200000' }
    expect((await ask(people.reader, question)).query?.sql ?? '').not.toContain('population > 200000')
    const terms = [{ term: 'headcount', meaning: 'how many people live there', sql: 'population' }]
    expect(await act.setGlossary(people.developer, id, terms)).toEqual({ glossary: terms })
    expect((await ask(people.reader, question)).query?.sql).toContain('population > 200000')
    await expect(
      act.setGlossary(people.developer, id, [...terms, { term: 'Headcount', meaning: 'again' }]),
    ).rejects.toMatchObject({ code: 'INPUT_INVALID', fields: [{ field: 'terms.1.term' }] })
    expect(await act.read(people.reader, id, 'glossary { term }')).toEqual({
      glossary: [{ term: 'headcount' }],
    })
  })

  it('are values of columns, as far as these are sampled', async () => {
    const { id } = await act.create(people.developer, input())
    const FIELDS = 'sampledColumns { schema table column values valueCount complete readAt }'
    const name = { schema: 'public', table: 'towns', column: 'name' }
    const samples = () => act.read(people.reader, id, FIELDS)
    const askForBonn = () => ask(people.reader, { connectionId: id, text: 'Show me all towns called Bonn' })
    expect(await samples()).toEqual({ sampledColumns: [] })
    await askForBonn()
    expect(await samples()).toEqual({
      sampledColumns: [
        {
          ...name,
          values: expect.arrayContaining(['Aachen', 'Bonn', 'Celle']) as string[],
          valueCount: 3,
          complete: true,
          readAt: expect.any(String) as string,
        },
      ],
    })
    expect(await act.setSampling(people.developer, id, { enabled: true, never: [name] })).toEqual({
      enabled: true,
      never: [name],
      always: [],
    })
    expect(await samples()).toEqual({ sampledColumns: [] })
    await askForBonn()
    expect(await samples()).toEqual({ sampledColumns: [] })
    await expect(
      act.setSampling(people.developer, id, { enabled: true, never: [name], always: [name] }),
    ).rejects.toMatchObject({ code: 'INPUT_INVALID', fields: [{ field: 'always.0' }] })
  })

  it('is its catalog, read anew on request', async () => {
    const { id } = await act.create(people.developer, input())
    await act.read(people.reader, id, 'catalog { tableCount }')
    await inTowns(`create table rivers (id int primary key); grant select on rivers to ${login.username}`)
    try {
      expect(await act.refresh(people.developer, id)).toEqual({ tableCount: 2 })
    } finally {
      await inTowns('drop table rivers')
    }
  })
})

describe('on record', () => {
  it('is each act before and after, with who did it and what came of it, without the password', async () => {
    const given = input()
    const { id } = await act.create(people.developer, given)
    await act.check(people.developer, { ...given, password: 'canary-password' }, id)
    const renamed = { ...given, name: `${given.name} b`, password: '' }
    await act.update(people.admin, id, renamed)
    await outcomeOf(() => act.update(people.developer, id, { ...given, password: 'canary-password' }))
    await outcomeOf(() => act.update(people.developer, id, { ...given, port: 0 }))
    await act.setGlossary(people.developer, id, [{ term: 'metropolis', meaning: 'a big town' }])
    await act.setSampling(people.developer, id, { enabled: false })
    await outcomeOf(() => act.remove(people.reader, id))
    await act.remove(people.developer, id)

    const record = await recordOf(id)
    expect(record.map(({ action, email, detail }) => [action, email.split('@')[0], detail.outcome])).toEqual([
      ['connection.create.started', 'developer', undefined],
      ['connection.create.finished', 'developer', 'DONE'],
      ['connection.check.started', 'developer', undefined],
      ['connection.check.finished', 'developer', 'DONE'],
      ['connection.update.started', 'admin', undefined],
      ['connection.update.finished', 'admin', 'DONE'],
      ['connection.update.started', 'developer', undefined],
      ['connection.update.finished', 'developer', 'FAILED'],
      ['connection.update.finished', 'developer', 'REFUSED'],
      ['connection.set-glossary.started', 'developer', undefined],
      ['connection.set-glossary.finished', 'developer', 'DONE'],
      ['connection.set-sampling.started', 'developer', undefined],
      ['connection.set-sampling.finished', 'developer', 'DONE'],
      ['connection.delete.started', 'developer', undefined],
      ['connection.delete.finished', 'developer', 'DONE'],
    ])
    const { password: _, privacy: __, ...place } = given
    expect(record[0]?.detail).toMatchObject(place)
    expect(record[3]?.detail).toMatchObject({ ok: false, code: 'DATABASE_AUTH_FAILED' })
    expect(record[4]?.detail).toMatchObject({ changed: ['name'], name: renamed.name })
    expect(record[6]?.detail).toMatchObject({ changed: ['name', 'password'] })
    expect(record[7]?.detail).toMatchObject({ code: 'DATABASE_AUTH_FAILED' })
    expect(record[8]?.detail).toEqual({ outcome: 'REFUSED', code: 'INPUT_INVALID', fields: ['port'] })
    const [refused] = await store<{ email: string; detail: string }[]>`
      select email, detail from audit_events join users on users.id = actor_id
      where action = 'access.refused' and detail like '%deleteConnection%' order by sequence desc limit 1`
    expect(refused).toMatchObject({ email: 'reader@demo.local' })

    const everything = await store`select detail from audit_events`
    const text = JSON.stringify(everything) + app.output()
    expect(text).not.toContain('canary-password')
    expect(text).not.toContain(login.password)
  })

  it('is not what came of an attempt that could not be recorded before: it is not made', async () => {
    const given = input()
    await store`alter table audit_events rename to audit_events_away`
    try {
      expect(await outcomeOf(() => act.create(people.developer, given))).not.toBe('done')
    } finally {
      await store`alter table audit_events_away rename to audit_events`
    }
    expect(await names()).not.toContain(given.name)
  })
})

describe('where production logins must be read-only', () => {
  let strict: AppServer
  let admin: ApiClient

  beforeAll(async () => {
    strict = await startApp({ REQUIRE_READ_ONLY_LOGIN: 'true' })
    admin = await connectApi(strict.url, 'admin@demo.local')
  })
  afterAll(async () => {
    await admin?.close()
    await strict?.stop()
  })

  it('a login that can write is refused in production, with the SQL for one that cannot', async () => {
    const writer = input({ ...administrator(), environment: 'PRODUCTION' })
    const tried = await act.check(admin, writer)
    expect(tried).toMatchObject({ ok: false, canWrite: true, problem: { code: 'DATABASE_LOGIN_CAN_WRITE' } })
    expect(tried.readOnlyLoginSql).toContain('create role')
    await expect(act.create(admin, writer)).rejects.toMatchObject({
      code: 'DATABASE_LOGIN_CAN_WRITE',
      hints: expect.arrayContaining([tried.readOnlyLoginSql]) as string[],
    })
    expect(await outcomeOf(() => act.create(admin, input({ environment: 'PRODUCTION' })))).toBe('done')
  })

  it('it is taken in development, and cannot be moved from there', async () => {
    const writer = input(administrator())
    const { id } = await act.create(admin, writer)
    const moved = { ...writer, environment: 'PRODUCTION', password: '' }
    expect(await outcomeOf(() => act.update(admin, id, moved))).toBe('DATABASE_LOGIN_CAN_WRITE')
    expect(await act.read(admin, id, 'environment')).toEqual({ environment: 'DEVELOPMENT' })
  })
})
