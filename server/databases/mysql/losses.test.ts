/** Streams that do not come to their end: what the reader has until then, and what is left in the server. */
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createConnection as createBareConnection } from 'mysql2'
import { createConnection } from 'mysql2/promise'
import type { Connection, RowDataPacket } from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { startMariadb } from '../../../tests/fixtures/mariadb.ts'
import type { Mariadb } from '../../../tests/fixtures/mariadb.ts'
import { createMysqlTestDatabase } from '../../../tests/fixtures/mysql.ts'
import type { TestDatabase } from '../../../tests/fixtures/postgres.ts'
import { findMariadb } from '../../../tests/fixtures/server-programs.mjs'
import type { Database, DatabaseOptions, RowCursor } from '../database.ts'
import { createDial } from '../dial.ts'
import { mysqlEngine } from './mysql.ts'

const OPTIONS: DatabaseOptions = {
  dial: createDial(),
  applicationName: 'losses-test',
  maxSessions: 1,
  idleTimeoutMs: 60_000,
  connectTimeoutMs: 10_000,
  statementTimeoutMs: 10_000,
}
const BOUNDS = { maxRows: 20_000, maxBytes: 256 * 1024 }

async function withDatabase<T>(text: string, use: (database: Database) => Promise<T>): Promise<T> {
  const url = new URL(text)
  const target = {
    host: url.hostname,
    port: Number(url.port),
    database: url.pathname.slice(1),
    username: url.username,
    password: url.password,
    tls: 'DISABLE' as const,
  }
  const database = mysqlEngine.open(target, OPTIONS)
  try {
    return await use(database)
  } finally {
    await database.close()
  }
}

/** Until it fails. */
async function countRows(cursor: RowCursor): Promise<{ count: number; failure: unknown }> {
  let count = 0
  try {
    for (;;) {
      const { rows, done } = await cursor.read(BOUNDS)
      count += rows.count
      if (done) return { count, failure: null }
    }
  } catch (failure) {
    return { count, failure }
  }
}

describe('on a server that stays', () => {
  let test: TestDatabase
  let admin: Connection
  beforeAll(async () => {
    test = await createMysqlTestDatabase()
    admin = await createConnection(test.url)
  })
  afterAll(async () => {
    await admin?.end()
    await test?.drop()
  })

  async function countRunning(text: string): Promise<number> {
    const [rows] = await admin.query<RowDataPacket[]>(
      'select count(*) as n from information_schema.processlist where info like ? and id <> connection_id()',
      [`%${text}%`],
    )
    return Number(rows[0]?.n)
  }

  it('a statement that fails at its row 500,000 gives all rows before it, then the failure', () =>
    withDatabase(test.url, async database => {
      const sql =
        'select seq, if(seq < 500000, 1, (select 1 union select 2 from seq_1_to_2 where seq_1_to_2.seq <= t.seq)) ' +
        'from seq_1_to_600000 t'
      const cursor = await database.openCursor(sql, { timeoutMs: 120_000 })
      const { count, failure } = await countRows(cursor)
      await cursor.close()
      expect(count).toBe(499_999)
      expect(failure).toMatchObject({ code: 'DATABASE_STATEMENT_FAILED' })
      expect((await cursorOf(database, 'select 1')).count).toBe(1)
    }))

  it('a row of 100 MB is refused after the rows before it, and the server is rid of the statement', () =>
    withDatabase(test.url, async database => {
      const [[before]] = (await admin.query('select @@global.max_allowed_packet as bytes')) as unknown as [
        [{ bytes: number }],
      ]
      await admin.query('set global max_allowed_packet = 268435456')
      try {
        const sql = "select if(seq < 4, 'short', repeat('x', 100000000)) as huge from seq_1_to_5"
        const { count, failure } = await cursorOf(database, sql)
        expect(count).toBe(3)
        expect(failure).toMatchObject({ code: 'DATABASE_STATEMENT_FAILED' })
        await expect.poll(() => countRunning('as huge'), { timeout: 30_000 }).toBe(0)
        expect((await cursorOf(database, 'select 1')).count).toBe(1)
      } finally {
        await admin.query(`set global max_allowed_packet = ${before.bytes}`)
      }
    }))

  it('one that is paused in the middle of its rows is gone from the server when it is closed', () =>
    withDatabase(test.url, async database => {
      const sql = "select repeat('y', 500) as paused from seq_1_to_5000000"
      const cursor = await database.openCursor(sql, { timeoutMs: 120_000 })
      await cursor.read(BOUNDS)
      // By then the server waits for us to take more.
      await new Promise(resolve => setTimeout(resolve, 300))
      expect(await countRunning('as paused')).toBe(1)
      await cursor.close()
      await expect.poll(() => countRunning('as paused'), { timeout: 30_000 }).toBe(0)
      expect((await cursorOf(database, 'select 1')).count).toBe(1)
    }))

  async function cursorOf(database: Database, sql: string) {
    const cursor = await database.openCursor(sql, { timeoutMs: 120_000 })
    const result = await countRows(cursor)
    await cursor.close()
    return result
  }

  /** Why a cursor is ended by KILL from another session: the driver's own ways leave the server at work. */
  it('a driver that only says goodbye leaves the server at work', async () => {
    const left = createBareConnection(test.url).on('error', () => undefined)
    left.execute('select sleep(603)').on('error', () => undefined)
    await expect.poll(() => countRunning('sleep(603)'), { timeout: 30_000 }).toBe(1)
    left.end()
    left.destroy()
    await new Promise(resolve => setTimeout(resolve, 1000))
    expect(await countRunning('sleep(603)')).toBe(1)
    await admin.query(`kill ${left.threadId}`)
  })
})

describe('on a server that dies', () => {
  let folder: string
  let server: Mariadb
  beforeAll(async () => {
    folder = await mkdtemp(join(inject('serversFolder'), 'losses-'))
    await chmod(folder, 0o711)
    server = await startMariadb({
      program: await findMariadb(),
      folder: join(folder, 'server'),
      caFile: '',
      certificate: null,
    })
  })
  afterAll(async () => {
    await server?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  it('the rows that came are there, then the failure', () =>
    withDatabase(server.url, async database => {
      const sql = "select seq, repeat('z', 200) from seq_1_to_50000000"
      const cursor = await database.openCursor(sql, { timeoutMs: 120_000 })
      const first = await cursor.read(BOUNDS)
      expect(first.rows.count).toBeGreaterThan(100)
      await server.stop()
      const { failure } = await countRows(cursor)
      expect(failure).toMatchObject({ code: 'DATABASE_CONNECTION_LOST', retryable: true })
      await cursor.close()
    }))
})
