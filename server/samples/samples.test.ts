import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import postgres from 'postgres'
import type { Sql } from 'postgres'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startEmbeddedPostgres } from '../store/embedded/embedded-postgres.ts'
import type { EmbeddedPostgres } from '../store/embedded/embedded-postgres.ts'
import { installSamples } from './samples.ts'
import type { SampleTarget, Samples } from './samples.ts'

const root = resolve(import.meta.dirname, '../..')
const passwords = { developmentOwner: `it's "dev" \\ 1`, productionReader: 'prod-1' }

// A server of its own: the names of the samples are fixed, and these tests break them.
let server: EmbeddedPostgres
let dataDirectory: string
const open: Sql[] = []

function connect(target: string | SampleTarget): Sql {
  const options = { max: 1, onnotice: () => undefined }
  const sql = typeof target === 'string' ? postgres(target, options) : postgres({ ...target, ...options })
  open.push(sql)
  return sql
}

function connectAsAdministrator(database = 'postgres'): Sql {
  const url = new URL(server.url)
  url.pathname = database
  return connect(url.href)
}

const install = (changes: Partial<Parameters<typeof installSamples>[0]> = {}) =>
  installSamples({ administratorUrl: server.url, root, passwords, ...changes })

async function dropSamples(): Promise<void> {
  const sql = connectAsAdministrator()
  await sql`DROP DATABASE IF EXISTS northwind_dev WITH (FORCE)`
  await sql`DROP DATABASE IF EXISTS northwind_prod WITH (FORCE)`
}

/** An install in a process of its own, to be killed. */
function spawnInstaller(): ChildProcess {
  const code = `
    import { installSamples } from ${JSON.stringify(join(import.meta.dirname, 'samples.ts'))}
    await installSamples(JSON.parse(process.argv[1]))`
  const options = JSON.stringify({ administratorUrl: server.url, root, passwords })
  const node = ['--import', 'tsx', '--input-type=module', '--eval', code, options]
  return spawn(process.execPath, node, { cwd: root, stdio: 'ignore' })
}

async function countOrders(target: SampleTarget): Promise<number> {
  const [row] = await connect(target)<[{ count: number }]>`SELECT count(*)::int FROM orders`
  return row.count
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'no error',
    (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
  )

beforeAll(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'lovable-samples-'))
  const silent = { info: () => undefined, warn: () => undefined }
  server = await startEmbeddedPostgres({ dataDirectory, log: silent, settings: { fsync: 'off' } })
})

afterEach(() => Promise.all(open.splice(0).map(sql => sql.end())))

afterAll(async () => {
  await server.stop()
  await rm(dataDirectory, { recursive: true, force: true })
})

describe('the installed samples', () => {
  let samples: Samples
  beforeAll(async () => {
    samples = await install()
  })

  it('are two databases with two logins on the same server', () => {
    expect(samples).toEqual({
      development: {
        host: '127.0.0.1',
        port: server.port,
        database: 'northwind_dev',
        username: 'northwind_dev_owner',
        password: passwords.developmentOwner,
      },
      production: {
        host: '127.0.0.1',
        port: server.port,
        database: 'northwind_prod',
        username: 'northwind_prod_reader',
        password: passwords.productionReader,
      },
    })
  })

  it.each(['development', 'production'] as const)(
    'hold all of Northwind in %s, with statistics',
    async name => {
      const sql = connect(samples[name])
      const tables = await sql<{ table: string; rows: number }[]>`
      SELECT relname AS table, reltuples::int AS rows FROM pg_class
      WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`
      expect(Object.fromEntries(tables.map(({ table, rows }) => [table, rows]))).toEqual({
        categories: 8,
        customers: 91,
        employee_territories: 49,
        employees: 9,
        order_details: 2130,
        orders: 830,
        products: 77,
        region: 4,
        shippers: 3,
        suppliers: 29,
        territories: 53,
      })
      expect(await countOrders(samples[name])).toBe(830)
    },
  )

  it('hold what was generated, to the cent and with accents', async () => {
    const sql = connect(samples.production)
    const [chai] = await sql`SELECT unit_price::text, discontinued FROM products WHERE product_name = 'Chai'`
    expect(chai).toEqual({ unit_price: '18.00', discontinued: 0 })
    const [folk] =
      await sql`SELECT count(*)::int FROM customers WHERE address = 'Åkergatan 24' AND region IS NULL`
    expect(folk).toEqual({ count: 1 })
    const [dates] = await sql`SELECT min(order_date)::text, max(order_date)::text FROM orders`
    expect(dates).toEqual({ min: '1996-07-04', max: '1998-05-06' })
    const [discount] = await sql`SELECT max(discount)::text FROM order_details`
    expect(discount).toEqual({ max: '0.25' })
  })

  it('have foreign keys that hold, each with an index, and a comment on every table', async () => {
    const sql = connect(samples.production)
    const keys = await sql`
      SELECT conrelid::regclass::text AS table, convalidated AS holds, EXISTS (
        SELECT FROM pg_index WHERE indrelid = conrelid AND indkey[0] = conkey[1]) AS indexed
      FROM pg_constraint WHERE contype = 'f'`
    expect(keys).toHaveLength(11)
    expect(keys.filter(key => !(key.holds === true && key.indexed === true))).toEqual([])
    const bare = await sql`
      SELECT relname FROM pg_class
      WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND obj_description(oid, 'pg_class') IS NULL`
    expect(bare).toEqual([])
  })

  it.each([
    `INSERT INTO region VALUES (5, 'Central')`,
    `UPDATE products SET unit_price = 0`,
    `DELETE FROM order_details`,
    `TRUNCATE order_details`,
    `CREATE TABLE mine (id int)`,
    `CREATE TEMP TABLE mine (id int)`,
    `CREATE SCHEMA mine`,
    `ALTER TABLE products ADD COLUMN mine int`,
    `DROP TABLE order_details`,
    `SELECT lo_create(0)`,
    `SELECT lo_from_bytea(0, 'x')`,
    `SET temp_file_limit = -1`,
    `SET ROLE northwind_dev_owner`,
    `CREATE ROLE mine`,
    `CREATE DATABASE mine`,
  ])('refuse the reader, even out of its read-only mode: %s', async statement => {
    const sql = connect(samples.production)
    await sql`SET default_transaction_read_only = off`
    expect(await codeOf(sql.unsafe(statement))).toBe('42501')
  })

  it('start the reader in read-only mode with a limit on temporary files', async () => {
    const sql = connect(samples.production)
    expect(await sql`SHOW default_transaction_read_only`).toEqual([{ default_transaction_read_only: 'on' }])
    expect(await sql`SHOW temp_file_limit`).toEqual([{ temp_file_limit: '1GB' }])
  })

  it("let neither login into the other's database", async () => {
    const { development, production } = samples
    expect(await codeOf(connect({ ...production, database: development.database })`SELECT 1`)).toBe('42501')
    expect(await codeOf(connect({ ...development, database: production.database })`SELECT 1`)).toBe('42501')
  })

  it('let the owner of the development database change everything in it', async () => {
    const sql = connect(samples.development)
    await sql.begin(async transaction => {
      await transaction`CREATE TABLE notes (id int)`
      await transaction`ALTER TABLE products ADD COLUMN colour text`
      const updated = await transaction`UPDATE products SET colour = 'green'`
      expect(updated.count).toBe(77)
      await transaction`DROP TABLE order_details`
      await transaction`ROLLBACK`.catch(() => undefined)
    })
    const [row] =
      await sql`SELECT rolsuper OR rolcreatedb OR rolcreaterole AS mighty FROM pg_roles WHERE rolname = user`
    expect(row).toEqual({ mighty: false })
  })
})

describe('installing the samples again', () => {
  it('keeps what was changed, and sets new passwords', async () => {
    const before = await install()
    await connect(before.development)`UPDATE region SET region_description = 'Oriental' WHERE region_id = 1`
    const after = await install({ passwords: { ...passwords, productionReader: 'prod-2' } })
    const [row] = await connect(after.development)`SELECT region_description FROM region WHERE region_id = 1`
    expect(row).toEqual({ region_description: 'Oriental' })
    expect(await countOrders(after.production)).toBe(830)
    expect(await codeOf(connect(before.production)`SELECT 1`)).toBe('28P01')
    await install()
  })

  it('takes back what the reader has been given meanwhile', async () => {
    const { production } = await install()
    await connectAsAdministrator()`ALTER ROLE northwind_prod_reader CREATEDB`
    await connectAsAdministrator('northwind_prod')`GRANT CREATE ON SCHEMA public TO PUBLIC`
    await install()
    const sql = connect(production)
    await sql`SET default_transaction_read_only = off`
    expect(await codeOf(sql`CREATE DATABASE mine`)).toBe('42501')
    expect(await codeOf(sql`CREATE TABLE mine (id int)`)).toBe('42501')
  })

  it('is harmless from several processes at once', async () => {
    await dropSamples()
    const installed = await Promise.all([install(), install(), install()])
    expect(await countOrders(installed[0].development)).toBe(830)
    expect(await countOrders(installed[2].production)).toBe(830)
  })

  it('fills a database whose install was killed before the end', async () => {
    await dropSamples()
    const administrator = connectAsAdministrator()
    await administrator`CREATE DATABASE northwind_dev OWNER northwind_dev_owner`
    // Statistics are gathered last: a session that waits for this lock has loaded everything and committed nothing.
    const inDevelopment = connectAsAdministrator('northwind_dev')
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

    const samples = await install()
    expect(await countOrders(samples.development)).toBe(830)
    expect(await countOrders(samples.production)).toBe(830)
  })
})

describe('an install that fails', () => {
  it('leaves nothing half done, says so in words for anyone, and can be repeated', async () => {
    await dropSamples()
    const broken = await mkdtemp(join(tmpdir(), 'broken-'))
    const northwind = join('server', 'samples', 'northwind')
    await cp(join(root, northwind), join(broken, northwind), { recursive: true })
    await writeFile(
      join(broken, northwind, 'data', 'shippers.json'),
      '{"columns": ["shipper_id", "company_name", "phone"], "rows": [[9, "Secret Carrier", null]]}',
    )
    const failure = await install({ root: broken }).catch((error: unknown) => error)
    await rm(broken, { recursive: true })
    expect(failure).toMatchObject({ code: 'SAMPLES_NOT_INSTALLED', retryable: true })
    expect(String(failure)).not.toContain('Secret Carrier')

    const samples = await install()
    expect(await countOrders(samples.development)).toBe(830)
  })

  it('does not wait for a server that is not there', async () => {
    const nowhere = 'postgres://app:x@127.0.0.1:1/postgres'
    expect(await codeOf(install({ administratorUrl: nowhere }))).toBe('SAMPLES_NOT_INSTALLED')
  })
})
