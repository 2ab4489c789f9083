import type { Database, DatabaseOptions } from '../database.ts'
import { createDial } from '../dial.ts'
import type { SchemaChanges } from '../schema-changes.ts'
import { mysqlEngine } from './mysql.ts'

const OPTIONS: DatabaseOptions = {
  dial: createDial(),
  applicationName: 'lovable-ai:changes-test',
  maxSessions: 4,
  idleTimeoutMs: 60_000,
  connectTimeoutMs: 10_000,
  statementTimeoutMs: 30_000,
}

/** The database of a URL with the login in it. */
export function openAs(url: string): Database {
  const { hostname, port, pathname, username, password } = new URL(url)
  const target = {
    host: hostname,
    port: Number(port),
    database: pathname.slice(1),
    username: decodeURIComponent(username),
    password: decodeURIComponent(password),
    tls: 'PREFER',
  } as const
  return mysqlEngine.open(target, OPTIONS)
}

export function changesOf({ changes }: Database): SchemaChanges {
  if (changes === undefined) throw new Error('This engine changes nothing')
  return changes
}

/** A database with something of every kind that changes are made of. */
export const EVERY_OBJECT: readonly string[] = [
  `create table customers (id int auto_increment primary key, name varchar(40) not null, email varchar(80) default null,
    born date, note text comment 'of ''them''; all', key by_name (name)) comment 'Who buys'`,
  `create table orders (id int auto_increment primary key, customer_id int not null, quantity smallint default 1,
    price decimal(10,2) check (price >= 0), mood enum('good','bad') not null default 'good', at datetime default current_timestamp,
    total decimal(12,2) as (quantity * price) virtual, constraint few check (quantity < 1000), unique key one (customer_id, at),
    constraint of_customer foreign key (customer_id) references customers (id) on delete cascade)`,
  `create table parts (id int not null, at date not null, primary key (id, at)) partition by range (year(at))
    (partition p0 values less than (2020), partition p1 values less than maxvalue)`,
  `create table scratch (id int, label varchar(20))`,
  `create view cheap as select id, price from orders where price < 5`,
  `create view cheaper as select id from cheap where price < 1`,
  `create trigger on_order before insert on orders for each row set new.quantity = coalesce(new.quantity, 1)`,
  `create function half(a decimal(10,2)) returns decimal(10,2) deterministic return a / 2`,
  `create procedure tidy() begin delete from scratch where id is null; end`,
  `create event nightly on schedule every 1 day disable do delete from scratch`,
]
