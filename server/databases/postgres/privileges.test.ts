import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase } from '../../../tests/fixtures/postgres.ts'
import type { TestDatabase } from '../../../tests/fixtures/postgres.ts'
import type { Database } from '../database.ts'
import { createDial } from '../dial.ts'
import { postgresEngine } from './postgres.ts'

/** What a real PostgreSQL says of logins that may do more than read, and that the SQL that is offered takes it away. */
let test: TestDatabase
/** A login and a group, made anew for each test. */
let login: string
let group: string
let count = 0

async function asOwner(...statements: string[]): Promise<void> {
  const sql = postgres(test.url, { max: 1, onnotice: () => undefined })
  try {
    for (const statement of statements) await sql.unsafe(statement)
  } finally {
    await sql.end()
  }
}

function open(): Database {
  const { hostname, port } = new URL(test.url)
  return postgresEngine.open(
    {
      host: hostname,
      port: Number(port),
      database: test.name,
      username: login,
      password: 'secret',
      tls: 'DISABLE',
    },
    {
      dial: createDial(),
      applicationName: 'privileges-test',
      maxSessions: 1,
      idleTimeoutMs: 1000,
      connectTimeoutMs: 10_000,
      statementTimeoutMs: 10_000,
    },
  )
}

async function check() {
  const database = open()
  try {
    const { canWrite, canRead, privileges } = await database.check()
    const { login: known } = await database.readFacts()
    expect(known.canWrite).toBe(canWrite)
    return { canWrite, canRead, privileges, codes: privileges.map(({ code }) => code) }
  } finally {
    await database.close()
  }
}

beforeAll(async () => {
  test = await createTestDatabase()
  await asOwner(
    `revoke temporary on database ${test.name} from public`,
    'create table orders (id serial primary key, note text)',
    'create table "Odd Table" (id int)',
    'create view notes as select note from orders',
    'create schema "Sales Dept"',
    'create table "Sales Dept".deals (id int)',
    "create function wipe() returns int language sql security definer as 'select 1'",
    'revoke execute on all functions in schema public from public',
  )
})
afterAll(() => test?.drop())

async function withLogin<T>(
  grants: (login: string, group: string) => readonly string[],
  use: () => Promise<T>,
): Promise<T> {
  count++
  login = `login_${test.name}_${count}`
  group = `group_${test.name}_${count}`
  await asOwner(
    `create role ${group}`,
    `create role ${login} login password 'secret'`,
    `grant usage on schema public, "Sales Dept" to ${login}`,
    `grant select on orders to ${login}`,
    ...grants(login, group),
  )
  try {
    return await use()
  } finally {
    await asOwner(
      `revoke insert on orders from public`,
      `drop owned by ${login}, ${group}`,
      `drop role ${login}, ${group}`,
    )
  }
}

describe('a login that only reads', () => {
  it('has nothing said of it', async () => {
    await withLogin(
      () => [],
      async () =>
        expect(await check()).toEqual({ canWrite: false, canRead: true, privileges: [], codes: [] }),
    )
  })

  it('is told from one that can read no table', async () => {
    await withLogin(
      name => [`revoke select on orders from ${name}`],
      async () => expect(await check()).toMatchObject({ canWrite: false, canRead: false }),
    )
  })
})

/** Each: what is granted, what is found, whether that writes, and what the words speak of. */
const CASES: readonly [
  what: string,
  grants: (login: string, group: string) => readonly string[],
  code: string,
  writes: boolean,
  words: RegExp,
][] = [
  [
    'INSERT on a table',
    name => [`grant insert on orders to ${name}`],
    'TABLE_WRITES',
    true,
    /public\.orders/,
  ],
  [
    'UPDATE of a column',
    name => [`grant update (note) on orders to ${name}`],
    'TABLE_WRITES',
    true,
    /1 table: public\.orders/,
  ],
  [
    'writes on tables with odd names',
    name => [`grant delete on "Odd Table", "Sales Dept".deals to ${name}`],
    'TABLE_WRITES',
    true,
    /2 tables: Sales Dept\.deals, public\.Odd Table/,
  ],
  ['TRIGGER on a table', name => [`grant trigger on orders to ${name}`], 'TABLE_WRITES', true, /orders/],
  ['INSERT for everybody', () => ['grant insert on orders to public'], 'TABLE_WRITES', true, /orders/],
  [
    'INSERT by a group',
    (name, of) => [`grant insert on orders to ${of}`, `grant ${of} to ${name}`],
    'TABLE_WRITES',
    true,
    /orders/,
  ],
  [
    'INSERT by a group that it does not inherit from',
    (name, of) => [
      `grant usage on schema public to ${of}`,
      `grant insert on orders to ${of}`,
      `alter role ${name} noinherit`,
      `grant ${of} to ${name}`,
    ],
    'TABLE_WRITES',
    true,
    /orders/,
  ],
  [
    'a table of its own',
    name => [`create table mine (id int)`, `alter table mine owner to ${name}`],
    'OWNS_OBJECTS',
    true,
    /public\.mine/,
  ],
  [
    'CREATE in a schema',
    name => [`grant create on schema "Sales Dept" to ${name}`],
    'CREATES_IN_SCHEMAS',
    true,
    /Sales Dept/,
  ],
  [
    'CREATE in the database',
    name => [`grant create on database ${test.name} to ${name}`],
    'CREATES_IN_DATABASE',
    true,
    /schemas/,
  ],
  [
    'a sequence',
    name => [`grant usage on sequence orders_id_seq to ${name}`],
    'SEQUENCE_WRITES',
    true,
    /orders_id_seq/,
  ],
  [
    'writes on tables that come',
    name => [`alter default privileges in schema public grant insert on tables to ${name}`],
    'LATER_TABLE_WRITES',
    true,
    /will make/,
  ],
  ['CREATEROLE', name => [`alter role ${name} createrole`], 'CREATES_ROLES', true, /accounts/],
  ['CREATEDB', name => [`alter role ${name} createdb`], 'CREATES_DATABASES', true, /databases/],
  ['REPLICATION', name => [`alter role ${name} replication`], 'REPLICATES', false, /replicate/],
  ['BYPASSRLS', name => [`alter role ${name} bypassrls`], 'BYPASSES_ROW_POLICIES', false, /Row security/],
  ['SUPERUSER', name => [`alter role ${name} superuser`], 'SUPERUSER', true, /It is a superuser\./],
  [
    'a group that is a superuser',
    (name, of) => [`alter role ${of} superuser`, `grant ${of} to ${name}`],
    'SUPERUSER',
    true,
    /SET ROLE/,
  ],
  [
    'pg_read_server_files',
    name => [`grant pg_read_server_files to ${name}`],
    'HOST_FILES_READ',
    false,
    /pg_read_server_files/,
  ],
  [
    'pg_write_server_files',
    name => [`grant pg_write_server_files to ${name}`],
    'HOST_FILES_WRITE',
    true,
    /files/,
  ],
  [
    'pg_execute_server_program by a group',
    (name, of) => [`grant pg_execute_server_program to ${of}`, `grant ${of} to ${name}`],
    'HOST_PROGRAMS',
    true,
    /pg_execute_server_program through group_/,
  ],
  [
    'pg_signal_backend',
    name => [`grant pg_signal_backend to ${name}`],
    'SIGNALS_SESSIONS',
    false,
    /sessions/,
  ],
  ['pg_monitor', name => [`grant pg_monitor to ${name}`], 'SEES_SESSIONS', false, /member of pg_monitor\.$/],
  ['pg_read_all_data', name => [`grant pg_read_all_data to ${name}`], 'READS_ALL', false, /every table/],
  ['pg_write_all_data', name => [`grant pg_write_all_data to ${name}`], 'WRITE_ALL', true, /every table/],
  [
    'EXECUTE on a function that reads files',
    name => [`grant execute on function pg_catalog.pg_read_file(text) to ${name}`],
    'HOST_FUNCTIONS',
    true,
    /pg_read_file/,
  ],
  [
    'SELECT on password hashes',
    name => [`grant select on pg_authid to ${name}`],
    'PASSWORD_HASHES',
    false,
    /hashes/,
  ],
  [
    'EXECUTE on a function that runs as its owner',
    name => [`grant execute on function wipe() to ${name}`],
    'ELEVATED_FUNCTIONS',
    false,
    /public\.wipe\(\)/,
  ],
  [
    'TEMP',
    name => [`grant temporary on database ${test.name} to ${name}`],
    'TEMPORARY_TABLES',
    false,
    /temporary/,
  ],
]

describe('a login with', () => {
  it.each(CASES)(
    '%s is known for it, and loses it by the SQL that is offered',
    async (_, grants, code, writes, words) => {
      await withLogin(grants, async () => {
        const found = await check()
        expect(found.canWrite).toBe(writes)
        expect(found.codes).toContain(code)
        const finding = found.privileges.find(each => each.code === code)
        expect(finding?.message).toMatch(words)
        expect(finding?.why).not.toBe('')
        const statements = (finding?.mendSql ?? '')
          .split('\n')
          .filter(line => line !== '' && !line.startsWith('--'))
        // What cannot be taken away by one line is told in a comment.
        if (statements.length === 0) return expect(finding?.mendSql).toMatch(/^-- /)
        await asOwner(...statements)
        expect((await check()).codes).not.toContain(code)
      })
    },
  )

  it('many tables to write in names some of them', async () => {
    const tables = Array.from({ length: 7 }, (_, n) => `many_${n}`)
    await withLogin(
      name =>
        tables.flatMap(table => [`create table ${table} (id int)`, `grant insert on ${table} to ${name}`]),
      async () => {
        const { privileges } = await check()
        expect(privileges[0]?.message).toBe(
          'It may change 7 tables, such as public.many_0, public.many_1, public.many_2 and 4 more.',
        )
        await asOwner(`drop table ${tables.join(', ')}`)
      },
    )
  })
})
