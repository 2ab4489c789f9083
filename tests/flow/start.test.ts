/** Servers that start together, again, or wrongly. */
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import postgres from 'postgres'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { connectApi, DEMO_PASSWORD } from '../fixtures/api-client.ts'
import type { AppServer } from '../fixtures/app-server.ts'
import { createAppServers } from '../fixtures/app-servers.ts'
import { createTestDatabase } from '../fixtures/postgres.ts'
import type { TestDatabase } from '../fixtures/postgres.ts'
import { postGraphql } from '../fixtures/post-graphql.ts'
import { ask, connectionId } from './documents.ts'

const KEYS = `k9:${Buffer.alloc(32, 9).toString('base64')}`
const READER = 'reader@demo.local'

let store: TestDatabase
const servers = createAppServers()

beforeAll(async () => {
  store = await createTestDatabase()
})
afterEach(() => servers.killAll())
afterAll(() => store?.drop())

const start = (environment: Record<string, string> = {}, on = store) => servers.start(on, environment)

async function countRows(table: 'users' | 'connections'): Promise<number> {
  const sql = postgres(store.url, { max: 1 })
  const rows = await sql`select from ${sql(table)}`
  await sql.end()
  return rows.length
}

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
    expect([await countRows('users'), await countRows('connections')]).toEqual([3, 2])
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

describe.concurrent('a start that cannot succeed', () => {
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

  it('for its store says where that was looked for and why it cannot be used', async () => {
    const url = new URL(store.url)
    url.password = 'canary'
    const error = await start({ DATABASE_URL: url.href }).catch(String)
    expect(error).toContain('ended with 1')
    expect(error).toContain(`${url.host}/${store.name} cannot be used: it does not accept the user name`)
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
