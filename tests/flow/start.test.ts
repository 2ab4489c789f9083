/** Servers that start together, again, wrongly, or without their store; and how they end. */
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import postgres from 'postgres'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { connectApi, DEMO_PASSWORD } from '../fixtures/api-client.ts'
import { startApp } from '../fixtures/app-server.ts'
import type { AppServer } from '../fixtures/app-server.ts'
import { createTestDatabase } from '../fixtures/postgres.ts'
import type { TestDatabase } from '../fixtures/postgres.ts'
import { postGraphql } from '../fixtures/post-graphql.ts'
import { ask, connectionId, editedQuery, RUN } from './documents.ts'
import type { RunEvent } from './documents.ts'

const KEYS = `k9:${Buffer.alloc(32, 9).toString('base64')}`
const READER = 'reader@demo.local'
const SILENT =
  'select count(*) from generate_series(1, 100000000) a, generate_series(1, 100000000) b where a = b + 1'

let store: TestDatabase
const running = new Set<AppServer>()

beforeAll(async () => {
  store = await createTestDatabase()
})
afterEach(async () => {
  await Promise.all([...running].map(app => app.stop('SIGKILL')))
  running.clear()
})
afterAll(() => store?.drop())

async function start(environment: Record<string, string> = {}, on: TestDatabase = store): Promise<AppServer> {
  const app = await startApp(environment, on)
  running.add(app)
  return app
}

async function fromStore<Row extends object>(query: string, on: TestDatabase = store): Promise<Row[]> {
  const sql = postgres(on.url, { max: 1, onnotice: () => undefined })
  try {
    return [...(await sql.unsafe<Row[]>(query))]
  } finally {
    await sql.end()
  }
}

/** A run that gives no row, and its result set. */
async function startSilentRun(app: AppServer): Promise<{ id: string; rest: Promise<RunEvent[]> }> {
  const api = await connectApi(app.url, READER)
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
    await fromStore<{ state: string; problem: { code: string } | null }>(
      `select state, problem from result_sets where id = '${id}'`,
    )
  )[0]
const endsOnRecord = (id: string) =>
  fromStore<{ detail: string }>(
    `select detail from audit_events where action = 'run.finished' and subject_id = '${id}'`,
  )

describe('servers on one store', () => {
  it('that start at the same moment both come up, share what is there, and find it again after a start', async () => {
    const [one, two] = await Promise.all([start(), start()])
    const first = await connectApi(one.url, READER)
    const second = await connectApi(two.url, READER)
    const prod = await connectionId(first, 'Northwind prod')
    expect(await connectionId(second, 'Northwind prod')).toBe(prod)
    await ask(first, { connectionId: prod, text: 'Show me all shippers' })
    const HISTORY = '{ viewer { id } history { nodes { text } } }'
    const before = await second.request(HISTORY)
    expect(before).toMatchObject({ history: { nodes: [{ text: 'Show me all shippers' }] } })
    await Promise.all([first.close(), second.close()])
    expect(await Promise.all([one.stop(), two.stop()])).toEqual([0, 0])
    const again = await start()
    const { data } = await postGraphql(again.url, HISTORY, {}, { cookie: first.cookie })
    expect(data).toEqual(before)
    expect(await fromStore('select id from users')).toHaveLength(3)
    expect(await fromStore('select id from connections')).toHaveLength(2)
  })

  it('with another key than the passwords were sealed with say so for that connection, and live', async () => {
    const app = await start({ DEMO: 'false', APP_ENCRYPTION_KEYS: KEYS })
    const api = await connectApi(app.url, READER)
    const prod = await connectionId(api, 'Northwind prod')
    const prompt = await ask(api, { connectionId: prod, text: 'Show me all shippers' })
    expect(prompt).toMatchObject({
      outcome: 'FAILURE',
      message: expect.stringContaining('saved password of this connection cannot be read') as string,
    })
    await expect(
      api.request('query ($id: ID!) { connection(id: $id) { tables { name } } }', { id: prod }),
    ).rejects.toMatchObject({ code: 'STORE_KEY_MISSING' })
  })
})

describe('outside of demo mode', () => {
  it('the first administrator is made once, and nobody else', async () => {
    const own = await createTestDatabase()
    const account = (email: string) => ({
      DEMO: 'false',
      APP_ENCRYPTION_KEYS: KEYS,
      ADMIN_EMAIL: email,
      ADMIN_PASSWORD: 'a-long-password',
    })
    const signIn = async (app: AppServer, email: string, password: string) => {
      const SIGN_IN =
        'mutation ($email: String!, $password: String!) { signIn(email: $email, password: $password) { role } }'
      const { data, errors } = await postGraphql(app.url, SIGN_IN, { email, password })
      return errors[0]?.extensions.code ?? (data?.signIn as { role: string }).role
    }
    const first = await start(account('root@example.com'), own)
    expect(await signIn(first, 'root@example.com', 'a-long-password')).toBe('ADMIN')
    expect(await signIn(first, READER, DEMO_PASSWORD)).toBe('ACCOUNTS_WRONG_CREDENTIALS')
    expect(first.output()).not.toContain('password')
    expect(await first.stop()).toBe(0)
    const second = await start(account('other@example.com'), own)
    expect(await signIn(second, 'other@example.com', 'a-long-password')).toBe('ACCOUNTS_WRONG_CREDENTIALS')
    await second.stop()
    await own.drop()
  })
})

describe('a start that cannot succeed', () => {
  it('for the configuration names every problem at once and shows no stack', async () => {
    const wrong = {
      PORT: 'abc',
      HOST: '0.0.0.0',
      RUN_MAX_ROWS: '-1',
      LOG_LEVEL: 'loud',
      ADMIN_EMAIL: 'nobody',
      LLM_TIMEOUT_SECONDS: '0',
    }
    const error = await start(wrong).catch(String)
    expect(error).toContain('ended with 1')
    for (const name of [
      'PORT',
      'RUN_MAX_ROWS',
      'LOG_LEVEL',
      'ADMIN_EMAIL',
      'LLM_TIMEOUT_SECONDS',
      'DEMO_PASSWORD',
    ])
      expect(error).toContain(name)
    expect(error).not.toMatch(/\n\s+at /)
  })

  it.each([
    ['its store is not there', (url: URL) => (url.port = '1'), '127.0.0.1:1'],
    [
      'its store does not know the password',
      (url: URL) => (url.password = 'canary'),
      'user name and password',
    ],
    ['its store has no such database', (url: URL) => (url.pathname = '/nowhere'), 'no database of that name'],
  ])('because %s says so plainly', async (_, change, words) => {
    const url = new URL(store.url)
    change(url)
    const error = await start({ DATABASE_URL: url.href }).catch(String)
    expect(error).toContain('ended with 1')
    expect(error).toContain(words)
    expect(error).toContain('Check DATABASE_URL')
    expect(error).not.toMatch(/canary|\n\s+at /)
  })

  it('because the port is taken says so plainly', async () => {
    const other = createServer()
    await new Promise<void>(resolve => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as AddressInfo
    const error = await start({ PORT: String(port) }).catch(String)
    other.close()
    expect(error).toContain('ended with 1')
    expect(error).toContain('port is taken')
    expect(error).not.toMatch(/\n\s+at /)
  })
})

describe('the end of a server', () => {
  it('by SIGTERM ends what runs, on record, with exit code 0', async () => {
    const app = await start()
    const { id, rest } = await startSilentRun(app)
    expect(await app.stop('SIGTERM')).toBe(0)
    await rest.catch(() => undefined)
    expect(await stateOf(id)).toMatchObject({ state: 'CANCELLED' })
    expect(await endsOnRecord(id)).toHaveLength(1)
  })

  it('by SIGTERM does not wait for clients that are deaf', async () => {
    const app = await start()
    const deaf = await connectDeaf(app)
    expect(await app.stop('SIGTERM')).toBe(0)
    deaf.destroy()
  }, 10_000)

  it('by SIGKILL leaves runs that the next server ends as interrupted', async () => {
    const app = await start()
    const { id } = await startSilentRun(app)
    await app.stop('SIGKILL')
    expect(await stateOf(id)).toMatchObject({ state: 'RUNNING' })
    await fromStore(`update result_sets set heartbeat_at = now() - interval '16 minutes' where id = '${id}'`)
    await start()
    expect(await stateOf(id)).toMatchObject({ state: 'FAILED', problem: { code: 'RUN_INTERRUPTED' } })
    expect(await endsOnRecord(id)).toEqual([{ detail: expect.stringContaining('RUN_INTERRUPTED') as string }])
  })
})
