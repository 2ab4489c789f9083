/**
 * A password that is looked for everywhere once it has been used in every way: in the store, the log, the answers of the
 * API and the pages. It must be in none of them.
 */
import { randomBytes } from 'node:crypto'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEMO_PASSWORD } from '../fixtures/api-client.ts'
import { startApp } from '../fixtures/app-server.ts'
import type { AppServer } from '../fixtures/app-server.ts'
import { adminUrl, createTestDatabase, createTestLogin } from '../fixtures/postgres.ts'
import type { TestDatabase, TestLogin } from '../fixtures/postgres.ts'
import { ASK } from './documents.ts'
import { NOTHING_LISTENS } from '../fixtures/nothing-listens.ts'

/** A wrong one, that looks like nothing else. */
const WRONG = `canary-${randomBytes(12).toString('hex')}`

const CHECK = `mutation ($input: ConnectionInput!) { checkConnection(input: $input) {
  ok serverVersion problem { code message hints fields { field message } } notices { message hints } readOnlyLoginSql } }`
const CREATE = `mutation ($input: ConnectionInput!) { createConnection(input: $input) { id name host username } }`
const UPDATE = `mutation ($id: ID!, $input: ConnectionInput!) { updateConnection(id: $id, input: $input) { id name } }`
const DELETE = `mutation ($id: ID!) { deleteConnection(id: $id) }`
const TABLES = `query ($id: ID!) { connection(id: $id) { name host username tables { name columns { name } } } }`
const CONNECTIONS =
  '{ connections { id name host port database username tls privacy } history { nodes { text } } }'

let database: TestDatabase
let login: TestLogin
let app: AppServer
let cookie = ''
/** Every body and header that the server has sent. */
let sent = ''

beforeAll(async () => {
  database = await createTestDatabase()
  const sql = postgres(database.url, { max: 1 })
  await sql`create table gadgets (id int primary key, name text)`
  await sql.end()
  login = await createTestLogin(database, name => [`grant select on gadgets to ${name}`])
  app = await startApp({ LOG_LEVEL: 'trace', DATABASE_HOSTS: '' })
  await call(
    'mutation ($email: String!, $password: String!) { signIn(email: $email, password: $password) { id } }',
    {
      email: 'admin@demo.local',
      password: DEMO_PASSWORD,
    },
  )
})

afterAll(async () => {
  await app?.stop()
  await login?.drop()
  await database?.drop()
})

async function load(path: string, init: RequestInit = {}): Promise<string> {
  const response = await fetch(`${app.url}${path}`, { ...init, headers: { ...init.headers, cookie } })
  cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie
  const body = await response.text()
  sent += `${JSON.stringify([...response.headers])}\n${body}\n`
  return body
}

interface Answer {
  data: Record<string, Record<string, unknown>> | null
  errors?: readonly { message: string; extensions: { code: string } }[]
}

async function call(query: string, variables: Record<string, unknown> = {}): Promise<Answer> {
  const body = JSON.stringify({ query, variables })
  return JSON.parse(
    await load('/graphql', { method: 'POST', headers: { 'content-type': 'application/json' }, body }),
  ) as Answer
}

const codeOf = ({ errors }: Answer) => errors?.[0]?.extensions.code

function inputWith(changes: Record<string, unknown> = {}) {
  const { hostname, port } = new URL(adminUrl())
  return {
    name: 'Gadgets',
    engine: 'POSTGRES',
    environment: 'DEVELOPMENT',
    host: hostname,
    port: Number(port),
    database: database.name,
    username: login.username,
    password: login.password,
    tls: 'PREFER',
    privacy: 'VALUES',
    ...changes,
  }
}

/** As it is, and as encodings would show it. */
function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret)
  // Within longer text base64 depends on where it begins: what the bytes in its middle always look like.
  const inBase64 = [0, 1, 2].map(offset => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64')
    return text.slice(offset === 0 ? 0 : 4, -4)
  })
  return [secret, bytes.toString('hex'), bytes.toString('hex').toUpperCase(), ...inBase64]
}

/** All of the store as text: every row of every table, what is in bytes as hex and as it is. */
async function readStore(): Promise<string> {
  const sql = postgres(app.store.url, { max: 1 })
  const tables = await sql<{ name: string; bytes: string[] }[]>`
    select format('%I.%I', table_schema, table_name) as name,
      array_remove(array_agg(case when data_type = 'bytea' then format('%I', column_name) end), null) as bytes
    from information_schema.columns
    where table_schema not in ('pg_catalog', 'information_schema') group by 1`
  let text = ''
  for (const { name, bytes } of tables) {
    const columns = ['t::text', ...bytes.map(column => `encode(t.${column}, 'escape')`)]
    const rows = await sql.unsafe(`select concat_ws(' ', ${columns.join(', ')}) as text from ${name} as t`)
    text += rows.map(row => `${name} ${row.text as string}\n`).join('')
  }
  await sql.end()
  return text
}

describe('the password of a connection', () => {
  it('works in all that a connection is for', async () => {
    const wrong = inputWith({ password: WRONG })
    const checked = await call(CHECK, { input: wrong })
    expect(checked.data?.checkConnection).toMatchObject({
      ok: false,
      problem: { code: 'DATABASE_AUTH_FAILED' },
    })
    expect(codeOf(await call(CREATE, { input: wrong }))).toBe('DATABASE_AUTH_FAILED')
    expect(codeOf(await call(CREATE, { input: { ...wrong, port: 1 } }))).toBe(NOTHING_LISTENS)
    expect(codeOf(await call(CREATE, { input: { ...wrong, name: '', host: 'a b' } }))).toBe('INPUT_INVALID')
    expect(codeOf(await call(CREATE, { input: { ...wrong, port: WRONG } }))).toBe('INPUT_INVALID')
    expect(codeOf(await call(CREATE, { input: { ...inputWith(), password: [login.password, 1] } }))).toBe(
      'INPUT_INVALID',
    )
    expect(codeOf(await call(CREATE.replace('{ id', '{ nothing'), { input: wrong }))).toBe('INPUT_INVALID')

    expect((await call(CHECK, { input: inputWith() })).data?.checkConnection).toMatchObject({ ok: true })
    const created = await call(CREATE, { input: inputWith() })
    const id = created.data?.createConnection?.id as string
    expect(created.data?.createConnection).toMatchObject({ name: 'Gadgets' })
    expect((await call(TABLES, { id })).data?.connection?.tables).toMatchObject([{ name: 'gadgets' }])
    const asked = await call(ASK, { input: { connectionId: id, text: 'Show me all gadgets' } })
    expect(asked.data?.ask).toMatchObject({ outcome: 'QUERY' })
    await call(ASK, { input: { connectionId: id, text: `What about ${'gadgets '.repeat(3)}?` } })
    for (const path of ['/', '/connections', '/connections/new', `/connections/${id}/edit`, '/history'])
      await load(path)

    expect(codeOf(await call(CREATE, { input: inputWith() }))).toBe('INPUT_INVALID')
    expect(codeOf(await call(UPDATE, { id, input: wrong }))).toBe('DATABASE_AUTH_FAILED')
    const renamed = await call(UPDATE, { id, input: inputWith({ name: 'Gizmos' }) })
    expect(renamed.data?.updateConnection).toMatchObject({ name: 'Gizmos' })

    const admin = postgres(adminUrl(), { max: 1, onnotice: () => undefined })
    await admin.unsafe(`alter role ${login.username} nologin`)
    await admin`select pg_terminate_backend(pid) from pg_stat_activity where usename = ${login.username}`
    await call(TABLES, { id })
    expect((await call(CHECK, { input: inputWith({ name: 'Gizmos' }) })).data?.checkConnection).toMatchObject(
      {
        ok: false,
      },
    )
    await load(`/connections/${id}/edit`)
    await admin.unsafe(`alter role ${login.username} login`)
    await admin.end()
    expect((await call(CONNECTIONS)).errors).toBeUndefined()
    expect(await readStore()).toContain('Gizmos')
  })

  it.each([
    ['that is right', () => login.password],
    ['that was wrong', () => WRONG],
  ])('%s is nowhere to be seen while it is saved', async (_, password) => {
    const [store, log] = [await readStore(), app.output()]
    for (const form of formsOf(password())) {
      expect(store).not.toContain(form)
      expect(log).not.toContain(form)
      expect(sent).not.toContain(form)
    }
  })

  it('is forgotten with the connection, which the history still names', async () => {
    const { data } = await call(CONNECTIONS)
    const saved = data?.connections as unknown as { id: string; name: string }[]
    const id = saved.find(({ name }) => name === 'Gizmos')?.id ?? ''
    expect((await call(DELETE, { id })).data).toEqual({ deleteConnection: true })
    expect(await call(TABLES, { id })).toEqual({ data: { connection: null } })
    await load('/history')
    const sql = postgres(app.store.url, { max: 1 })
    const rows = await sql`select name, length(sealed_password) as bytes from connections where id = ${id}`
    await sql.end()
    expect([...rows]).toEqual([{ name: 'Gizmos', bytes: 0 }])
    const everything = (await readStore()) + app.output() + sent
    for (const form of [...formsOf(login.password), ...formsOf(WRONG)]) expect(everything).not.toContain(form)
  })
})

describe('what lets people and programs in', () => {
  it('is in none of them either, once used: passwords, sessions, tokens, logins for changes', async () => {
    const [chosen, changed, mistyped] = [1, 2, 3].map(n => `canary-${n}-${randomBytes(12).toString('hex')}`)
    const person = { email: 'canary@example.com', name: 'Canary', role: 'DEVELOPER', password: chosen }
    const made = await call(
      `mutation ($email: String!, $name: String!, $role: Role!, $password: String!) {
        createUser(email: $email, name: $name, role: $role, password: $password) { id } }`,
      person,
    )
    expect(made.data?.createUser).toMatchObject({ id: expect.any(String) as string })
    const ownerLogin = await createTestLogin(database, name => [`grant create on schema public to ${name}`])
    const created = await call(CREATE, { input: inputWith({ name: 'Canary' }) })
    const changing = await call(
      `mutation ($id: ID!, $username: String!, $password: String!) {
        setChangeLogin(connectionId: $id, username: $username, password: $password) { id } }`,
      {
        id: created.data?.createConnection?.id,
        username: ownerLogin.username,
        password: ownerLogin.password,
      },
    )
    expect(changing.errors).toBeUndefined()
    const administrator = cookie
    const signIn =
      'mutation ($email: String!, $password: String!) { signIn(email: $email, password: $password) { id } }'
    expect((await call(signIn, { email: person.email, password: mistyped })).errors).toBeDefined()
    expect((await call(signIn, { email: person.email, password: chosen })).errors).toBeUndefined()
    const session = cookie.split('=')[1] ?? ''
    expect(session).not.toBe('')
    const sessionCookies = sent.length
    const replaced = await call(
      'mutation ($current: String!, $password: String!) { changePassword(current: $current, password: $password) }',
      { current: chosen, password: changed },
    )
    expect(replaced.data).toEqual({ changePassword: true })
    const token = await call('mutation { createApiToken(name: "canary") { secret } }')
    const shownOnce = token.data?.createApiToken?.secret as string
    const before = sent.lastIndexOf(shownOnce)
    expect(before).toBeGreaterThan(sessionCookies)
    await fetch(`${app.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${shownOnce}` },
      body: JSON.stringify({ query: '{ viewer { email } }' }),
    })
    for (const path of ['/', '/profile']) await load(path)
    cookie = administrator
    for (const path of ['/admin/users', '/audit', '/connections']) await load(path)

    const [store, log] = [await readStore(), app.output()]
    expect(store).toContain(person.email)
    expect(log).not.toBe('')
    for (const secret of [chosen, changed, mistyped, ownerLogin.password]) {
      for (const form of formsOf(secret ?? '')) expect(store + log + sent).not.toContain(form)
    }
    for (const secret of [session, shownOnce]) {
      for (const form of formsOf(secret)) expect(store + log).not.toContain(form)
    }
    expect(sent.slice(before + shownOnce.length)).not.toContain(shownOnce)
    await ownerLogin.drop()
  })
})

describe('the search for a secret', () => {
  it('finds one that is there, plain and encoded', async () => {
    const [plain, hidden] = [randomBytes(12).toString('hex'), randomBytes(12).toString('hex')]
    const sql = postgres(app.store.url, { max: 1 })
    await sql`create table leak (a jsonb, b bytea, c text)`
    await sql`insert into leak values (${sql.json({ x: [plain] })}, ${Buffer.from(`a${plain}`)},
      ${Buffer.from(`{"password":"${hidden}"}`).toString('base64')})`
    await sql.end()
    const store = await readStore()
    const found = (secret: string) => formsOf(secret).some(form => store.includes(form))
    expect([found(plain), found(hidden), found(randomBytes(12).toString('hex'))]).toEqual([true, true, false])
  })
})
