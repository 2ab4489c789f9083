/** Saved passwords whose key is not there, and new keys for all of them, with the built server and command. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { access, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readPidFile, shutDown } from '../../server/store/embedded/postmaster.ts'
import { openStore } from '../../server/store/store.ts'
import { connectApi } from '../fixtures/api-client.ts'
import type { ApiClient } from '../fixtures/api-client.ts'
import { createAppServers } from '../fixtures/app-servers.ts'
import { createTestDatabase } from '../fixtures/postgres.ts'
import type { TestDatabase } from '../fixtures/postgres.ts'
import { connectionOf } from '../fixtures/store.ts'
import { ask, connectionId } from './documents.ts'

const ADMIN = 'admin@demo.local'
const CANARY = 'canary-password'
const TABLES = 'query ($id: ID!) { connection(id: $id) { name tables { name } } }'
const key = (id: string, fill: number) => ({ id, key: Buffer.alloc(32, fill) })
const setting = (...keys: { id: string; key: Buffer }[]) =>
  keys.map(({ id, key: bytes }) => `${id}:${bytes.toString('base64')}`).join(',')

let store: TestDatabase
let dataDirectory: string
const servers = createAppServers()

beforeEach(async () => {
  store = await createTestDatabase()
  dataDirectory = await mkdtemp(join(tmpdir(), 'keys-'))
})
afterEach(async () => {
  await servers.killAll()
  await store.drop()
  // A server that was killed leaves its embedded PostgreSQL running.
  const pgdata = join(dataDirectory, 'cluster', 'pgdata')
  const left = await readPidFile(pgdata)
  if (left) await shutDown(pgdata, left.pid)
  await rm(dataDirectory, { recursive: true, force: true, maxRetries: 10 })
})

/** Saved by an earlier server that had that key. */
async function save(name: string, sealingKey: { id: string; key: Buffer }): Promise<string> {
  const earlier = await openStore({ url: store.url, migrationsFolder: 'drizzle', keys: [sealingKey] })
  const connection = connectionOf({ name })
  expect(await earlier.connections.add(connection, CANARY)).toBe('added')
  await earlier.close()
  return connection.id
}

async function rotateKeys(environment: Record<string, string>) {
  const child = spawn(process.execPath, ['build/server-app/rotate-keys.js'], {
    env: { PATH: process.env.PATH, NODE_ENV: 'production', DATA_DIR: dataDirectory, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  const [exitCode] = (await once(child, 'close')) as [number | null]
  return { exitCode, output }
}

const tablesOf = (api: ApiClient, id: string) =>
  api.request<{ connection: { tables: { name: string }[] } }>(TABLES, { id })

/** Line by line as JSON; what is not JSON is not of the log. */
const errorsIn = (output: string) =>
  output
    .split('\n')
    .filter(line => line.startsWith('{'))
    .map(line => JSON.parse(line) as { level: number; code?: string; msg: string })
    .filter(({ level }) => level >= 50)

describe('a start without the keys of some passwords', () => {
  it('names these connections once in the log, keeps their passwords, and everything else works', async () => {
    const [missing, wrong] = [await save('Billing', key('k1', 1)), await save('Stock', key('k2', 9))]
    const app = await servers.start(store, { APP_ENCRYPTION_KEYS: setting(key('k2', 2)) })
    const errors = errorsIn(app.output())
    expect(errors).toHaveLength(1)
    expect(errors[0]).toMatchObject({ code: 'STORE_KEY_MISSING' })
    expect(errors[0]?.msg).toContain('"Billing" (the key "k1" is not among APP_ENCRYPTION_KEYS)')
    expect(errors[0]?.msg).toContain('"Stock" (the key "k2" is not the one that sealed it)')
    expect(app.output()).not.toContain(CANARY)

    const api = await connectApi(app.url, ADMIN)
    for (const [id, name] of [
      [missing, 'Billing'],
      [wrong, 'Stock'],
    ] as const)
      await expect(tablesOf(api, id)).rejects.toMatchObject({
        code: 'STORE_KEY_MISSING',
        message: expect.stringContaining(`"${name}"`) as string,
      })
    expect(await ask(api, { connectionId: missing, text: 'Show me all shippers' })).toMatchObject({
      outcome: 'FAILURE',
      message: expect.stringContaining('"Billing" cannot be read') as string,
    })
    const { connection } = await tablesOf(api, await connectionId(api, 'Northwind prod'))
    expect(connection.tables.map(({ name }) => name)).toContain('customers')
    await api.close()
    expect(await app.stop()).toBe(0)

    const again = await servers.start(store, { APP_ENCRYPTION_KEYS: setting(key('k2', 2), key('k1', 1)) })
    expect(errorsIn(again.output()).map(({ msg }) => msg)).toEqual([expect.not.stringContaining('Billing')])
  }, 90_000)
})

describe('rotating keys', () => {
  it('while the server runs seals all anew, disturbs nobody, and is on record', async () => {
    const billing = await save('Billing', key('k1', 1))
    const keys = setting(key('k2', 2), key('k1', 1))
    const app = await servers.start(store, { APP_ENCRYPTION_KEYS: keys })
    const environment = { DATABASE_URL: store.url, DEMO: 'false', APP_ENCRYPTION_KEYS: keys }
    const { exitCode, output } = await rotateKeys(environment)
    expect(exitCode, output).toBe(0)
    expect(output).toContain('Sealed anew under the key "k2": 1 saved password.')
    expect(output).toContain('Already under it: 3. Unreadable: 0.')
    expect(output).toContain('No saved password needs "k1" any more')
    expect(output).not.toContain(CANARY)

    const api = await connectApi(app.url, ADMIN)
    // It gets as far as looking for the host.
    await expect(tablesOf(api, billing)).rejects.toMatchObject({
      code: expect.stringMatching(/^DATABASE_/) as string,
    })
    await api.close()
    await app.stop()
    const after = await servers.start(store, { APP_ENCRYPTION_KEYS: setting(key('k2', 2)) })
    expect(errorsIn(after.output())).toEqual([])

    const sql = postgres(store.url, { max: 1 })
    const events = await sql<
      { action: string; actor_id: string | null; detail: string }[]
    >`select action, actor_id, detail from audit_events where action like 'keys.%' order by sequence`
    await sql.end()
    expect(events.map(({ action, actor_id }) => [action, actor_id])).toEqual([
      ['keys.rotation-started', null],
      ['keys.rotated', null],
    ])
    expect(JSON.parse(events[1]?.detail ?? '')).toEqual({
      keyId: 'k2',
      resealed: 1,
      alreadyRight: 3,
      unreadable: 0,
    })
  }, 90_000)

  it('ends with 1 and names what it could not read', async () => {
    await save('Billing', key('k1', 1))
    await save('Stock', key('k2', 2))
    const environment = { DATABASE_URL: store.url, APP_ENCRYPTION_KEYS: setting(key('k3', 3), key('k2', 2)) }
    const { exitCode, output } = await rotateKeys(environment)
    expect(exitCode, output).toBe(1)
    expect(output).toContain('Sealed anew under the key "k3": 1 saved password.')
    expect(output).toContain('"Billing" (the key "k1" is not among APP_ENCRYPTION_KEYS)')
    expect(output).toContain('No saved password needs "k2" any more')
  })

  it('says what is wrong with the configuration or the store, without a stack or a secret', async () => {
    const url = new URL(store.url)
    url.password = CANARY
    const wrong = await rotateKeys({ DATABASE_URL: url.href, APP_ENCRYPTION_KEYS: setting(key('k1', 1)) })
    expect(wrong.exitCode).toBe(1)
    expect(wrong.output).toContain('Check DATABASE_URL')
    const none = await rotateKeys({ DATABASE_URL: store.url })
    expect(none.exitCode).toBe(1)
    expect(none.output).toContain('APP_ENCRYPTION_KEYS is required')
    expect(wrong.output + none.output).not.toMatch(/canary|\n\s+at /)
  })

  it('leads from the generated key to one of our own, with the embedded PostgreSQL in use and not', async () => {
    const embedded = { DATABASE_URL: '', SAMPLES_DATABASE_URL: '', DATA_DIR: dataDirectory }
    const first = await servers.start(store, embedded)

    const keys = { APP_ENCRYPTION_KEYS: setting(key('k1', 1)) }
    // Beside the first one, so that the samples stay where they are and keep the passwords that are sealed already.
    const app = await servers.start(store, { ...embedded, ...keys })
    expect(await first.stop()).toBe(0)
    expect(errorsIn(app.output())).toEqual([])
    const { exitCode, output } = await rotateKeys(keys)
    expect(exitCode, output).toBe(0)
    expect(output).toContain('Sealed anew under the key "k1": 2 saved passwords.')
    expect(output).toContain(
      `No saved password needs "local" (the file ${dataDirectory}/secrets/encryption-key) any more`,
    )
    const api = await connectApi(app.url, ADMIN)
    const { connection } = await tablesOf(api, await connectionId(api, 'Northwind prod'))
    expect(connection.tables.map(({ name }) => name)).toContain('customers')
    await api.close()
    expect(await app.stop()).toBe(0)

    const alone = await rotateKeys(keys)
    expect(alone.exitCode, alone.output).toBe(0)
    expect(alone.output).toContain('Already under it: 3.')
    await expect(access(join(dataDirectory, 'cluster', 'pgdata', 'postmaster.pid'))).rejects.toThrow()
  }, 90_000)
})
