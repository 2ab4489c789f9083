import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { adminUrl, createTestDatabase, createTestLogin } from '../../../tests/fixtures/postgres.ts'
import type { TestDatabase } from '../../../tests/fixtures/postgres.ts'
import type { Database } from '../database.ts'
import type { Structure } from '../schema-changes.ts'
import { openChangeSession } from './change-session.ts'
import { changesOf, openAsAdmin, OPTIONS, targetOf } from './changes.fixture.ts'
import { EVERY_OBJECT } from './every-object.fixture.ts'
import { readStructure } from './structure.ts'

let testDatabase: TestDatabase
let database: Database
let admin: postgres.Sql

const changes = () => changesOf(database)
const comparable = ({ objects }: Structure) =>
  Object.fromEntries(
    objects
      .map(({ id, definition, valid, partOf, needs }) => [id, { definition, valid, partOf, needs }] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )

beforeAll(async () => {
  const server = postgres(adminUrl(), { max: 1, onnotice: () => undefined })
  await server.unsafe(
    `do $$ begin create role everyday_reader; exception when duplicate_object or unique_violation then null; end $$`,
  )
  await server.end()
  testDatabase = await createTestDatabase()
  admin = postgres(testDatabase.url, { max: 1, onnotice: () => undefined })
  for (const statement of EVERY_OBJECT) await admin.unsafe(statement)
  database = openAsAdmin(testDatabase.url)
})
afterAll(async () => {
  await database?.close()
  await admin?.end()
  await testDatabase?.drop()
})

describe('a structure', () => {
  it('comes back the same from a copy made of it, with every kind of object', async () => {
    const before = await changes().readStructure()
    const shadow = await changes().openShadow(before)
    try {
      expect(shadow.notes).toEqual([])
      expect(shadow.place).toBe('TARGET_SERVER')
      expect(comparable(await shadow.readStructure())).toEqual(comparable(before))
    } finally {
      await shadow.close()
    }
    expect(comparable(await changes().readStructure())).toEqual(comparable(before))
  })

  it('takes as many queries for 1,000 tables as for none, and tells little of what nobody made', async () => {
    const large = await createTestDatabase()
    const filler = postgres(large.url, { max: 1, onnotice: () => undefined })
    const [empty, full] = [{ queries: 0 }, { queries: 0 }]
    const count = async (counter: { queries: number }) => {
      const session = await openChangeSession(targetOf(large.url), OPTIONS)
      await session.script('begin isolation level repeatable read read only')
      const structure = await readStructure({
        serverVersionNumber: session.serverVersionNumber,
        query(text) {
          counter.queries += 1
          return session.query(text)
        },
      })
      await session.end()
      return structure
    }
    await count(empty)
    for (let table = 0; table < 1000; table += 100) {
      await filler.unsafe(`do $$ begin for i in ${table}..${table + 99} loop
        execute format('create table t%s (id integer primary key, parent integer, name text not null default %L)', i, 'x');
        execute format('create index on t%s (name)', i);
        if i > 0 then execute format('alter table t%s add foreign key (parent) references t%s', i, i - 1); end if;
      end loop; end $$`)
    }
    const { objects } = await count(full)
    expect(full.queries).toBe(empty.queries)
    // Table, three columns, key, index, owner; a foreign key but for the first.
    expect(objects.length).toBeGreaterThanOrEqual(7999)
    expect(objects.every(({ definition }) => !/relfilenode|OID/.test(definition))).toBe(true)
    await filler.end()
    await large.drop()
  })

  it('4.5-27 stays the same while rows, statistics and counters change, and is another when an object is', async () => {
    const before = comparable(await changes().readStructure())
    await admin.unsafe(`insert into shop.scratch select n from generate_series(1, 100) n;
      select nextval('shop.invoice_number'); analyze shop.scratch; reindex table shop.orders`)
    expect(comparable(await changes().readStructure())).toEqual(before)
    await admin.unsafe("comment on table shop.scratch is 'Here'")
    expect(comparable(await changes().readStructure())).not.toEqual(before)
    await admin.unsafe('comment on table shop.scratch is null')
  })

  it('puts the settings of its session back', async () => {
    const session = await openChangeSession(targetOf(testDatabase.url), OPTIONS)
    await session.script('begin; set local search_path = shop, public')
    await readStructure(session)
    expect(await session.query("select current_setting('search_path')")).toEqual([['shop, public']])
    await session.end()
  })

  it('tells the settings of the login that give names their meaning', async () => {
    const login = await createTestLogin(testDatabase, name => [`alter role ${name} set search_path = shop`])
    const limited = openAsAdmin(login.url)
    const { settings, objects } = await changesOf(limited).readStructure()
    expect(settings.search_path).toBe('shop')
    expect(objects.some(({ id }) => id === 'SCHEMA shop')).toBe(false)
    expect(objects.some(({ id }) => id === 'SCHEMA public')).toBe(true)
    await limited.close()
    await login.drop()
  })
})

describe('sizes', () => {
  it('are of the last ANALYZE, unknown before it, and of a partitioned table those of its parts', async () => {
    await admin.unsafe(`insert into shop.events values ('2020-05-01', 'a', 1), ('2021-05-01', 'click', 2);
      insert into shop.animals select 'cat' from generate_series(1, 1000)`)
    const sizeOf = async (id: string) => (await changes().readSizes()).find(size => size.id === id)
    await admin.unsafe('create table shop.unknown (id integer)')
    expect(await sizeOf('TABLE shop.unknown')).toEqual({ id: 'TABLE shop.unknown', rows: null, bytes: null })
    await admin.unsafe('drop table shop.unknown; analyze')
    expect(await sizeOf('TABLE shop.animals')).toMatchObject({ rows: 1000 })
    expect((await sizeOf('TABLE shop.animals'))?.bytes).toBeGreaterThan(8191)
    expect(await sizeOf('TABLE shop.events')).toMatchObject({ rows: 2 })
    expect(await sizeOf('MATERIALIZED_VIEW shop.daily')).toMatchObject({ rows: 0 })
  })
})

describe('an identity', () => {
  it('is of the database and its server, whatever it is called', async () => {
    const identity = await changes().identity()
    expect(identity.server).toMatch(/^\d{15,}$/)
    const [row] = await admin`select oid::text from pg_database where datname = current_database()`
    expect(identity.database).toBe(row?.oid)
  })
})
