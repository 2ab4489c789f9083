/** What is open when the right to it is taken away, in this process or another one on the same store. */
import { randomUUID } from 'node:crypto'
import postgres from 'postgres'
import type { Sql } from 'postgres'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { ApiError, connectApi } from '../fixtures/api-client.ts'
import type { ApiClient } from '../fixtures/api-client.ts'
import { startApp } from '../fixtures/app-server.ts'
import type { AppServer } from '../fixtures/app-server.ts'
import { openEventStream, readEvents } from '../fixtures/event-stream.ts'
import { connectionId, editedQuery, RUN } from './documents.ts'
import type { AskedQuery, RunEvent } from './documents.ts'

const ENDLESS = 'select a.order_id, b.order_id as other from orders a, orders b, orders c'
const PASSWORD = 'violet tractor ninety three'
const END_SESSION = 'mutation ($id: ID!) { endSession(id: $id) }'

let here: AppServer
let elsewhere: AppServer
let admin: ApiClient
let store: Sql
const open: ApiClient[] = []

beforeAll(async () => {
  here = await startApp()
  elsewhere = await startApp({}, here.store)
  admin = await connectApi(elsewhere.url, 'admin@demo.local')
  store = postgres(here.store.url, { max: 1 })
})
afterEach(async () => {
  await Promise.all(open.splice(0).map(api => api.close()))
})
afterAll(async () => {
  await admin?.close()
  await store?.end()
  await elsewhere?.stop()
  await here?.stop()
})

interface Person {
  id: string
  email: string
  api: ApiClient
}

async function newPerson(): Promise<Person> {
  const email = `${randomUUID()}@example.com`
  const { createUser } = await admin.request<{ createUser: { id: string } }>(
    `mutation ($email: String!, $password: String!) {
      createUser(email: $email, name: "Ada", password: $password, role: DEVELOPER) { id } }`,
    { email, password: PASSWORD },
  )
  const api = await connectApi(here.url, email, { password: PASSWORD })
  open.push(api)
  return { id: createUser.id, email, api }
}

async function endlessQuery(api: ApiClient): Promise<AskedQuery> {
  return editedQuery(api, await connectionId(api, 'Northwind dev'), ENDLESS)
}

/** The code that it ends with, once the first rows are there and `takeAway` has been done. */
async function endOf(api: ApiClient, query: AskedQuery, takeAway: () => Promise<unknown>): Promise<unknown> {
  const events = api.iterate<RunEvent>(RUN, { input: { queryId: query.id, sqlHash: query.sqlHash } })
  let rows = 0
  try {
    for await (const event of events) {
      if (event.__typename === 'RowBatch' && ++rows === 2) await takeAway()
    }
  } catch (error) {
    return error instanceof ApiError ? error.code : error
  }
  return 'finished'
}

const stateOf = async ({ id }: AskedQuery) => {
  const [row] = await store<{ state: string }[]>`select state from result_sets where query_id = ${id}`
  return row?.state
}

const ways: [string, (person: Person) => Promise<unknown>][] = [
  ['they are disabled', ({ id }) => act('setUserDisabled(userId: $id, disabled: true) { id }', id)],
  ['their role changes', ({ id }) => act('setUserRole(userId: $id, role: READ_ONLY) { id }', id)],
  ['their password is reset', ({ id }) => act('resetUserPassword(userId: $id) { until }', id)],
  ['an administrator signs them out', ({ id }) => act('signOutUser(userId: $id) { id }', id)],
  [
    'they end the session elsewhere',
    async ({ email }) => {
      const other = await connectApi(elsewhere.url, email, { password: PASSWORD })
      const { sessions } = await other.request<{ sessions: { id: string; current: boolean }[] }>(
        '{ sessions { id current } }',
      )
      const first = sessions.find(({ current }) => !current)
      await other.request(END_SESSION, { id: first?.id })
      await other.close()
    },
  ],
  [
    'they change their password elsewhere',
    async ({ email }) => {
      const other = await connectApi(elsewhere.url, email, { password: PASSWORD })
      await other.request(
        'mutation ($p: String!) { changePassword(current: $p, password: "olive harbour thirty six") }',
        {
          p: PASSWORD,
        },
      )
      await other.close()
    },
  ],
]

const act = (field: string, id: string) => admin.request(`mutation ($id: ID!) { ${field} }`, { id })

describe('a run that streams', () => {
  it.each(ways)('ends when %s, in another process', async (_, takeAway) => {
    const person = await newPerson()
    const query = await endlessQuery(person.api)
    expect(await endOf(person.api, query, () => takeAway(person))).toBe('UNAUTHENTICATED')
    await expect.poll(() => stateOf(query), { timeout: 10_000 }).toBe('CANCELLED')
    await expect(person.api.request('{ connections { id } }')).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    })
  })

  it('by a token ends when the token is revoked, and goes on when the session of its owner ends', async () => {
    const person = await newPerson()
    const made = await person.api.request<{ createApiToken: { secret: string; token: { id: string } } }>(
      'mutation { createApiToken(name: "script") { secret token { id } } }',
    )
    const { secret, token } = made.createApiToken
    const script = await connectApi(here.url, null, { authorization: `Bearer ${secret}` })
    open.push(script)
    const query = await endlessQuery(script)
    const owner = await connectApi(elsewhere.url, person.email, { password: PASSWORD })
    open.push(owner)
    const code = await endOf(script, query, async () => {
      await person.api.request('mutation { signOut }')
      await owner.request('mutation ($id: ID!) { revokeApiToken(id: $id) }', { id: token.id })
    })
    expect(code).toBe('UNAUTHENTICATED')
  })

  it('over Server-Sent Events and as a file ends as well', async () => {
    const person = await newPerson()
    const query = await endlessQuery(person.api)
    const { cookie } = person.api
    const input = { queryId: query.id, sqlHash: query.sqlHash }
    const stream = await openEventStream(here.url, RUN, { input }, { cookie })
    const file = await fetch(`${here.url}/exports/${query.id}.csv?sqlHash=${query.sqlHash}`, {
      headers: { cookie },
    })
    const reader = file.body?.getReader()
    await reader?.read()
    let last = ''
    let batches = 0
    for await (const { data } of readEvents(stream)) {
      if (++batches === 2) await act('signOutUser(userId: $id) { id }', person.id)
      last = data?.errors?.[0]?.extensions.code ?? last
    }
    expect(last).toBe('UNAUTHENTICATED')
    const readOn = async () => {
      for (;;) if ((await reader?.read())?.done === true) return
    }
    await expect(readOn()).rejects.toThrow()
  })
})

describe('the last administrator', () => {
  it('remains when two take the role from each other in two processes', async () => {
    const made = await admin.request<{ createUser: { id: string } }>(
      `mutation ($password: String!) {
        createUser(email: "second@example.com", name: "Second", password: $password, role: ADMIN) { id } }`,
      { password: PASSWORD },
    )
    const second = await connectApi(here.url, 'second@example.com', { password: PASSWORD })
    open.push(second)
    const { viewer } = await admin.request<{ viewer: { id: string } }>('{ viewer { id } }')
    const demote = 'mutation ($id: ID!) { setUserRole(userId: $id, role: DEVELOPER) { role } }'
    const came = await Promise.allSettled([
      admin.request(demote, { id: made.createUser.id }),
      second.request(demote, { id: viewer.id }),
    ])
    expect(came.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const [left] =
      await store`select count(*)::int as admins from users where role = 'ADMIN' and disabled_at is null`
    expect(left).toEqual({ admins: 1 })
  })
})
