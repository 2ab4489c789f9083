import { resolve } from 'node:path'
import postgres from 'postgres'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestDatabase } from '../../tests/fixtures/postgres.ts'
import type { TestDatabase } from '../../tests/fixtures/postgres.ts'
import { fillDatabase } from './samples.ts'

const root = resolve(import.meta.dirname, '../..')

describe('filling a database with Northwind', () => {
  let database: TestDatabase
  let sql: postgres.Sql
  beforeEach(async () => {
    database = await createTestDatabase()
    sql = postgres(database.url, { max: 1 })
  })
  afterEach(async () => {
    await sql.end()
    await database.drop()
  })

  it('multiplies the orders by the factor, not the catalogue', async () => {
    expect(await fillDatabase({ url: database.url, root, factor: 3 })).toBe(true)
    const [counts] = await sql`
      SELECT (SELECT count(*)::int FROM orders) AS orders, (SELECT count(*)::int FROM customers) AS customers,
        (SELECT count(DISTINCT order_id)::int FROM order_details) AS ordered`
    expect(counts).toEqual({ orders: 2490, customers: 91, ordered: 2490 })
  })

  it('makes a database that is missing', async () => {
    await sql.end()
    await database.drop()
    expect(await fillDatabase({ url: database.url, root, factor: 1 })).toBe(true)
    sql = postgres(database.url, { max: 1 })
    expect(await sql`SELECT count(*)::int FROM orders`).toEqual([{ count: 830 }])
  })

  it('changes nothing in a database that has tables', async () => {
    await sql`CREATE SCHEMA own`
    await sql`CREATE TABLE own.things (id int)`
    expect(await fillDatabase({ url: database.url, root, factor: 1 })).toBe(false)
    expect(await sql`SELECT to_regclass('public.orders') AS orders`).toEqual([{ orders: null }])
  })

  it('leaves nothing behind when it fails', async () => {
    await expect(fillDatabase({ url: database.url, root, factor: 0.5 })).rejects.toThrow('whole number')
    expect(await sql`SELECT to_regclass('public.region') AS region`).toEqual([{ region: null }])
  })
})
