import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import postgres from 'postgres'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startEmbeddedPostgres } from './embedded-postgres.ts'
import { isAlive, readPidFile, waitUntil } from './postmaster.ts'

const USER_PROGRAM = fileURLToPath(
  new URL('../../../tests/fixtures/embedded-postgres-user.ts', import.meta.url),
)
const silent = { info: () => undefined, warn: () => undefined }

let dataDirectory: string
let children: ChildProcess[]

const start = () => startEmbeddedPostgres({ dataDirectory, log: silent })
const serverPid = async () => (await readPidFile(join(dataDirectory, 'cluster', 'pgdata')))?.pid

beforeEach(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'embedded-postgres-'))
  children = []
})

afterEach(async () => {
  for (const child of children) child.kill('SIGKILL')
  const pid = await serverPid()
  if (pid !== undefined && isAlive(pid)) process.kill(pid, 'SIGKILL')
  await rm(dataDirectory, { recursive: true, force: true, maxRetries: 10 })
})

function spawnUser(): ChildProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', USER_PROGRAM, dataDirectory], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  children.push(child)
  return child
}

async function urlOf(child: ChildProcess): Promise<string> {
  const [chunk] = (await once(child.stdout ?? child, 'data')) as [Buffer]
  return chunk.toString('utf8').trim()
}

async function answers(url: string): Promise<boolean> {
  const sql = postgres(url, { max: 1, connect_timeout: 2 })
  const answer = await sql`select 1`.then(
    () => true,
    () => false,
  )
  await sql.end()
  return answer
}

describe('several processes on one data directory', () => {
  it('share one server, which the last to leave stops', async () => {
    const child = spawnUser()
    const url = await urlOf(child)
    const ours = await start()
    expect(ours.url).toBe(url)

    child.stdin?.end()
    await once(child, 'exit')
    expect(await answers(url)).toBe(true)

    await ours.stop()
    expect(await answers(url)).toBe(false)
  })

  it('leave the server running for one that joined it', async () => {
    const ours = await start()
    const child = spawnUser()
    expect(await urlOf(child)).toBe(ours.url)
    await ours.stop()
    expect(await answers(ours.url)).toBe(true)

    child.stdin?.end()
    await once(child, 'exit')
    expect(await answers(ours.url)).toBe(false)
  })

  it('agree on one server when they start an empty directory at the same time', async () => {
    const urls = await Promise.all([spawnUser(), spawnUser(), spawnUser()].map(urlOf))
    expect(new Set(urls).size).toBe(1)
  })

  it('stop it exactly once when they leave at the same time', async () => {
    const users = [spawnUser(), spawnUser()]
    await Promise.all(users.map(urlOf))
    const pid = (await serverPid()) ?? 0
    const exits = users.map(user => once(user, 'exit'))
    for (const user of users) user.stdin?.end()
    expect(await Promise.all(exits)).toEqual([
      [0, null],
      [0, null],
    ])
    expect(await waitUntil(() => !isAlive(pid), 5_000)).toBe(true)
  })

  it('adopt the server of a process that was killed', async () => {
    const child = spawnUser()
    const url = await urlOf(child)
    const pid = await serverPid()
    child.kill('SIGKILL')
    await once(child, 'exit')

    const ours = await start()
    expect(ours.url).toBe(url)
    expect(await serverPid()).toBe(pid)
    await ours.stop()
    expect(await serverPid()).toBeUndefined()
  })

  it('do again what a process did not finish that was killed while it set up the directory', async () => {
    const child = spawnUser()
    const unfinished = async () => (await readdir(dataDirectory)).filter(entry => entry.startsWith('initdb-'))
    await waitUntil(async () => (await unfinished()).length > 0, 30_000)
    child.kill('SIGKILL')
    await once(child, 'exit')

    const ours = await start()
    expect(await answers(ours.url)).toBe(true)
    expect(await unfinished()).toEqual([])
    await ours.stop()
  })
})
