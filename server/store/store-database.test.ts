/** The store's sessions when the network or the server fails. Vitest reports an error that nobody has caught. */
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { adminUrl, createTestDatabase } from '../../tests/fixtures/postgres.ts'
import type { TestDatabase } from '../../tests/fixtures/postgres.ts'
import { startTcpProxy } from '../../tests/fixtures/tcp-proxy.ts'
import type { TcpProxy } from '../../tests/fixtures/tcp-proxy.ts'
import { openStoreDatabase } from './store-database.ts'
import type { StoreDatabase } from './store-database.ts'
import { storeFailure } from './store-failure.ts'

let own: TestDatabase
let proxy: TcpProxy
let database: StoreDatabase
let admin: postgres.Sql

beforeAll(async () => {
  own = await createTestDatabase()
  const url = new URL(own.url)
  proxy = await startTcpProxy(Number(url.port))
  url.port = String(proxy.port)
  database = openStoreDatabase(url.href)
  admin = postgres(adminUrl(), { max: 1, onnotice: () => undefined })
})

afterAll(async () => {
  await database?.end()
  await admin?.end()
  await proxy?.stop()
  await own?.drop()
})

const one = () => database.db.execute(sql`select ${1}::int as one`)
const slow = (label: string) => database.db.execute(sql.raw(`select pg_sleep(30) as "${label}"`))

const sleeping = async (label: string) =>
  (await admin`select from pg_stat_activity where wait_event = 'PgSleep' and query like ${`%${label}%`}`)
    .length
const terminate = () =>
  admin`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${own.name}`

const waysToGo: Record<string, () => unknown> = {
  'the server ends them': terminate,
  'the network resets them': () => proxy.cut('reset'),
  'the network closes them': () => proxy.cut('close'),
}

describe("the store's sessions", () => {
  it('serve more callers than there are sessions', async () => {
    expect(await Promise.all(Array.from({ length: 40 }, one))).toEqual(Array(40).fill([{ one: 1 }]))
    expect(proxy.count()).toBe(10)
  })

  it('are all gone after the end, also those that were being opened', async () => {
    const other = openStoreDatabase(own.url)
    const named = async () =>
      (await admin`select from pg_stat_activity where application_name = 'ended' and datname = ${own.name}`)
        .length
    const asked = Array.from({ length: 20 }, () =>
      other.db.execute(sql`select set_config('application_name', 'ended', false), pg_sleep(0.01)`),
    )
    const answered = Promise.allSettled(asked)
    await asked[0]
    expect(await named()).toBeGreaterThan(0)
    await other.end()
    await answered
    await expect(other.db.execute(sql`select 1`)).rejects.toMatchObject({
      cause: { message: 'The store was closed meanwhile' },
    })
    await expect.poll(named).toBe(0)
  })

  it('make each statement a transaction of its own', async () => {
    await expect(database.db.transaction(() => Promise.resolve())).rejects.toThrow('not supported')
  })

  it.each(Object.entries(waysToGo))('are replaced when %s', async (how, cut) => {
    const pending = Promise.allSettled([slow(how), slow(how), slow(how)])
    await expect.poll(() => sleeping(how), { timeout: 15_000 }).toBe(3)
    await cut()
    for (const result of await pending) {
      if (result.status === 'fulfilled') throw new Error('was not cut')
      expect(storeFailure(result.reason)).toMatchObject({ code: 'STORE_UNAVAILABLE', retryable: true })
    }
    // Of an idle session that has gone too we may learn a moment later.
    await expect.poll(one).toEqual([{ one: 1 }])
  })

  it.each(Object.entries(waysToGo))('answer rightly under load while %s', async (_, cut) => {
    for (let delayMs = 0; delayMs < 15; delayMs += 3) {
      const work = Promise.allSettled(
        Array.from({ length: 30 }, () =>
          one()
            .then(one)
            .catch(() => one()),
        ),
      )
      await sleep(delayMs)
      await cut()
      for (const result of await work) {
        if (result.status === 'fulfilled') expect(result.value).toEqual([{ one: 1 }])
        else expect(storeFailure(result.reason)).not.toBeNull()
      }
    }
    await expect.poll(() => Promise.all(Array.from({ length: 30 }, one))).toHaveLength(30)
  })

  it('say in time that a server hangs up without a word', async () => {
    const silent = await startTcpProxy(1)
    const url = new URL(adminUrl())
    url.port = String(silent.port)
    const store = openStoreDatabase(url.href)
    await expect(store.ping(200)).rejects.toSatisfy(error => storeFailure(error) !== null)
    await store.end()
    await silent.stop()
  })
})
