import { asWritten, inPlaces } from '../corpus.ts'
import type { CorpusStatement, Expression } from '../corpus.ts'
import { MYSQL_EVERYDAY } from './everyday.ts'
import { MYSQL_REPORTS } from './reports.ts'
import { MYSQL_PLACES } from './places.ts'

/** What analysts compute, each with another part of the grammar behind it. */
const EXPRESSIONS: readonly Expression[] = [
  { name: 'words in a literal', text: `'drop table orders; -- /* x */ # y'` },
  { name: 'arithmetic', text: 'round(o.total * 1.19, 2) - o.id % 3', columns: true },
  { name: 'date part', text: 'extract(year_month from o.placed_at)', columns: true },
  { name: 'date', text: `date_format(o.placed_at - interval 1 month, '%Y-%m')`, columns: true },
  { name: 'json path', text: `json_unquote(json_extract(o.doc, '$.update'))`, columns: true },
  { name: 'regular expression', text: `regexp_replace(o.note, '^(a|b)+$', 'x')`, columns: true },
  { name: 'cast', text: 'cast(o.total as unsigned)', columns: true },
  { name: 'escaped quotes', text: `'it\\'s; delete'` },
  { name: 'quoted name', text: 'o.`rank`', columns: true },
  { name: 'clock and chance', text: `concat(now(), rand())` },
  {
    name: 'correlated count',
    text: '(select count(*) from customers k where k.id = o.customer_id)',
    columns: true,
  },
  { name: 'harmless view', text: '(select v.note from plain_orders v limit 1)' },
]

/** Whole statements with grammar that the places do not have. */
const WHOLE = [
  'values (1, 2), (3, 4)',
  '((select 1))',
  'select 1 # ; drop table orders',
  'select 1 -- ; drop table orders',
  'select 5--3, - -1, !0',
  'select `delete`, `update`.`set` from (select 1 as `delete`, 2 as `set`) `update`',
  'with `truncate` as (select 1) select * from `truncate`',
  `select x'41', b'101', 0x41, _utf8mb4'é', n'x', 1e3, .5`,
  'select * from orders use index (by_note) where note = 1',
  'select * from orders force index for order by (by_note) order by note',
  `select * from orders where match (note) against ('+a' in boolean mode)`,
  'select straight_join 1 from orders join customers using (id)',
  'select sql_no_cache distinct note from orders',
  'select * from orders natural join customers',
  'select * from (orders, customers) left join traces on true',
  'select customer_id, sum(total) from orders group by customer_id with rollup',
  'select sum(total) over (order by id rows between 1 preceding and current row) from orders',
  `select group_concat(distinct note order by note desc separator '; ') from orders`,
  `select * from json_table('[{"a": 1}]', '$[*]' columns (n for ordinality, a int path '$.a')) j`,
  'select timestampdiff(day, placed_at, now()), timestampadd(hour, 1, placed_at) from orders',
  'select char(65 using utf8mb4), position("a" in note), trim(note) from orders',
  'select a is true, a <=> null, a div 2, a mod 2 from (select 1 as a) t',
  'select current_date, current_timestamp(3), current_user, database(), version()',
  'select table_name, engine from information_schema.tables where table_schema = database()',
  'select * from order_totals v join orders on v.id = orders.id',
  'select 1 from dual where exists (select 1 from orders limit 1)',
  'select * from orders order by id limit 1, 2',
  'select * from orders order by id limit 2 offset 1',
  '(select id from orders) union distinct (select id from customers) order by 1 limit 3',
  'select 1 intersect select 1',
]

export const MYSQL_HARMLESS: readonly CorpusStatement[] = [
  ...inPlaces(MYSQL_PLACES, EXPRESSIONS),
  ...asWritten('whole', WHOLE),
  ...asWritten('everyday', MYSQL_EVERYDAY),
  ...asWritten('report', MYSQL_REPORTS),
]
