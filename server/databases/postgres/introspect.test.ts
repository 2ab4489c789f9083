import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, createTestLogin } from '../../../tests/fixtures/postgres.ts'
import type { TestDatabase, TestLogin } from '../../../tests/fixtures/postgres.ts'
import type { Catalog } from '../../domain.ts'
import { createDial } from '../dial.ts'
import { postgresEngine } from './postgres.ts'

const TABLES = `
  create schema "Sales";
  create schema hidden;
  create domain email as text not null check (value like '%@%');
  create type size as enum ('small', 'large');
  create domain shirt as size;
  create table "Sales"."Order Lines" (
    "order" int, line int, primary key ("order", line), mail email, shirt shirt, tags text[], doc bytea, taken time
  );
  create table "Sales".returns (
    "order" int, line int, reason "char", foreign key ("order", line) references "Sales"."Order Lines"
  );
  create table hidden.vault (id int primary key);
  create table people (id int primary key, name text, salary numeric, vault int references hidden.vault);
  create table empty_and_new (id int);
  create table "Sales".shop (id int primary key);
  create table "Sales".sale (id int, gone int, shop int, other int, day int) partition by list (id);
  alter table "Sales".sale drop column gone;
  create table "Sales".sale_one (day int, shop int references "Sales".shop, id int, other int references "Sales".shop);
  alter table "Sales".sale attach partition "Sales".sale_one for values in (1);
  create table "Sales".sale_rest partition of "Sales".sale default partition by list (id);
  create table "Sales".sale_two partition of "Sales".sale_rest for values in (2);
  alter table "Sales".sale_two add foreign key (shop) references "Sales".shop;
  alter table "Sales".sale add foreign key (day) references "Sales".shop;
  create extension postgres_fdw;
  create server elsewhere foreign data wrapper postgres_fdw;
  create foreign table far_away (id int) server elsewhere;
  analyze people;
  alter table people drop column name, add column name varchar(20)`

describe('what PostgreSQL has beside plain tables', () => {
  let database: TestDatabase
  let login: TestLogin
  let catalog: Catalog
  beforeAll(async () => {
    database = await createTestDatabase()
    const owner = postgres(database.url, { max: 1, onnotice: () => undefined })
    await owner.unsafe(TABLES)
    await owner.end()
    login = await createTestLogin(database, name => [
      `grant usage on schema "Sales" to ${name}`,
      `grant select on all tables in schema "Sales" to ${name}`,
      `grant select on hidden.vault, empty_and_new, far_away to ${name}`,
      `grant select (id, name, vault) on people to ${name}`,
    ])
    const url = new URL(login.url)
    const opened = postgresEngine.open(
      {
        host: url.hostname,
        port: Number(url.port),
        database: database.name,
        username: login.username,
        password: login.password,
        tls: 'DISABLE',
      },
      {
        dial: createDial(),
        applicationName: 'introspect-test',
        maxSessions: 1,
        idleTimeoutMs: 60_000,
        connectTimeoutMs: 10_000,
        statementTimeoutMs: 10_000,
      },
    )
    catalog = await opened.readCatalog()
    await opened.close()
  })
  afterAll(async () => {
    await login.drop()
    await database.drop()
  })

  const table = (name: string) => catalog.tables.find(candidate => candidate.name === name)

  it('shows no table of a schema that the login may not use, and no key that points there', () => {
    expect(table('vault')).toBeUndefined()
    expect(table('people')?.foreignKeys).toEqual([])
  })

  it('shows only the columns that the login may read, without dropped ones', () => {
    expect(table('people')?.columns.map(({ name }) => name)).toEqual(['id', 'vault', 'name'])
  })

  it('keeps columns of a key in their order, in names with capitals and blanks', () => {
    expect(table('Order Lines')?.primaryKey).toEqual(['order', 'line'])
    expect(table('returns')?.foreignKeys).toEqual([
      {
        columns: ['order', 'line'],
        referencesSchema: 'Sales',
        referencesTable: 'Order Lines',
        referencesColumns: ['order', 'line'],
      },
    ])
  })

  it('takes a foreign key that every partition has for one of the whole table, and none that only some have', () => {
    const keys = table('sale')?.foreignKeys.map(({ columns, referencesTable }) => [columns, referencesTable])
    expect(keys).toHaveLength(2)
    expect(keys).toEqual(
      expect.arrayContaining([
        [['shop'], 'shop'],
        [['day'], 'shop'],
      ]),
    )
  })

  it('looks through domains', () => {
    const columns = table('Order Lines')?.columns ?? []
    expect(columns.find(({ name }) => name === 'mail')).toMatchObject({
      type: 'email',
      kind: 'TEXT',
      nullable: false,
    })
    expect(columns.find(({ name }) => name === 'shirt')).toMatchObject({
      type: 'shirt',
      kind: 'TEXT',
      enumValues: ['small', 'large'],
    })
    expect(columns.slice(-3).map(({ kind }) => kind)).toEqual(['OTHER', 'BINARY', 'TIME'])
  })

  it('shows foreign tables', () => {
    expect(table('far_away')?.kind).toBe('FOREIGN_TABLE')
  })

  it('tells an empty table from one that was never counted', () => {
    expect(table('people')?.rowEstimate).toBe(0)
    expect(table('empty_and_new')?.rowEstimate).toBeNull()
  })
})
