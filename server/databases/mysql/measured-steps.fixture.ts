import type { StepCost } from '../../domain.ts'

interface MeasuredStep {
  before?: readonly string[]
  sql: string
  cost: StepCost
  locks: readonly string[]
  /** In the server's words. */
  reason?: RegExp
}

const orders = (way: string) => [`${way} on orders`]
const INSTANT = orders('ALGORITHM=INSTANT')
const COPY = orders('ALGORITHM=COPY, LOCK=SHARED')

/** How MariaDB 10.11 changes the tables of `changes.fixture.ts`. */
export const MEASURED_STEPS: readonly MeasuredStep[] = [
  {
    sql: 'alter table scratch add a int not null default 5',
    cost: 'METADATA',
    locks: ['ALGORITHM=INSTANT on scratch'],
  },
  { sql: 'alter table scratch add a int first', cost: 'METADATA', locks: ['ALGORITHM=INSTANT on scratch'] },
  // It has a virtual column.
  { sql: 'alter table orders add a int first', cost: 'COPY', locks: COPY },
  { sql: 'alter table orders add a varchar(36) default (uuid())', cost: 'COPY', locks: COPY },
  { sql: 'alter table orders add a int as (quantity * 2) stored', cost: 'COPY', locks: COPY },
  { sql: 'alter table scratch drop column label', cost: 'METADATA', locks: ['ALGORITHM=INSTANT on scratch'] },
  {
    sql: 'alter table orders change mood feeling enum("good","bad") not null default "good"',
    cost: 'METADATA',
    locks: INSTANT,
  },
  {
    sql: 'alter table customers modify id bigint auto_increment',
    before: ['alter table orders drop foreign key of_customer'],
    cost: 'COPY',
    locks: ['ALGORITHM=COPY, LOCK=SHARED on customers'],
    reason: /column type/,
  },
  {
    sql: 'alter table orders modify quantity int default 1',
    before: ['alter table orders drop column total, drop constraint few'],
    cost: 'COPY',
    locks: COPY,
  },
  {
    sql: 'alter table customers modify name varchar(60) not null',
    cost: 'METADATA',
    locks: ['ALGORITHM=INSTANT on customers'],
  },
  {
    sql: 'alter table customers modify name varchar(20) not null',
    cost: 'COPY',
    locks: ['ALGORITHM=COPY, LOCK=SHARED on customers'],
  },
  {
    sql: 'alter table customers modify email varchar(80) not null',
    cost: 'REWRITE',
    locks: ['ALGORITHM=INPLACE, LOCK=NONE on customers'],
  },
  {
    sql: "alter table orders modify mood enum('good','bad','mixed') not null default 'good'",
    cost: 'METADATA',
    locks: INSTANT,
  },
  {
    sql: "alter table orders modify mood enum('bad','good') not null default 'good'",
    cost: 'COPY',
    locks: COPY,
  },
  {
    sql: 'alter table customers convert to character set latin1',
    cost: 'COPY',
    locks: ['ALGORITHM=COPY, LOCK=SHARED on customers'],
  },
  {
    sql: 'alter table orders add index (price)',
    cost: 'INDEX_BUILD',
    locks: orders('ALGORITHM=NOCOPY, LOCK=NONE'),
  },
  {
    sql: 'create index by_price on orders (price)',
    cost: 'INDEX_BUILD',
    locks: orders('ALGORITHM=NOCOPY, LOCK=NONE'),
  },
  {
    sql: 'create fulltext index words on customers (note)',
    cost: 'REWRITE',
    locks: ['ALGORITHM=INPLACE, LOCK=SHARED on customers'],
  },
  {
    sql: 'drop index by_name on customers',
    cost: 'METADATA',
    locks: ['ALGORITHM=NOCOPY, LOCK=NONE on customers'],
  },
  {
    sql: 'alter table scratch add primary key (id)',
    cost: 'REWRITE',
    locks: ['ALGORITHM=INPLACE, LOCK=NONE on scratch'],
  },
  {
    sql: 'alter table scratch add constraint to_orders foreign key (id) references orders (id)',
    cost: 'COPY',
    locks: ['ALGORITHM=COPY, LOCK=SHARED on scratch'],
  },
  { sql: 'alter table orders add constraint dear check (price < 100)', cost: 'COPY', locks: COPY },
  { sql: 'alter table orders alter quantity set default 2', cost: 'METADATA', locks: INSTANT },
  { sql: "alter table orders comment 'All of them'", cost: 'METADATA', locks: INSTANT },
  { sql: 'alter table scratch force', cost: 'REWRITE', locks: ['ALGORITHM=INPLACE, LOCK=NONE on scratch'] },
  { sql: 'create table fresh (id int primary key)', cost: 'METADATA', locks: [] },
  { sql: 'drop table scratch', cost: 'METADATA', locks: ['LOCK=EXCLUSIVE on scratch'] },
  { sql: 'rename table scratch to drafts', cost: 'METADATA', locks: ['LOCK=EXCLUSIVE on scratch'] },
  { sql: 'truncate scratch', cost: 'METADATA', locks: ['LOCK=EXCLUSIVE on scratch'] },
  { sql: "update scratch set label = 'x'", cost: 'SCAN', locks: ['LOCK=ROWS on scratch'] },
  { sql: 'alter table parts drop partition p0', cost: 'UNKNOWN', locks: [] },
  { sql: 'alter table orders add a int, algorithm=copy', cost: 'COPY', locks: COPY },
]
