/** A network that fails at every moment of a run. An error that nobody has caught fails these tests too: Vitest reports it. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { adminUrl } from '../../../tests/fixtures/postgres.ts'
import { startTcpProxy } from '../../../tests/fixtures/tcp-proxy.ts'
import type { TcpProxy } from '../../../tests/fixtures/tcp-proxy.ts'
import type { Database } from '../database.ts'
import { createDial } from '../dial.ts'
import { postgresEngine } from './postgres.ts'
import { readRows } from '../../../tests/fixtures/encoded-rows.ts'

const admin = new URL(adminUrl())
let proxy: TcpProxy
let database: Database

beforeAll(async () => {
  proxy = await startTcpProxy(Number(admin.port))
  database = postgresEngine.open(
    {
      host: '127.0.0.1',
      port: proxy.port,
      database: 'postgres',
      username: admin.username,
      password: decodeURIComponent(admin.password),
      tls: 'PREFER',
    },
    {
      dial: createDial(),
      applicationName: 'lost-sessions',
      maxSessions: 5,
      idleTimeoutMs: 60_000,
      connectTimeoutMs: 20_000,
      statementTimeoutMs: 20_000,
    },
  )
})

beforeEach(() => proxy.accept())

afterAll(async () => {
  await database?.close()
  await proxy?.stop()
})

const LIMITS = { timeoutMs: 20_000 }
const lost = { code: 'DATABASE_CONNECTION_LOST' }

describe.each(['reset', 'close'] as const)('a network that ends connections by a %s', how => {
  it('before the first read fails the run instead of running it on another session', async () => {
    const cursor = await database.openCursor('select pg_backend_pid()', LIMITS)
    proxy.cut(how)
    await expect.poll(() => proxy.count()).toBe(0)
    // The driver learns of it a moment after the network.
    await sleep(50)
    await expect(readRows(cursor, 1)).rejects.toMatchObject(lost)
    expect(proxy.count()).toBe(0)
    await cursor.close()
  })

  it('between two reads fails the second', async () => {
    const cursor = await database.openCursor('select * from generate_series(1, 1000)', LIMITS)
    expect((await readRows(cursor, 10)).rows).toHaveLength(10)
    proxy.cut(how)
    await sleep(50)
    await expect(readRows(cursor, 10)).rejects.toMatchObject(lost)
    await cursor.close()
  })

  it('while a read waits fails that read', async () => {
    const cursor = await database.openCursor('select pg_sleep(2)', LIMITS)
    const reading = readRows(cursor, 1)
    setTimeout(() => proxy.cut(how), 50)
    await expect(reading).rejects.toMatchObject(lost)
    await cursor.close()
  })

  it('at any other moment leaves a database that works when the network does', async () => {
    const use = async (sql: string) => {
      const cursor = await database.openCursor(sql, LIMITS)
      try {
        while (!(await readRows(cursor, 100)).done);
      } finally {
        await cursor.close()
      }
    }
    for (let delayMs = 0; delayMs < 24; delayMs += 3) {
      const work = Promise.allSettled([
        use('select * from generate_series(1, 100000)'),
        use('select 1'),
        database.plan('select 1'),
        database.readFacts(),
      ])
      await sleep(delayMs)
      proxy.cut(how)
      for (const result of await work)
        if (result.status === 'rejected') expect(result.reason).toMatchObject(lost)
    }
    expect(await database.plan('select 1')).toMatchObject({ rows: 1 })
  })
})

describe('a server that takes no connections any more', () => {
  it('cannot be asked to cancel; the run is given up all the same', async () => {
    const cursor = await database.openCursor('select pg_sleep(2)', LIMITS)
    const reading = readRows(cursor, 1)
    await sleep(50)
    proxy.refuse()
    setTimeout(() => proxy.cut('reset'), 300)
    await Promise.all([cursor.close(), expect(reading).rejects.toMatchObject({ code: 'RUN_CANCELLED' })])
    proxy.accept()
    expect(await database.plan('select 1')).toMatchObject({ rows: 1 })
  })
})
