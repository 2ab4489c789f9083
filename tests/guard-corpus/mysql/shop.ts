/** A shop with what users can put behind names. One statement each, for connections that take no more. */
export const MYSQL_SHOP: readonly string[] = [
  'create table customers (id int primary key, name varchar(50))',
  `create table orders (id int primary key, customer_id int, total decimal(10, 2), placed_at datetime default now(),
    note varchar(50), doc json, \`rank\` int, index by_note (note), fulltext (note))`,
  `insert into customers values (1, 'Ann'), (2, 'Bo')`,
  `insert into orders (id, customer_id, total, note, doc) values (1, 1, 9.5, 'a', '{"update": 1}'), (2, 1, 20, 'b', '{}'), (3, 2, 7, null, null)`,
  'create table traces (at timestamp default now(), caller varchar(50))',
  `create function leave_trace(x varchar(50)) returns varchar(50) modifies sql data
    begin insert into traces (caller) values (x); return x; end`,
  `create function \`lower\`(x varchar(50)) returns varchar(50) return leave_trace(x)`,
  'create function `left`(x varchar(50), n int) returns varchar(50) return leave_trace(x)',
  'create view traced_orders as select id, leave_trace(note) as note from orders',
  'create view over_traced as select * from traced_orders',
  'create view order_totals as select id, round(sum(total), 2) as total from orders group by id',
  'create view plain_orders as select id, upper(note) as note from orders',
  'create sequence numbers',
  'create table numbered (id int default nextval(numbers))',
  'create view logins as select user, host from mysql.user',
]
