import type { StepCost } from '../../domain.ts'

interface MeasuredStep {
  before?: readonly string[]
  sql: string
  transactional?: boolean
  cost: StepCost
  locks: readonly string[]
}

const orders = (mode: string) => `${mode}Lock on public.orders`
const AE = orders('AccessExclusive')
const both = (mode: string) => [`${mode}Lock on public.customers`, `${mode}Lock on public.orders`]

/** What statements cost and hold on the tables of `shadow.test.ts`, as PostgreSQL 18 does them. */
export const MEASURED_STEPS: readonly MeasuredStep[] = [
  { sql: 'alter table orders add a integer', cost: 'METADATA', locks: [AE] },
  { sql: 'alter table orders add a float default random()', cost: 'REWRITE', locks: [AE] },
  { sql: 'alter table orders add a uuid default gen_random_uuid()', cost: 'REWRITE', locks: [AE] },
  { sql: 'alter table orders add a timestamptz default clock_timestamp()', cost: 'REWRITE', locks: [AE] },
  { sql: 'alter table orders add a timestamptz default now()', cost: 'METADATA', locks: [AE] },
  { sql: 'alter table orders add a serial', cost: 'REWRITE', locks: [AE] },
  { sql: 'alter table orders add a bigint generated always as identity', cost: 'REWRITE', locks: [AE] },
  {
    sql: 'alter table orders add a integer generated always as (quantity * 2) stored',
    cost: 'REWRITE',
    locks: [AE],
  },
  { sql: 'alter table orders add a short', cost: 'REWRITE', locks: [AE] },
  { sql: 'alter table orders add a plain', cost: 'METADATA', locks: [AE] },
  { sql: 'alter table orders add a integer unique', cost: 'INDEX_BUILD', locks: [AE] },
  { sql: 'alter table orders add a integer check (a > 0)', cost: 'SCAN', locks: [AE] },
  {
    sql: 'alter table orders add a integer references customers',
    cost: 'METADATA',
    locks: [AE, 'ShareRowExclusiveLock on public.customers'],
  },
  { sql: 'alter table orders alter quantity type bigint', cost: 'REWRITE', locks: [AE] },
  {
    before: ['drop view all_orders'],
    sql: 'alter table orders alter id type bigint',
    cost: 'REWRITE',
    locks: [AE],
  },
  {
    sql: 'alter table orders drop constraint note_there, alter note type varchar(40)',
    cost: 'METADATA',
    locks: [AE],
  },
  {
    sql: 'alter table orders drop constraint note_there, alter note type text',
    cost: 'METADATA',
    locks: [AE],
  },
  {
    sql: 'alter table orders drop constraint note_there, alter note type varchar(10)',
    cost: 'REWRITE',
    locks: [AE],
  },
  {
    sql: 'alter table customers alter name type varchar',
    cost: 'METADATA',
    locks: ['AccessExclusiveLock on public.customers'],
  },
  { sql: 'alter table orders alter data type json', cost: 'REWRITE', locks: [AE] },
  {
    sql: 'alter table customers alter at type timestamptz',
    cost: 'METADATA',
    locks: ['AccessExclusiveLock on public.customers'],
  },
  {
    before: ['drop view all_orders', 'drop materialized view totals'],
    sql: 'alter table orders alter price type numeric(12, 2)',
    cost: 'METADATA',
    locks: [AE],
  },
  {
    before: ['drop view all_orders', 'drop materialized view totals'],
    sql: 'alter table orders alter price type numeric(12, 4)',
    cost: 'REWRITE',
    locks: [AE],
  },
  { sql: 'alter table orders alter customer_id set not null', cost: 'SCAN', locks: [AE] },
  {
    before: ['alter table orders validate constraint note_there'],
    sql: 'alter table orders alter note set not null',
    cost: 'METADATA',
    locks: [AE],
  },
  { sql: 'alter table orders add constraint c check (quantity > 0)', cost: 'SCAN', locks: [AE] },
  {
    sql: 'alter table orders add constraint c check (quantity > 0) not valid',
    cost: 'METADATA',
    locks: [AE],
  },
  {
    sql: 'alter table orders validate constraint note_there',
    cost: 'SCAN',
    locks: [orders('ShareUpdateExclusive')],
  },
  {
    sql: 'alter table orders add constraint f foreign key (customer_id) references customers',
    cost: 'SCAN',
    locks: both('ShareRowExclusive'),
  },
  {
    sql: 'alter table orders add constraint f foreign key (customer_id) references customers not valid',
    cost: 'METADATA',
    locks: both('ShareRowExclusive'),
  },
  {
    before: ['alter table orders add constraint f foreign key (customer_id) references customers not valid'],
    sql: 'alter table orders validate constraint f',
    cost: 'SCAN',
    locks: [orders('ShareUpdateExclusive'), 'RowShareLock on public.customers'],
  },
  {
    before: ['alter table orders add constraint f foreign key (customer_id) references customers'],
    sql: 'alter table orders drop constraint f',
    cost: 'METADATA',
    locks: both('AccessExclusive'),
  },
  { sql: 'alter table orders add constraint u unique (customer_id)', cost: 'INDEX_BUILD', locks: [AE] },
  {
    before: ['create unique index u on orders (customer_id)'],
    sql: 'alter table orders add constraint u unique using index u',
    cost: 'METADATA',
    locks: [AE],
  },
  {
    before: [
      'alter table orders drop constraint orders_pkey',
      'create unique index u on orders (customer_id)',
    ],
    sql: 'alter table orders add primary key using index u',
    cost: 'SCAN',
    locks: [AE],
  },
  {
    sql: 'alter table orders add constraint e exclude using btree (customer_id with =)',
    cost: 'INDEX_BUILD',
    locks: [AE],
  },
  { sql: 'create index i on orders (price)', cost: 'INDEX_BUILD', locks: [orders('Share')] },
  {
    sql: 'drop index orders_quantity',
    cost: 'METADATA',
    locks: [AE],
  },
  {
    sql: 'reindex table orders',
    cost: 'INDEX_BUILD',
    locks: [
      'AccessExclusiveLock on index public.orders_pkey',
      'AccessExclusiveLock on index public.orders_quantity',
      orders('Share'),
    ],
  },
  {
    sql: 'create index concurrently i on orders (price)',
    transactional: false,
    cost: 'INDEX_BUILD',
    locks: [orders('ShareUpdateExclusive')],
  },
  {
    sql: 'drop index concurrently orders_quantity',
    transactional: false,
    cost: 'METADATA',
    locks: [orders('ShareUpdateExclusive')],
  },
  {
    sql: 'reindex index concurrently orders_quantity',
    transactional: false,
    cost: 'INDEX_BUILD',
    locks: [orders('ShareUpdateExclusive')],
  },
  { sql: 'vacuum full orders', transactional: false, cost: 'REWRITE', locks: [AE] },
  {
    sql: 'cluster orders using orders_pkey',
    cost: 'REWRITE',
    locks: [AE],
  },
  {
    sql: 'alter table parts detach partition part_one',
    cost: 'METADATA',
    locks: ['AccessExclusiveLock on public.part_one', 'AccessExclusiveLock on public.parts'],
  },
  {
    sql: 'alter table parts detach partition part_one concurrently',
    transactional: false,
    cost: 'METADATA',
    locks: ['AccessExclusiveLock on public.part_one', 'ShareUpdateExclusiveLock on public.parts'],
  },
  {
    sql: "alter table parts attach partition loose for values from ('2021-01-01') to ('2022-01-01')",
    cost: 'SCAN',
    locks: ['AccessExclusiveLock on public.loose', 'ShareUpdateExclusiveLock on public.parts'],
  },
  { sql: 'alter table orders set unlogged', cost: 'REWRITE', locks: [AE] },
  {
    sql: 'refresh materialized view totals',
    cost: 'REWRITE',
    locks: ['AccessExclusiveLock on public.totals'],
  },
  {
    sql: 'create trigger t before update on orders for each row execute function noop()',
    cost: 'METADATA',
    locks: [orders('ShareRowExclusive')],
  },
  { sql: 'alter table orders disable trigger user', cost: 'METADATA', locks: [orders('ShareRowExclusive')] },
  { sql: 'alter table orders enable row level security', cost: 'METADATA', locks: [AE] },
  { sql: 'truncate orders', cost: 'METADATA', locks: [AE] },
  { sql: 'alter table orders rename quantity to amount', cost: 'METADATA', locks: [AE] },
  { sql: 'alter domain short add constraint more check (length(value) > 1)', cost: 'METADATA', locks: [] },
  { sql: 'alter table orders drop column data', cost: 'METADATA', locks: [AE] },
  { sql: 'update orders set quantity = 1', cost: 'SCAN', locks: [orders('RowExclusive')] },
  { sql: 'create table fresh (id integer primary key, name text)', cost: 'METADATA', locks: [] },
]
