import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { codeOf, countOrders, startSampleServer } from './sample-server.fixture.ts'
import type { SampleServer } from './sample-server.fixture.ts'

let server: SampleServer
beforeAll(async () => {
  server = await startSampleServer()
})
afterEach(() => server.disconnect())
afterAll(() => server.stop())

async function dropSamples(): Promise<void> {
  const sql = server.connectAsAdministrator()
  await sql`DROP DATABASE IF EXISTS northwind_dev WITH (FORCE)`
  await sql`DROP DATABASE IF EXISTS northwind_prod WITH (FORCE)`
}

/** An install in a process of its own, to be killed. */
function spawnInstaller(): ChildProcess {
  const code = `
    import { installSamples } from ${JSON.stringify(join(import.meta.dirname, 'samples.ts'))}
    await installSamples(JSON.parse(process.argv[1]))`
  const node = ['--import', 'tsx', '--input-type=module', '--eval', code, JSON.stringify(server.options)]
  return spawn(process.execPath, node, { cwd: server.options.root, stdio: 'ignore' })
}

describe('installing the samples again', () => {
  it('keeps what was changed, and sets new passwords', async () => {
    const before = await server.install()
    await server.connect(
      before.development,
    )`UPDATE region SET region_description = 'Oriental' WHERE region_id = 1`
    const after = await server.install({
      passwords: { ...server.options.passwords, productionReader: 'prod-2' },
    })
    const [row] = await server.connect(
      after.development,
    )`SELECT region_description FROM region WHERE region_id = 1`
    expect(row).toEqual({ region_description: 'Oriental' })
    expect(await countOrders(server.connect(after.production))).toBe(830)
    expect(await codeOf(server.connect(before.production)`SELECT 1`)).toBe('28P01')
    await server.install()
  })

  it('takes back what the reader has been given meanwhile', async () => {
    const { production } = await server.install()
    await server.connectAsAdministrator()`ALTER ROLE northwind_prod_reader CREATEDB`
    await server.connectAsAdministrator('northwind_prod')`GRANT CREATE ON SCHEMA public TO PUBLIC`
    await server.install()
    const sql = server.connect(production)
    await sql`SET default_transaction_read_only = off`
    expect(await codeOf(sql`CREATE DATABASE mine`)).toBe('42501')
    expect(await codeOf(sql`CREATE TABLE mine (id int)`)).toBe('42501')
  })

  it('is harmless from several processes at once', async () => {
    await dropSamples()
    const installed = await Promise.all([server.install(), server.install(), server.install()])
    expect(await countOrders(server.connect(installed[0].development))).toBe(830)
    expect(await countOrders(server.connect(installed[2].production))).toBe(830)
  })

  it('fills a database whose install was killed before the end', async () => {
    await dropSamples()
    const administrator = server.connectAsAdministrator()
    await administrator`CREATE DATABASE northwind_dev OWNER northwind_dev_owner`
    // Statistics are gathered last: a session that waits for this lock has loaded everything and committed nothing.
    const inDevelopment = server.connectAsAdministrator('northwind_dev')
    await inDevelopment`BEGIN`
    await inDevelopment`LOCK TABLE pg_statistic IN SHARE MODE`
    const installer = spawnInstaller()
    const waiting = () => administrator`
      SELECT FROM pg_stat_activity WHERE datname = 'northwind_dev' AND wait_event_type = 'Lock'`
    await expect.poll(waiting, { timeout: 20_000 }).toHaveLength(1)
    const ended = once(installer, 'exit')
    installer.kill('SIGKILL')
    await ended
    await inDevelopment`COMMIT`

    const samples = await server.install()
    expect(await countOrders(server.connect(samples.development))).toBe(830)
    expect(await countOrders(server.connect(samples.production))).toBe(830)
  })
})

describe('an install that fails', () => {
  it('leaves nothing half done, says so in words for anyone, and can be repeated', async () => {
    await dropSamples()
    const broken = await mkdtemp(join(tmpdir(), 'broken-'))
    const northwind = join('server', 'samples', 'northwind')
    await cp(join(server.options.root, northwind), join(broken, northwind), { recursive: true })
    await writeFile(
      join(broken, northwind, 'data', 'shippers.json'),
      '{"columns": ["shipper_id", "company_name", "phone"], "rows": [[9, "Secret Carrier", null]]}',
    )
    const failure = await server.install({ root: broken }).catch((error: unknown) => error)
    await rm(broken, { recursive: true })
    expect(failure).toMatchObject({ code: 'SAMPLES_NOT_INSTALLED', retryable: true })
    expect(String(failure)).not.toContain('Secret Carrier')

    const samples = await server.install()
    expect(await countOrders(server.connect(samples.development))).toBe(830)
  })

  it('does not wait for a server that is not there', async () => {
    const nowhere = 'postgres://app:x@127.0.0.1:1/postgres'
    expect(await codeOf(server.install({ administratorUrl: nowhere }))).toBe('SAMPLES_NOT_INSTALLED')
  })
})
