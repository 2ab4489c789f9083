import postgres from 'postgres'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDatabase } from '../../../tests/fixtures/postgres.ts'
import type { TestDatabase } from '../../../tests/fixtures/postgres.ts'
import type { Database } from '../database.ts'
import { createDial } from '../dial.ts'
import { postgresDialect } from './dialect.ts'
import { postgresEngine } from './postgres.ts'

/** The SQL that administrators are given, pasted as it is but for the login's name. */
let test: TestDatabase
let role: string

function open(username: string, password: string): Database {
  const { hostname, port } = new URL(test.url)
  return postgresEngine.open(
    { host: hostname, port: Number(port), database: test.name, username, password, tls: 'DISABLE' },
    {
      dial: createDial(),
      applicationName: 'login-test',
      maxSessions: 1,
      idleTimeoutMs: 1000,
      connectTimeoutMs: 10_000,
      statementTimeoutMs: 10_000,
    },
  )
}

async function asOwner(...scripts: string[]): Promise<void> {
  const sql = postgres(test.url, { max: 1, onnotice: () => undefined })
  for (const script of scripts) await sql.unsafe(script)
  await sql.end()
}

beforeAll(async () => {
  test = await createTestDatabase()
  role = `reader_${test.name}`
  await asOwner(`
    create schema "Sales Dept";
    create schema bare;
    create table "Sales Dept".orders (id int);
    create table customers (id int)`)
})
afterAll(async () => {
  await asOwner(`drop owned by ${role}`, `drop role ${role}`)
  await test.drop()
})

it('makes a login that reads the tables of each schema, also later ones, and writes nothing', async () => {
  const url = new URL(test.url)
  const administrator = open(decodeURIComponent(url.username), decodeURIComponent(url.password))
  const { schemas } = await administrator.check()
  await administrator.close()
  expect(schemas).toEqual(['Sales Dept', 'public'])

  const script = postgresDialect.readOnlyLoginSql({ database: test.name, schemas })
  await asOwner(script.replaceAll('lovable_reader', role), 'create table "Sales Dept".later (id int)')
  const reader = open(role, 'choose-a-password')
  const { tables } = await reader.readCatalog()
  expect(tables.map(({ name }) => name)).toEqual(['later', 'orders', 'customers'])
  expect(await reader.check()).toMatchObject({ canWrite: false, schemas })
  await reader.close()
})

it('gives it views, copies and partitions, and no foreign tables', async () => {
  await asOwner(`
    create view some_customers as select * from customers;
    create materialized view copied_customers as select * from customers;
    create table parted (id int) partition by list (id);
    create table "Part 1" partition of parted for values in (1);
    create foreign data wrapper nowhere;
    create server nowhere foreign data wrapper nowhere;
    create foreign table foreign_customers (id int) server nowhere`)
  const script = postgresDialect.readOnlyLoginSql({ database: test.name, schemas: ['public'] })
  const [grants] = script.match(/^do .*^end \$grant\$;$/ms) ?? []
  const names = 'copied_customers customers foreign_customers parted some_customers'
  // Not what the login has got by default privileges when these were made.
  await asOwner(`revoke select on all tables in schema public from ${role}`)
  await asOwner((grants ?? '').replaceAll('lovable_reader', role))
  const sql = postgres(test.url, { max: 1 })
  const readable = await sql`
    select c.relname from pg_class c where c.relnamespace = 'public'::regnamespace
      and c.relname = any (${[...names.split(' '), 'Part 1']}) and has_table_privilege(${role}, c.oid, 'SELECT')
    order by c.relname collate "C"`
  await sql.end()
  expect(readable.map(({ relname }) => relname as string)).toEqual([
    'Part 1',
    'copied_customers',
    'customers',
    'parted',
    'some_customers',
  ])
})

it('ends that everybody may make temporary tables, where the administrator wants that', async () => {
  const mayMake = async () => {
    const sql = postgres(test.url, { max: 1 })
    const [row] = await sql`select has_database_privilege(${role}, ${test.name}, 'TEMPORARY') as may`
    await sql.end()
    return row?.may as boolean
  }
  expect(await mayMake()).toBe(true)
  const script = postgresDialect.readOnlyLoginSql({ database: test.name, schemas: ['public'] })
  const [offered] = script.match(/(?<=^-- )revoke temporary .*;$/m) ?? []
  await asOwner(offered ?? '')
  expect(await mayMake()).toBe(false)
})

it('ends that everybody may make tables, where the administrator wants that', async () => {
  await asOwner('grant create on schema public to public')
  const reader = open(role, 'choose-a-password')
  expect(await reader.check()).toMatchObject({ canWrite: true })
  const script = postgresDialect.readOnlyLoginSql({ database: test.name, schemas: ['public'] })
  const [offered] = script.match(/(?<=^-- )revoke create .*;$/m) ?? []
  await asOwner(offered ?? '')
  expect(await reader.check()).toMatchObject({ canWrite: false })
  await reader.close()
})
