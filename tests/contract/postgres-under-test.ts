import postgres from 'postgres'
import { postgresEngine } from '../../server/databases/postgres/postgres.ts'
import { createTestDatabase, createTestLogin } from '../fixtures/postgres.ts'
import { toTarget } from './engine-under-test.ts'
import type { EngineUnderTest, Shop } from './engine-under-test.ts'

const TABLES = `
  create type order_state as enum ('open', 'paid', 'sent');
  create table customers (
    id integer primary key, name text not null, city varchar(40), balance numeric(10, 2), joined date
  );
  create table orders (
    id bigint primary key, customer_id integer not null references customers (id), state order_state not null,
    paid boolean, placed_at timestamptz not null, note jsonb
  );
  create table secrets (id integer primary key, word text);
  create view customer_names as select id, name from customers;
  create materialized view order_counts as select customer_id, count(*) as n from orders group by 1;
  create table visits (day date not null, page text) partition by range (day);
  create table visits_2024 partition of visits for values from ('2024-01-01') to ('2025-01-01');
  create table visits_2025 partition of visits for values from ('2025-01-01') to ('2026-01-01');
  comment on table customers is 'People who buy';
  comment on column customers.city is 'Where they live';
  insert into customers
    select n, 'Customer ' || n, (array['Berlin', 'Paris', 'Roma'])[1 + n % 3], n * 1.5, date '2024-01-01' + n
    from generate_series(1, 50) n;
  insert into orders
    select n, 1 + n % 50, 'paid', true, timestamptz '2024-01-01 10:00:00+00' + n * interval '1 hour', '{"n": 1}'
    from generate_series(1, 300) n;
  insert into visits select date '2024-06-01' + n, 'home' from generate_series(1, 400) n;
  refresh materialized view order_counts;
  analyze;`

async function createShop(): Promise<Shop> {
  const database = await createTestDatabase()
  const owner = postgres(database.url, { max: 1, onnotice: () => undefined })
  await owner.unsafe(TABLES)
  const read = 'customers, orders, customer_names, order_counts, visits'
  const reader = await createTestLogin(database, name => [`grant select on ${read} to ${name}`])
  const writer = await createTestLogin(database, name => [`grant select, insert on customers to ${name}`])

  const count = async (condition: string) => {
    const [row] = await owner.unsafe<{ n: number }[]>(
      `select count(*)::int as n from pg_stat_activity where datname = current_database() and ${condition}`,
    )
    return row?.n ?? 0
  }
  return {
    reader: toTarget(reader.url),
    writer: toTarget(writer.url),
    schema: 'public',
    asOwner: async sql => void (await owner.unsafe(sql)),
    quote: name => `"${name.replaceAll('"', '""')}"`,
    letRead: async table => void (await owner.unsafe(`grant select on ${table} to ${reader.username}`)),
    countBusy: name => count(`application_name = '${name}' and state <> 'idle'`),
    countSessions: name => count(`application_name = '${name}'`),
    killSessions: async name =>
      void (await owner.unsafe(
        `select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = '${name}'`,
      )),
    slowBeforeFirstRow: seconds => `select 1 as one from pg_sleep(${seconds})`,
    // In FROM, the function would first write all its rows into a temporary file.
    manyRows: rows => `select n, md5(n::text) as text from (select generate_series(1, ${rows}) as n) numbers`,
    async drop() {
      await owner.end()
      await reader.drop()
      await writer.drop()
      await database.drop()
    },
  }
}

export const postgresUnderTest: EngineUnderTest = {
  name: 'PostgreSQL',
  engine: postgresEngine,
  createShop,
  tlsFailures: { REQUIRE: 'DATABASE_TLS_NOT_OFFERED', VERIFY_FULL: 'DATABASE_TLS_NOT_OFFERED' },
  cursor: {
    oneColumn: { name: 'one', type: 'integer', nullable: null },
    readings: [
      ['explain select * from orders', /orders/],
      ['show search_path', /public/],
      ['values (1), (2)', /1/],
      ['with c as (select 5 as five) table c', /5/],
    ],
    refusals: {
      'a second statement': ['select 1; select 2', 'DATABASE_STATEMENT_FAILED'],
      'a way out of the transaction': ['rollback; create table stolen (id int)', 'DATABASE_STATEMENT_FAILED'],
      nothing: ['  -- nothing', 'DATABASE_STATEMENT_FAILED'],
      'a statement without rows': ['set transaction read write', 'DATABASE_STATEMENT_FAILED'],
      copying: ['copy customers to stdout', 'DATABASE_STATEMENT_FAILED'],
      'a placeholder': ['select $1::int', 'DATABASE_STATEMENT_FAILED'],
      'a misspelt word': ['selec 1', 'DATABASE_STATEMENT_FAILED'],
      'a table that is gone': ['select * from gone', 'DATABASE_CATALOG_CHANGED'],
      'a column that is gone': ['select gone from customers', 'DATABASE_CATALOG_CHANGED'],
      'a table that is not ours to read': ['select * from secrets', 'DATABASE_PERMISSION_DENIED'],
      'a write': ["insert into customers values (99, 'x') returning id", 'DATABASE_READ_ONLY_VIOLATION'],
      'a write inside of a reading statement': [
        "with n as (insert into customers values (99, 'x') returning id) select * from n",
        'DATABASE_READ_ONLY_VIOLATION',
      ],
      'a value that is out of range in a later row': [
        'select 1 / (id - 2) from customers order by id',
        'DATABASE_STATEMENT_FAILED',
      ],
    },
    failsOnAName: 'select name::int from customers',
    leavings: [
      "select set_config('search_path', 'nowhere', false), set_config('statement_timeout', '1', false)",
      'select pg_advisory_lock(42)',
    ],
    traces: [
      ["select current_setting('search_path')", ['pg_catalog, public, pg_temp']],
      ["select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()", [0]],
    ],
  },
  catalog: {
    kinds: {
      customer_names: 'VIEW',
      customers: 'TABLE',
      order_counts: 'MATERIALIZED_VIEW',
      orders: 'TABLE',
      visits: 'TABLE',
    },
    types: { city: 'character varying(40)', balance: 'numeric(10,2)' },
    builtInFunction: {
      schema: 'pg_catalog',
      name: 'lower',
      volatility: 'IMMUTABLE',
      builtIn: true,
      extension: null,
      // Ranges have a `lower` too, declared for any of them.
      takesRow: true,
      callable: true,
    },
    createFunction: "create function discount() returns int language sql volatile as 'select 1'",
  },
}
