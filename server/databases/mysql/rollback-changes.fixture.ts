import type { RollbackClass } from '../../domain.ts'

interface UndoneChange {
  up: readonly string[]
  class: RollbackClass
  /** Of the words that have to be said. */
  note?: RegExp
}

const change =
  (loss: RollbackClass, note?: RegExp) =>
  (...up: readonly string[]): UndoneChange =>
    note === undefined ? { up, class: loss } : { up, class: loss, note }
const lossless = change('LOSSLESS')
const losesNew = change('LOSES_NEW_DATA')
const structureOnly = change('STRUCTURE_ONLY')

/** Changes of the database of `changes.fixture.ts`, and what their way back loses. */
export const UNDONE_CHANGES: readonly UndoneChange[] = [
  losesNew('create table fresh (id int primary key, name text)'),
  losesNew(
    'create table one_more (id int primary key)',
    'create table fresh (id int primary key, o int references one_more (id))',
  ),
  losesNew('alter table orders add column phone_ext varchar(9)'),
  losesNew(
    "alter table customers add column phone_ext varchar(9) not null default 'x' after name",
    'create index x on customers (phone_ext)',
  ),
  losesNew('alter table scratch add column number int auto_increment unique'),
  losesNew('create table copy as select id, price from orders'),
  lossless('alter table orders add column twice int as (quantity * 2) stored'),
  lossless('create index orders_price on orders (price)'),
  lossless('create fulltext index words on customers (note)'),
  lossless('alter table orders add constraint price_small check (price < 5000)'),
  lossless('alter table scratch add primary key (id)'),
  lossless('alter table scratch add constraint to_orders foreign key (id) references orders (id)'),
  lossless('create view dear as select * from orders where price > 100'),
  lossless('create or replace view cheap as select id, price, 1 as one from orders'),
  lossless('create function third(a int) returns int deterministic return a / 3'),
  lossless('create trigger on_scratch before update on scratch for each row set new.id = old.id'),
  lossless('drop index by_name on customers'),
  lossless('alter table orders drop foreign key of_customer'),
  lossless('alter table orders drop constraint few'),
  lossless('drop view cheaper', 'drop view cheap'),
  lossless('drop trigger on_order'),
  lossless('drop procedure tidy'),
  lossless('drop event nightly'),
  lossless('alter table scratch change label title varchar(20)'),
  lossless('alter table scratch rename column label to title', 'create index t on scratch (title)'),
  lossless('rename table customers to clients'),
  lossless('rename table scratch to s, customers to scratch, s to customers'),
  lossless('alter table scratch rename to drafts, change label title varchar(20)'),
  lossless('alter table orders alter quantity set default 2'),
  lossless("alter table customers comment 'People'"),
  lossless("alter table scratch comment 'Drafts'"),
  lossless("alter table customers modify born date comment 'day of birth'"),
  lossless('alter table customers modify email varchar(80) not null'),
  change('LOSSLESS', /must not be empty again/)('alter table customers modify name varchar(40) null'),
  losesNew('alter table customers modify name varchar(60) not null'),
  losesNew('alter table scratch modify id bigint'),
  losesNew("alter table orders modify mood enum('good','bad','mixed') not null default 'good'"),
  structureOnly('alter table customers modify name varchar(20) not null'),
  structureOnly('alter table scratch drop column label'),
  structureOnly('alter table scratch drop column id'),
  structureOnly('alter table scratch drop column label, add column title varchar(20)'),
  structureOnly(
    'alter table orders drop column price, drop column total',
    'create or replace view cheap as select id, 1 as price from orders',
  ),
  structureOnly('drop table scratch'),
  structureOnly('drop view cheaper', 'drop view cheap', 'drop table orders'),
  lossless('alter table customers convert to character set latin1'),
  lossless('alter table parts remove partitioning'),
  lossless('alter table scratch partition by hash (id) partitions 2'),
]
