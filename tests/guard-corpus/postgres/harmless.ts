import { asWritten, inPlaces } from '../corpus.ts'
import type { CorpusStatement, Expression } from '../corpus.ts'
import { POSTGRES_EVERYDAY } from './everyday.ts'
import { POSTGRES_REPORTS } from './reports.ts'
import { POSTGRES_PLACES } from './places.ts'

/** What analysts compute, each with another part of the grammar or the catalog behind it. */
const EXPRESSIONS: readonly Expression[] = [
  { name: 'words in a literal', text: `'drop table orders; --'` },
  { name: 'arithmetic', text: 'round(o.total * 1.19, 2) - o.id % 3', columns: true },
  { name: 'date part', text: `extract(dow from o.placed_at at time zone 'UTC')`, columns: true },
  { name: 'date bucket', text: `date_trunc('month', o.placed_at) + interval '1 day'`, columns: true },
  { name: 'json path', text: `o.doc #>> '{update,delete}'`, columns: true },
  { name: 'regular expression', text: `regexp_replace(o.note, '^(a|b)+$', 'x', 'gi')`, columns: true },
  {
    name: 'full text',
    text: `to_tsvector('simple', o.note) @@ plainto_tsquery('simple', 'copy')`,
    columns: true,
  },
  { name: 'array test', text: `'grant' = any (o.tags)`, columns: true },
  { name: 'enum', text: `o.state = 'new'::order_state`, columns: true },
  { name: 'dollar quotes', text: '$q$; commit $q$' },
  { name: 'clock and chance', text: `to_char(now(), 'YYYY') || random()::text` },
  {
    name: 'correlated count',
    text: `(select count(*) from customers k where k.id = o.customer_id)`,
    columns: true,
  },
  { name: 'harmless view', text: '(select max(v.total) from order_totals v)' },
]

/** Whole statements with grammar that the places do not have. */
const WHOLE = [
  `table orders`,
  `values (1, 'a'), (2, null)`,
  `((select 1))`,
  `select 1; `,
  `select 1 /* delete /* from */ orders */ -- ; drop table orders`,
  `select "delete", "update"."set" from (select 1 as "delete", 2 as "set") "update"`,
  `with "truncate" as (select 1) select * from "truncate"`,
  `select U&'d\\0061t\\0061', E'a\\'b; drop', 'it''s', b'101', x'1F'`,
  `select 1 as "select", 2 as "from"`,
  `select o.* from orders as o natural join (select 1 as id) c`,
  `select * from orders full join customers c on c.id = customer_id`,
  `select customer_id, sum(total), grouping(customer_id) from orders group by rollup (customer_id)`,
  `select customer_id, count(*) from orders group by cube (customer_id, state)`,
  `select sum(total) over (order by id rows between 1 preceding and 1 following exclude ties) from orders`,
  `select percentile_cont(array[0.5, 0.9]) within group (order by total) from orders`,
  `with recursive r as (select 1 as n union select n + 1 from r where n < 5) search depth first by n set s cycle n set c using p select * from r`,
  `select * from orders order by total fetch first 2 rows with ties`,
  `select * from json_table('[{"a": 1}]', '$[*]' columns (n for ordinality, a int path '$.a')) j`,
  `select * from xmltable('/r/x' passing '<r><x a="1"/></r>' columns a int path '@a')`,
  `select * from jsonb_to_recordset('[{"a": 1}]') as r (a int, b text)`,
  `select * from generate_series(1, 3) with ordinality as g (a, b)`,
  `select * from orders tablesample system (50) repeatable (1)`,
  `explain select * from orders`,
  `explain (costs off, format json) select * from orders`,
  `explain verbose with a as (select 1) table a`,
  `show timezone`,
  `show transaction isolation level`,
  `show server_version`,
  `select table_name from information_schema.tables`,
  `select relname, reltuples from pg_class where relkind = 'r'`,
  `select pg_size_pretty(pg_total_relation_size('orders'))`,
  `select current_user, session_user, current_date, localtimestamp, current_schema, version()`,
  `select * from order_totals v join orders on v.id = orders.id`,
  `select * from copied_orders`,
  `select (home).city, (c).name, c.home from customers c`,
  `select name is normalized, name collate "C", overlay(name placing 'x' from 1 for 1) from customers`,
  `select (1, 2) = (select 1, 2), (1, 'a') in ((1, 'a')), not (1 = 2) is unknown`,
  `select '1 day'::interval * 2, date '2024-02-29' + 1, (date '2024-01-01', interval '1 day') overlaps (date '2024-01-01', date '2024-01-02')`,
  `select int4range(1, 5) && int4range(4, 6), '[1,2)'::int4range @> 1, '::1'::inet << '::/64'`,
  `select array_agg(distinct note order by note), bool_or(total > 1), count(distinct (customer_id, note)) from orders`,
]

export const POSTGRES_HARMLESS: readonly CorpusStatement[] = [
  ...inPlaces(POSTGRES_PLACES, EXPRESSIONS),
  ...asWritten('whole', WHOLE),
  ...asWritten('everyday', POSTGRES_EVERYDAY),
  ...asWritten('report', POSTGRES_REPORTS),
]
