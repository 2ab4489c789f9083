import postgres from 'postgres'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { judgePostgres } from '../../../tests/fixtures/judge-postgres.ts'
import { createTestDatabase, createTestLogin } from '../../../tests/fixtures/postgres.ts'
import type { TestDatabase } from '../../../tests/fixtures/postgres.ts'
import type { Database, ServerFacts } from '../database.ts'
import { createDial } from '../dial.ts'
import { postgresEngine } from './postgres.ts'
import { readRows } from '../../../tests/fixtures/encoded-rows.ts'

/** What the guard is told of a server's functions, and what follows from it. */
let test: TestDatabase
let database: Database
let facts: ServerFacts

function open(url: string): Database {
  const { hostname, port, username, password } = new URL(url)
  return postgresEngine.open(
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
}

beforeAll(async () => {
  test = await createTestDatabase()
  const sql = postgres(test.url, { max: 1, onnotice: () => {} })
  await sql.unsafe(`
    create extension citext;
    create table people (id int, name citext, wide text);
    create function wide(people) returns text language sql volatile as 'select $1.wide';
    create function plain(text) returns text language sql volatile as 'select $1';
    create view calling as select plain(name::text) as x from people;
    create view upon as select * from calling;
    create view harmless as select lower(wide), count(*) from people group by 1;
    create view files as select pg_ls_dir('.') as x;
    create view logins as select rolname from pg_authid;
    create materialized view copied as select plain('x') as x;
    create extension file_fdw;
    create server host foreign data wrapper file_fdw;
    create foreign table far (id int) server host options (filename '/dev/null');
    create table parts (id int) partition by range (id);
    create table near_part partition of parts for values from (0) to (10);
    create foreign table far_part partition of parts for values from (10) to (20)
      server host options (filename '/dev/null');
    create materialized view near_copy as select * from far;
    create domain checked as text check (plain(value) is not null);
    create domain short as text check (length(value) < 5);
    create type holder as (c checked);
    create table with_domain (c checked);
    create function same(text, text) returns boolean language sql immutable as 'select true';
    create operator === (function = same, leftarg = text, rightarg = text);
    create type pair as (a int, b int);
    create table pairs (p pair);
    create function join_pairs(pair, pair) returns pair language sql immutable as 'select $1';
    create operator + (function = join_pairs, leftarg = pair, rightarg = pair);
    create function pair_text(pair) returns text language sql immutable as 'select ''''';
    create cast (pair as text) with function pair_text(pair);
    create table guarded (id int);
    alter table guarded enable row level security;
    create policy p on guarded using (plain('x') = 'x');
    create view casting as select name::text::checked as x from people;
    create view short_names as select 'x'::short as x;
    create schema attic;
    create view attic.harmless as select plain('x') as x;`)
  await sql.end()
  database = open(test.url)
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
  ['a view that calls one', 'select * from calling', false],
  ['a view upon such a view', 'select * from public.upon', false],
  ['a view that calls what the server brings', 'select * from harmless', true],
  ['a view of the same name in another schema', 'select * from attic.harmless', false],
  ['a view that lists files', 'select * from files', false],
  ['a view of a catalog with passwords', 'select * from logins', false],
  ['a materialized view, whose query has run', 'select * from copied, near_copy', true],
  ['a foreign table', 'select * from far', false],
  ['a table with a foreign partition', 'select * from parts', false],
  ['a partition that is here', 'select * from near_part', true],
  ['a domain whose check calls a function', `select 'x'::checked`, false],
  ['a view that casts to one', 'select * from casting', false],
  ['a view that casts to a domain that the server itself checks', 'select * from short_names', true],
  ['a domain in a composite', `select row('x')::holder`, false],
  ['an array of domains', `select '{x}'::checked[]`, false],
  ['a cast that looks like a field', `select ('x').checked`, false],
  ['a row of a table with a domain', `select jsonb_populate_record(null::with_domain, '{}')`, false],
  ['a table with a domain', 'select c from with_domain', true],
  ['a domain that the server itself checks', `select 'x'::short`, true],
  ['an operator for types of the server', `select 'a' === 'b'`, false],
  ['an operator for a type of users', 'select p + p from pairs', false],
  ['its namesake', 'select id + 1 from people', true],
  ['an operator of an extension', `select * from people where name = 'x'`, true],
  ['a cast of a user', 'select p::text from pairs', false],
  ['the same words where no such column is', 'select id::text from people', true],
  // The superuser meets no policies.
  ['a table with policies', 'select * from guarded', true],
  ["a user's own function as an attribute", 'select people.wide from people', false],
])('has the guard judge %s', (_, sql, allowed) => {
  expect(judgePostgres(sql, facts.functions, facts).allowed).toBe(allowed)
})

it('tells a login of the policies that it meets', async () => {
  const login = await createTestLogin(test, name => [`grant select on guarded to ${name}`])
  const narrow = open(login.url)
  const seen = await narrow.readFacts()
  expect(judgePostgres('select * from guarded', seen.functions, seen).refusals).toMatchObject([
    {
      code: 'forbid-view-with-unlisted-code',
      message: expect.stringContaining('calls public.plain()') as string,
    },
  ])
  await narrow.close()
  await login.drop()
})

it('runs EXPLAIN and SHOW from end to end', async () => {
  for (const [sql, name] of [
    ['explain (costs off) select * from people', 'QUERY PLAN'],
    ['show timezone', 'TimeZone'],
  ] as const) {
    expect(judgePostgres(sql, facts.functions, facts).allowed).toBe(true)
    await expect(database.plan(sql)).resolves.toMatchObject({ rows: null, tables: [] })
    const cursor = await database.openCursor(sql, { timeoutMs: 10_000 })
    expect(cursor.columns.map(column => column.name)).toEqual([name])
    expect((await readRows(cursor, 10)).rows).toHaveLength(1)
    await cursor.close()
  }
})
