import postgres from 'postgres'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { adminUrl, createTestDatabase, createTestLogin } from '../../../tests/fixtures/postgres.ts'
import type { TestDatabase, TestLogin } from '../../../tests/fixtures/postgres.ts'
import type { Database } from '../database.ts'
import type { Shadow } from '../schema-changes.ts'
import { changesOf, openAsAdmin, OPTIONS, targetOf } from './changes.fixture.ts'
import { MEASURED_STEPS } from './measured-steps.fixture.ts'

let testDatabase: TestDatabase
let database: Database
let admin: postgres.Sql
/** Other tests of the same server have shadows, too: those of this one are told by their owner. */
let owner: TestLogin
const shadows: Shadow[] = []

async function openShadow(of = database): Promise<Shadow> {
  const changes = changesOf(of)
  const shadow = await changes.openShadow(await changes.readStructure())
  shadows.push(shadow)
  return shadow
}
const ownServer = (url: string) => () =>
  Promise.resolve({ target: { ...targetOf(url), database: 'postgres' }, dial: OPTIONS.dial })
const step = (sql: string) => ({ sql, transactional: true })
const shadowDatabases = async () =>
  (
    await admin`select datname from pg_database
      where datname like 'lovable_shadow_%' and pg_get_userbyid(datdba) = ${owner.username}`
  ).map(row => String(row.datname))

beforeAll(async () => {
  testDatabase = await createTestDatabase()
  admin = postgres(testDatabase.url, { max: 1, onnotice: () => undefined })
  await admin.unsafe(`
    create table public.customers (id integer primary key, name text not null, born date, at timestamp);
    create table public.orders (id integer primary key, customer_id integer, quantity smallint, price numeric(10, 2),
      note varchar(20), data jsonb);
    alter table public.orders add constraint note_there check (note is not null) not valid;
    create index orders_quantity on public.orders (quantity);
    create view public.all_orders as select id, price from public.orders;
    create materialized view public.totals as select sum(price) as total from public.orders;
    create table public.parts (id integer, at date) partition by range (at);
    create table public.part_one partition of public.parts for values from ('2020-01-01') to ('2021-01-01');
    create table public.loose (id integer, at date);
    create domain public.short as text check (length(value) < 5);
    create domain public.plain as text;
    create function public.noop() returns trigger language plpgsql as $$ begin return new; end $$;
    insert into public.customers select n, 'name ' || n from generate_series(1, 100) n;
    insert into public.orders (id, customer_id, note) select n, n, 'x' from generate_series(1, 100) n;
  `)
  owner = await createTestLogin(testDatabase, name => [`alter role ${name} superuser`])
  database = openAsAdmin(owner.url)
})
afterEach(async () => {
  await Promise.all(shadows.splice(0).map(shadow => shadow.close()))
})
afterAll(async () => {
  await database?.close()
  await owner?.drop()
  await admin?.end()
  await testDatabase?.drop()
})

describe('a step on the shadow', () => {
  it.each(MEASURED_STEPS)(
    '$sql costs $cost',
    async ({ before = [], sql, transactional = true, cost, locks }) => {
      const shadow = await openShadow()
      for (const first of before) await shadow.run(step(first))
      const measure = await shadow.run({ sql, transactional })
      expect({ cost: measure.cost, locks: measure.locks }).toEqual({ cost, locks })
    },
  )

  it('names the tables that it touched, and the server’s words of what it did', async () => {
    const shadow = await openShadow()
    const measure = await shadow.run(
      step('alter table orders add constraint fk foreign key (customer_id) references customers'),
    )
    expect(measure.tables).toEqual(['TABLE public.customers', 'TABLE public.orders'])
    expect(measure.reason).toContain('validating foreign key constraint "fk"')
    expect(await shadow.run(step('create view v as select * from orders'))).toMatchObject({
      tables: [],
      reason: null,
    })
  })

  it('that fails leaves the shadow as it was, and says what the server said', async () => {
    const shadow = await openShadow()
    const before = await shadow.readStructure()
    await expect(shadow.run(step('alter table orders add column id integer'))).rejects.toMatchObject({
      code: 'DATABASE_STATEMENT_FAILED',
      message:
        'The database does not accept this statement: column "id" of relation "orders" already exists.',
    })
    expect(await shadow.readStructure()).toEqual(before)
  })

  it('is exactly one, which does not end its transaction', async () => {
    const shadow = await openShadow()
    await expect(shadow.run(step('create table a (); commit; create table b ()'))).rejects.toThrow()
    await expect(shadow.run(step('commit'))).rejects.toThrow('ended the transaction')
    expect((await shadow.readStructure()).objects.some(({ id }) => /TABLE public.[ab]$/.test(id))).toBe(false)
  })

  it('has what waits for the end of a transaction checked', async () => {
    const shadow = await openShadow()
    await shadow.run(
      step(
        'create table late (id integer primary key, of integer references late deferrable initially deferred)',
      ),
    )
    await expect(shadow.run(step('insert into late values (1, 99)'))).rejects.toMatchObject({
      message: 'The data does not allow this change: rows of late break the foreign key late_of_fkey.',
    })
  })

  it.each([
    'create role somebody',
    'alter role current_user set work_mem = 1024',
    'grant connect on database postgres to public',
    "comment on database postgres is 'x'",
  ])('that changes the whole server is refused and undone: %s', async sql => {
    const shadow = await openShadow()
    await expect(shadow.run(step(sql))).rejects.toThrow('changes the whole database server')
    expect((await admin`select from pg_roles where rolname = 'somebody'`).count).toBe(0)
  })

  it.each([
    'create database other',
    'alter system set work_mem = 1',
    "create tablespace t location '/nowhere'",
  ])('is refused outside of a transaction too: %s', async sql => {
    const shadow = await openShadow()
    const run = shadow.run({ sql, transactional: false })
    await expect(run).rejects.toThrow('changes the whole database server')
  })

  it('reads materialized views, which are filled when somebody needs them', async () => {
    const shadow = await openShadow()
    await shadow.run(step('create table copy as select * from totals'))
    expect((await shadow.readStructure()).objects.map(({ id }) => id)).toContain('TABLE public.copy')
  })

  it('ends at the time limit', async () => {
    const hasty = openAsAdmin(testDatabase.url, { statementTimeoutMs: 2000 })
    const shadow = await openShadow(hasty)
    await expect(
      shadow.run(step('create table a as select 1 as one from pg_sleep(60)')),
    ).rejects.toMatchObject({
      code: 'DATABASE_TIMEOUT',
    })
    await shadow.run(step('create table a ()'))
    await hasty.close()
  })
})

describe('a shadow', () => {
  it('holds no rows, and leaves neither itself nor a trace on the target', async () => {
    const before = await changesOf(database).readStructure()
    const shadow = await openShadow()
    expect(await shadowDatabases()).toHaveLength(1)
    await shadow.run(step('drop table orders cascade'))
    await shadow.close()
    await shadow.close()
    expect(await shadowDatabases()).toEqual([])
    expect(await changesOf(database).readStructure()).toEqual(before)
  })

  it('that a dead process left is removed by the next one, a young or strange one not', async () => {
    const left = 'lovable_shadow_20200101t000000_0123456789ab'
    const strange = 'lovable_shadow_of_mine'
    await admin.unsafe(`create database ${left} owner ${owner.username}`)
    await admin.unsafe(`create database ${strange} owner ${owner.username}`)
    const [young] =
      await admin`select 'lovable_shadow_' || to_char(now() at time zone 'UTC', 'YYYYMMDD"t"HH24MISS') || '_0123456789ab' as name`
    await admin.unsafe(`create database ${young?.name} owner ${owner.username}`)
    const shadow = await openShadow()
    await shadow.close()
    const names = await shadowDatabases()
    await admin.unsafe(`drop database ${strange}`)
    await admin.unsafe(`drop database ${young?.name}`)
    expect(names.sort()).toEqual([String(young?.name), strange].sort())
  })

  describe('where the login may not create databases', () => {
    let login: TestLogin
    let builder: TestLogin
    let limited: Database

    beforeAll(async () => {
      login = await createTestLogin(testDatabase, name => [`grant all on schema public to ${name}`])
      builder = await createTestLogin(testDatabase)
      await admin.unsafe(`alter role ${builder.username} createdb`)
      limited = openAsAdmin(login.url, { shadowServer: ownServer(builder.url) })
    })
    afterAll(async () => {
      await limited?.close()
      await login?.drop()
      await builder?.drop()
    })

    it('is made on the server of our own, says so, and shows the target’s owners', async () => {
      await admin.unsafe(`create table mine (id integer); alter table mine owner to ${login.username};
        grant select on customers to ${login.username}`)
      const before = await changesOf(limited).readStructure()
      const shadow = await openShadow(limited)
      expect(shadow.place).toBe('OWN_SERVER')
      expect(shadow.notes[0]).toBe('Tried on a server of our own, with its settings, extensions and roles.')
      expect((await shadow.readStructure()).objects).toEqual(
        expect.arrayContaining(
          before.objects.map(({ id, definition }) => expect.objectContaining({ id, definition }) as unknown),
        ),
      )
      await shadow.run(step('create table fresh (id integer)'))
      expect((await shadow.readStructure()).objects).toContainEqual(
        expect.objectContaining({
          id: 'GRANT OWNER OF TABLE public.fresh',
          definition: `ALTER TABLE public.fresh OWNER TO ${login.username}`,
        }),
      )
      await admin.unsafe('drop table mine')
    })

    it('is refused when there is no other server', async () => {
      const nowhere = openAsAdmin(login.url)
      await expect(openShadow(nowhere)).rejects.toMatchObject({
        code: 'PROPOSAL_NOT_TRIED',
        message:
          'There is no place for a dry run of the change. The login of this connection may not create databases.',
      })
      await nowhere.close()
    })

    it('belongs to a login that may do nothing else, where ours may do everything', async () => {
      const mighty = openAsAdmin(login.url, {
        shadowServer: ownServer(adminUrl()),
        applicationName: 'lovable-ai:mighty',
      })
      const shadow = await openShadow(mighty)
      await expect(
        shadow.run(step("create materialized view files as select pg_read_file('postgresql.conf')")),
      ).rejects.toMatchObject({ code: 'DATABASE_PERMISSION_DENIED' })
      const [session] = await admin`
        select usename as role from pg_stat_activity where application_name = 'lovable-ai:shadow mighty'`
      const [role] =
        await admin`select rolsuper or rolcreatedb or rolcreaterole as mighty from pg_roles where rolname = ${String(session?.role)}`
      expect(role?.mighty).toBe(false)
      await shadow.run(step('create table fresh (id integer)'))
      await shadow.close()
      expect((await admin`select from pg_roles where rolname = ${String(session?.role)}`).count).toBe(0)
      await mighty.close()
    })
  })
})
