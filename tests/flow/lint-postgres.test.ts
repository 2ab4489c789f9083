/** Rules about words of PostgreSQL on a real server: what they find there, and that their fixes are changes that run. */
import type { Sql } from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectApi } from '../fixtures/api-client.ts'
import type { ApiClient } from '../fixtures/api-client.ts'
import { startApp } from '../fixtures/app-server.ts'
import type { AppServer } from '../fixtures/app-server.ts'
import { apply, propose, revise } from './proposal-documents.ts'
import type { ProposalAnswer } from './proposal-documents.ts'
import { createShop } from './shop-database.ts'
import type { Shop } from './shop-database.ts'

let app: AppServer
let admin: ApiClient
let shop: Shop
let sql: Sql

beforeAll(async () => {
  app = await startApp()
  admin = await connectApi(app.url, 'admin@demo.local')
  shop = await createShop(admin, 'DEVELOPMENT')
  sql = shop.sql
  await sql.unsafe(`
    create domain positive as int check (value > 0);
    create function steady() returns int language sql stable as 'select 1';
    create table things (id int, name text, size int, made timestamptz, other_id int, big bigint);
    create index things_name on things (name);
    create table others (id int primary key);
    insert into things select n, 'a' || n, n, now(), null, n from generate_series(1, 50) n;
    create unique index things_id on things (id);
    create table parts (id int, day date) partition by range (day);
    create table parts_1 partition of parts for values from ('2020-01-01') to ('2021-01-01');
    create table parts_2 (id int, day date);
    create materialized view counted as select count(*) as n from others;
    create unique index counted_n on counted (n);
    create table told (id int primary key);
    create publication teller for table told;
    create table secrets (id int primary key, mine text);
    alter table secrets enable row level security;
    create policy own on secrets using (mine = current_user);
    create view named_things as select name from things;
    create view names as select name from named_things;
  `)
})

afterAll(async () => {
  await admin?.close()
  await app?.stop()
  await shop?.drop()
})

/** What the change itself is there for. */
const IS_ASKED_FOR = new Set(['forbid-data-loss'])

const offered = ({ findings }: ProposalAnswer, code: string) =>
  findings.find(finding => finding.code === code)

describe('a rule', () => {
  it.each([
    ['forbid-volatile-default', 'alter table things add token uuid not null default gen_random_uuid()', true],
    ['forbid-counting-column', 'alter table things add number serial', true],
    ['forbid-counting-column', 'alter table things add number int generated always as identity', false],
    [
      'forbid-computed-and-stored',
      'alter table things add twice int generated always as (size * 2) stored',
      true,
    ],
    ['forbid-checked-domain-column', 'alter table things add more positive', false],
    ['forbid-unique-on-new-column', 'alter table things add code text unique', true],
    ['warn-check-on-new-column', 'alter table things add more int check (more > 0)', true],
    ['warn-reference-on-new-column', 'alter table things add o int references others', true],
    ['forbid-unproved-not-null', 'alter table things alter name set not null', true],
    ['forbid-constraint-without-not-valid', 'alter table things add constraint c check (size > 0)', true],
    [
      'forbid-foreign-key-without-not-valid',
      'alter table things add foreign key (other_id) references others',
      true,
    ],
    [
      'forbid-validate-with-others',
      'alter table things add constraint c check (size > 0) not valid, validate constraint c',
      true,
    ],
    ['forbid-constraint-index-build', 'alter table things add unique (id)', true],
    ['forbid-constraint-index-build', 'alter table things add primary key (id)', true],
    ['forbid-index-without-concurrently', 'create index on things (size)', true],
    ['forbid-reindex-without-concurrently', 'reindex table things', true],
    ['forbid-detach-without-concurrently', 'alter table parts detach partition parts_1', true],
    ['forbid-vacuum-full', 'vacuum full things', false],
    ['forbid-storage-rewrite', 'alter table things set unlogged', false],
    ['forbid-type-rewrite', 'alter table things alter size type bigint', false],
    ['forbid-unstated-zone', 'alter table things alter made type timestamp', false],
    ['forbid-cascade', 'alter table things drop column name cascade', true],
    ['forbid-view-past-row-security', 'create view all_secrets as select * from secrets', true],
    ['forbid-maybe-invalid-index', 'create index concurrently if not exists by_size on things (size)', true],
    ['warn-drop-index-without-concurrently', 'drop index things_name', true],
    ['warn-unnamed-concurrent-index', 'create index concurrently on things (size)', true],
    [
      'warn-foreign-key-without-index',
      'alter table things add foreign key (other_id) references others not valid',
      true,
    ],
    ['warn-foreign-key-types', 'alter table things add foreign key (big) references others (id)', false],
    ['warn-key-from-nullable-index', 'alter table things add primary key using index things_id', false],
    [
      'warn-attach-scan',
      "alter table parts attach partition parts_2 for values from ('2021-01-01') to ('2022-01-01')",
      false,
    ],
    ['warn-refresh-without-concurrently', 'refresh materialized view counted', true],
    ['warn-domain-check', 'alter domain positive add constraint few check (value < 100)', false],
    ['warn-replicated-table', 'alter table told add more int', false],
    ['forbid-exclusion-on-table', 'alter table things add exclude (id with =)', false],
  ])('%s finds %s', async (code, text, hasFix) => {
    const proposal = await propose(admin, { connectionId: shop.id, sql: `${text};` })
    const found = offered(proposal, code)
    expect([found?.code, proposal.dryRun?.problem ?? null]).toEqual([code, null])
    expect(typeof found?.fix === 'string').toBe(hasFix)
    if (!hasFix) return
    const fixed = await revise(admin, proposal.id, found?.fix ?? '')
    expect(fixed.dryRun).toMatchObject({ ok: true, problem: null })
    expect(
      fixed.findings.filter(
        one => one.code === code || (one.severity === 'BLOCKING' && !IS_ASKED_FOR.has(one.code)),
      ),
    ).toEqual([])
  })

  it.each([
    ['alter table things add a int default steady(), add b timestamptz default now()'],
    ['alter table things add a int default 0 not null'],
    [
      'create table fresh (id bigint generated always as identity primary key, code uuid default gen_random_uuid() unique)',
    ],
    [
      'alter table things add constraint c check (size > 0) not valid; alter table things validate constraint c',
    ],
  ])('is against nothing in %s', async text => {
    const { findings } = await propose(admin, { connectionId: shop.id, sql: text })
    expect(findings).toEqual([])
  })
})

describe('a fix', () => {
  it('is applied as it was tried, and what it validates is in a transaction of its own', async () => {
    await sql`update things set name = null where id = 1`
    const proposal = await propose(admin, {
      connectionId: shop.id,
      sql: 'alter table things alter name set not null',
    })
    const fix = offered(proposal, 'forbid-unproved-not-null')?.fix ?? ''
    const failed = await apply(admin, await revise(admin, proposal.id, fix))
    expect(failed).toMatchObject({ state: 'FAILED_PARTIAL' })
    expect(failed.steps.map(({ applied }) => applied)).toEqual([true, false, false, false])

    await sql`update things set name = 'one' where id = 1`
    const rest = failed.steps.slice(1).map(step => `${step.sql};`)
    const done = await apply(admin, await revise(admin, proposal.id, rest.join('\n')))
    expect(done).toMatchObject({ state: 'APPLIED', problem: null })
    const [column] = await sql`
      select is_nullable as nullable from information_schema.columns where table_name = 'things' and column_name = 'name'`
    expect(column?.nullable).toBe('NO')
    expect(
      await sql`select from pg_constraint where conrelid = 'things'::regclass and contype = 'c'`,
    ).toHaveLength(0)
  })
})
