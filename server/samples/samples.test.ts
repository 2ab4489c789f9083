import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { codeOf, countOrders, startSampleServer } from './sample-server.fixture.ts'
import type { SampleServer } from './sample-server.fixture.ts'
import type { Samples } from './samples.ts'

let server: SampleServer
beforeAll(async () => {
  server = await startSampleServer()
})
afterEach(() => server.disconnect())
afterAll(() => server.stop())

describe('the installed samples', () => {
  let samples: Samples
  beforeAll(async () => {
    samples = await server.install()
  })

  it('are two databases with two logins on the same server', () => {
    expect(samples).toEqual({
      development: {
        host: '127.0.0.1',
        port: server.port,
        database: 'northwind_dev',
        username: 'northwind_dev_owner',
        password: server.options.passwords.developmentOwner,
      },
      production: {
        host: '127.0.0.1',
        port: server.port,
        database: 'northwind_prod',
        username: 'northwind_prod_reader',
        password: server.options.passwords.productionReader,
      },
      productionChanges: {
        username: 'northwind_prod_owner',
        password: server.options.passwords.productionOwner,
      },
    })
  })

  it.each(['development', 'production'] as const)(
    'hold all of Northwind in %s, with statistics',
    async name => {
      const sql = server.connect(samples[name])
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
      expect(await countOrders(server.connect(samples[name]))).toBe(830)
    },
  )

  it('hold what was generated, to the cent and with accents', async () => {
    const sql = server.connect(samples.production)
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
    const sql = server.connect(samples.production)
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
    const sql = server.connect(samples.production)
    await sql`SET default_transaction_read_only = off`
    expect(await codeOf(sql.unsafe(statement))).toBe('42501')
  })

  it('start the reader in read-only mode with a limit on temporary files', async () => {
    const sql = server.connect(samples.production)
    expect(await sql`SHOW default_transaction_read_only`).toEqual([{ default_transaction_read_only: 'on' }])
    expect(await sql`SHOW temp_file_limit`).toEqual([{ temp_file_limit: '1GB' }])
  })

  it("let neither login into the other's database", async () => {
    const { development, production } = samples
    expect(await codeOf(server.connect({ ...production, database: development.database })`SELECT 1`)).toBe(
      '42501',
    )
    expect(await codeOf(server.connect({ ...development, database: production.database })`SELECT 1`)).toBe(
      '42501',
    )
  })

  it('let the owner of the development database change everything in it', async () => {
    const sql = server.connect(samples.development)
    const undo = new Error('undo')
    const changes = sql.begin(async transaction => {
      await transaction`CREATE TABLE notes (id int)`
      await transaction`ALTER TABLE products ADD COLUMN colour text`
      const updated = await transaction`UPDATE products SET colour = 'green'`
      expect(updated.count).toBe(77)
      await transaction`DROP TABLE order_details`
      throw undo
    })
    await expect(changes).rejects.toBe(undo)
    const [row] =
      await sql`SELECT rolsuper OR rolcreatedb OR rolcreaterole AS mighty FROM pg_roles WHERE rolname = user`
    expect(row).toEqual({ mighty: false })
  })
})
