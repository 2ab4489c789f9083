import postgres from 'postgres'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { judgePostgres } from '../../../tests/fixtures/judge-postgres.ts'
import { createTestDatabase } from '../../../tests/fixtures/postgres.ts'
import type { TestDatabase } from '../../../tests/fixtures/postgres.ts'
import type { Database, ServerFacts } from '../database.ts'
import { createDial } from '../dial.ts'
import { postgresEngine } from './postgres.ts'

/** What the guard is told of a server's functions, and what follows from it. */
let test: TestDatabase
let database: Database
let facts: ServerFacts

beforeAll(async () => {
  test = await createTestDatabase()
  const sql = postgres(test.url, { max: 1, onnotice: () => {} })
  await sql.unsafe(`
    create extension citext;
    create table people (id int, name citext, wide text);
    create function wide(people) returns text language sql volatile as 'select $1.wide';
    create function plain(text) returns text language sql volatile as 'select $1';`)
  await sql.end()
  const { hostname, port, username, password } = new URL(test.url)
  database = postgresEngine.open(
    {
      host: hostname,
      port: Number(port),
      database: test.name,
      username: decodeURIComponent(username),
      password: decodeURIComponent(password),
      tls: 'DISABLE',
    },
    {
      dial: createDial(),
      applicationName: 'facts-test',
      maxSessions: 1,
      idleTimeoutMs: 1000,
      connectTimeoutMs: 10_000,
      statementTimeoutMs: 10_000,
    },
  )
  facts = await database.readFacts()
})

afterAll(async () => {
  await database?.close()
  await test?.drop()
})

it.each([
  ['max', { schema: 'public', extension: 'citext' }],
  ['wide', { schema: 'public', extension: null, takesRow: true }],
  ['plain', { schema: 'public', extension: null, takesRow: false }],
  ['pg_sleep', { schema: 'pg_catalog', extension: null, takesRow: false }],
])('tells where %s comes from and whether a row calls it', (name, expected) => {
  expect(facts.functions).toContainEqual(expect.objectContaining({ name, ...expected }))
})

it.each([
  ['an aggregate that an extension overloads', 'select max(name) from people', true],
  ['a column named like a function of text', 'select people.plain from (select 1 as plain) people', true],
  ["a user's own function", 'select plain(wide) from people', false],
  ["a user's own function as an attribute", 'select people.wide from people', false],
])('has the guard judge %s', (_, sql, allowed) => {
  expect(judgePostgres(sql, facts.functions).allowed).toBe(allowed)
})
