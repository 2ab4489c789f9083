/** A shop with what users and extensions can put behind names; everything that is called leaves a trace in `traces`. */
export const POSTGRES_SHOP = `
  create type order_state as enum ('new', 'done');
  create type address as (city text, zip text);
  create table customers (id int primary key, name text, home address);
  create table orders (id int primary key, customer_id int, total numeric, placed_at timestamptz default now(),
    note text, tags text[], doc jsonb, state order_state default 'new');
  insert into customers values (1, 'Ann', row('Oslo', '0150')), (2, 'Bo', null);
  insert into orders (id, customer_id, total, note, tags, doc)
    values (1, 1, 9.5, 'a', '{grant,x}', '{"update": {"delete": 1}}'), (2, 1, 20, 'b', '{}', '{}'), (3, 2, 7, null, null, null);
  create table traces (at timestamptz default clock_timestamp(), by text);
  create sequence numbers;
  create function leave_trace(text) returns text language plpgsql volatile as
    'begin insert into traces (by) values ($1); return $1; end';
  create function stable_trace(text) returns text language plpgsql stable as 'begin return leave_trace($1); end';
  create function trace_of(customers) returns text language sql volatile as 'select leave_trace(''row'')';
  create function trace_text(text, text) returns boolean language sql volatile as 'select leave_trace($1) is null';
  create operator === (function = trace_text, leftarg = text, rightarg = text);
  create domain traced as text check (leave_trace(value) is not null);
  create type pair as (a int, b int);
  create function pair_json(pair) returns json language sql volatile as 'select to_json(leave_trace(''cast''))';
  create cast (pair as json) with function pair_json(pair);
  create view traced_orders as select id, leave_trace(note) as note from orders;
  create view over_traced as select * from traced_orders;
  create view order_totals as select id, round(sum(total), 2) as total from orders group by id;
  create view logins as select rolname, rolpassword from pg_authid;
  create materialized view copied_orders as select id, note from orders;
  create extension file_fdw;
  create server files foreign data wrapper file_fdw;
  create foreign table host_file (line text) server files options (program 'cat /tmp/secret.txt');
  create extension dblink;
  create type level as enum ('low', 'high');
  create table tickets (id int primary key, level level, code varchar(20), other varchar(20));
  insert into tickets values (1, 'low', 'a', 'b');
  create function level_number(level) returns int language sql volatile as 'select length(leave_trace(''implicit''))';
  create cast (level as int) with function level_number(level) as implicit;
  create function unistr(varchar) returns text language plpgsql volatile as 'begin return leave_trace($1); end';
  create function before(varchar, varchar) returns boolean language sql volatile as 'select leave_trace($1) is null';
  create operator ~<~ (function = before, leftarg = varchar, rightarg = varchar);
  create type holder as (a traced);
  create table checked (a traced);
  create table parts (id int, line text) partition by list (id);
  create foreign table far_part partition of parts for values in (2) server files options (program 'cat /tmp/secret.txt');
  create table parent (line text);
  create foreign table child () inherits (parent) server files options (program 'cat /tmp/secret.txt');
  create function add_traced(int, int) returns int language sql volatile as 'select length(leave_trace(''sum''))';
  create aggregate traced_sum(int) (sfunc = add_traced, stype = int);
  create view behind_foreign as select line from host_file;
  create view behind_operator as select id, note === 'a' as x from orders;
  create view behind_cast as select note::traced as x from orders;
  create view behind_array_cast as select tags::traced[] as x from orders;
  create view behind_holder as select jsonb_populate_record(null::holder, doc) as x from orders;
  create view behind_partition as select * from parts;
  create view behind_aggregate as select traced_sum(id) as x from orders;
  create view behind_implicit_cast as select level + 1 as x from tickets;
  create view behind_sleep as select pg_sleep(0.1)::text as x;
  create view behind_sequence as select nextval('numbers') as x;
  create view behind_overload as select unistr(code) as x from tickets;
  create view behind_setting as select set_config('work_mem', '1MB', false) as x;
  create view behind_lateral as select f.* from orders, lateral leave_trace(note) f;
  create view behind_xml as select query_to_xml('select 1', true, false, '') as x;
  create view behind_row as select c.trace_of from customers c;
  create view behind_barrier with (security_barrier) as select leave_trace(note) as x from orders;`
