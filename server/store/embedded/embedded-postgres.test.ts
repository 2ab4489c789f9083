import { cp, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startEmbeddedPostgres } from './embedded-postgres.ts'
import type { EmbeddedPostgres } from './embedded-postgres.ts'
import { isAlive, readPidFile, waitUntil } from './postmaster.ts'

let dataDirectory: string
let pgdata: string
let warnings: string[]

const log = { info: () => undefined, warn: (_fields: object, message: string) => void warnings.push(message) }
const start = (directory = dataDirectory) => startEmbeddedPostgres({ dataDirectory: directory, log })
const serverPid = async () => (await readPidFile(pgdata))?.pid

beforeEach(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'embedded-postgres-'))
  pgdata = join(dataDirectory, 'cluster', 'pgdata')
  warnings = []
})

afterEach(async () => {
  const pid = await serverPid()
  if (pid !== undefined && isAlive(pid) && pid !== process.pid) process.kill(pid, 'SIGKILL')
  await rm(dataDirectory, { recursive: true, force: true, maxRetries: 10 })
})

async function query(server: EmbeddedPostgres, text: string): Promise<unknown[][]> {
  const sql = postgres(server.url, { max: 1, onnotice: () => undefined })
  try {
    return await sql.unsafe(text).values()
  } finally {
    await sql.end()
  }
}

describe('startEmbeddedPostgres', () => {
  it('keeps the data over a restart', async () => {
    const first = await start()
    await query(first, 'create table kept as select 42 as answer')
    await first.stop()
    expect(await serverPid()).toBeUndefined()

    const second = await start()
    expect(await query(second, 'select answer from kept')).toEqual([[42]])
    await second.stop()
  })

  it('listens on the loopback address only, and lets nobody in without the password', async () => {
    const server = await start()
    const settings = `select current_setting('listen_addresses'), current_setting('unix_socket_directories')`
    expect(await query(server, settings)).toEqual([['127.0.0.1', '']])
    const withoutPassword = postgres(server.url.replace(server.password, 'wrong'), { max: 1 })
    await expect(withoutPassword`select 1`).rejects.toMatchObject({ code: '28P01' })
    const passwordFile = await stat(join(dataDirectory, 'cluster', 'password'))
    expect(passwordFile.mode & 0o777).toBe(0o600)
    await withoutPassword.end()
    await server.stop()
  })

  it('knows letters beyond ASCII', async () => {
    const server = await start()
    expect(await query(server, `select upper('žluť'), 'é' ~ '\\w'`)).toEqual([['ŽLUŤ', true]])
    await server.stop()
  })

  it('stops once, however often it is asked to', async () => {
    const server = await start()
    await Promise.all([server.stop(), server.stop()])
    await server.stop()
    expect(await serverPid()).toBeUndefined()
  })

  it('starts after the server was killed', async () => {
    const first = await start()
    await query(first, 'create table kept as select 42 as answer')
    const pid = (await serverPid()) ?? 0
    process.kill(pid, 'SIGKILL')
    await waitUntil(() => !isAlive(pid), 5_000)

    const second = await start()
    expect(await query(second, 'select answer from kept')).toEqual([[42]])
    await second.stop()
    await first.stop()
  })

  it('is not stopped by a pid file that names another living process', async () => {
    const first = await start()
    const content = await readFile(join(pgdata, 'postmaster.pid'), 'utf8')
    await first.stop()
    await writeFile(join(pgdata, 'postmaster.pid'), content.replace(/^\d+/, String(process.pid)))

    const second = await start()
    expect(await query(second, 'select 1')).toEqual([[1]])
    await second.stop()
  })

  it('tells a copy of a data directory from the original', async () => {
    const copy = join(dataDirectory, 'copy')
    const made = await start()
    await made.stop()
    await mkdir(copy)
    await cp(join(dataDirectory, 'cluster'), join(copy, 'cluster'), { recursive: true })
    const original = await start()
    await cp(join(pgdata, 'postmaster.pid'), join(copy, 'cluster', 'pgdata', 'postmaster.pid'))

    const copied = await start(copy)
    expect(copied.port).not.toBe(original.port)
    await copied.stop()
    expect(await query(original, 'select 1')).toEqual([[1]])
    await original.stop()
  })

  it('refuses the data of another major version and deletes nothing', async () => {
    const made = await start()
    await made.stop()
    await writeFile(join(pgdata, 'PG_VERSION'), '13\n')
    const before = await readdir(pgdata)
    await expect(start()).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('was made by PostgreSQL 13') as string,
    })
    expect(await readdir(pgdata)).toEqual(before)
  })

  it('says so when the folder cannot be used', async () => {
    const file = join(dataDirectory, 'file')
    await writeFile(file, '')
    await expect(start(file)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
  })

  it('says what PostgreSQL said when a setting is wrong', async () => {
    const settings = { shared_buffers: 'plenty' }
    await expect(startEmbeddedPostgres({ dataDirectory, log, settings })).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      cause: expect.stringContaining('shared_buffers') as string,
    })
    expect(warnings).toEqual(['The embedded PostgreSQL did not start'])
  })
})
