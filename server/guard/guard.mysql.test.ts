import { createConnection } from 'mysql2/promise'
import type { Connection, RowDataPacket } from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { judgeMysql } from '../../tests/fixtures/judge-mysql.ts'
import { createMysqlTestDatabase } from '../../tests/fixtures/mysql.ts'
import type { TestDatabase } from '../../tests/fixtures/postgres.ts'
import { ALLOWED_FUNCTIONS } from './mysql/allowed-functions.ts'

/** The guard's lists against a real server, and harmless statements that the server really takes. */
let database: TestDatabase
let sql: Connection

beforeAll(async () => {
  database = await createMysqlTestDatabase()
  sql = await createConnection({ uri: database.url, multipleStatements: false })
  await sql.query(`set session sql_mode = 'STRICT_TRANS_TABLES'`)
  await sql.query(`create table t (id int primary key, a int, b int, name varchar(50), \`update\` text, doc json,
    at datetime, day date, price decimal(10, 2), status varchar(5), \`rank\` int, fulltext (name), index by_a (a))`)
  await sql.query('create table u (a int, b int, id int)')
  await sql.query(`insert into t (id, name) values (1, 'x'), (2, 'y')`)
})

afterAll(async () => {
  await sql.end()
  await database.drop()
})

/** Harmless on both servers. */
const PLAIN = [
  `select 'drop table t; delete from t' as \`delete\`, \`update\` from t -- ; commit`,
  `select /* update t set a = 1; */ 1 # ; drop table t`,
  `select 5--3, 5 - -3, - -1, !0, ~1 & 3 | 4 ^ 5 << 1 >> 1`,
  `select '\\'; drop table t; -- ', "it''s \\" x", 'a''b', 'a' "b" 'c', '/*! x */', '@x := 1', '\\\\'`,
  `select 1 as 'delete from t', 2 "into outfile", 3 \`for update\``,
  `select \`a\`.\`b\`, \`weird \`\` name\` from (select 1 as b, 2 as \`weird \`\` name\`) a`,
  `((select 1)) union ((select 2) order by 1 limit 1)`,
  `(select a from t order by a limit 1) union all (select b from t) order by 1 desc limit 5`,
  `values (1, 'a'), (2, null)`,
  `with \`insert\` as (select 1 as x), d (y) as (select 2) select * from \`insert\`, d`,
  `with recursive r (n) as (select 1 union all select n + 1 from r where n < 5) select sum(n) from r`,
  `select cast(a as unsigned), cast(a as signed integer), cast(a as decimal(10, 2)), cast(a as char(5)), cast(at as date), cast(a as char character set utf8mb4) from t`,
  `select convert(a, char(10)), convert(name using utf8mb4), convert(a, signed) from t`,
  `select group_concat(distinct name order by a desc, b separator ', '), count(distinct a, b), count(*), count(all a) from t`,
  `select substring(name from 1 for 2), substring(name, 1, 2), substr(name from 2), trim(leading 'x' from name), trim('x' from name), trim(name), trim(both from name) from t`,
  `select * from t force index (by_a) where a = 1`,
  `select * from t as x use index for order by (by_a) ignore index (primary) order by a`,
  `select @@version, @@session.time_zone, @@global.version_comment, version()`,
  `select j.* from t, json_table(t.doc, '$[*]' columns (n for ordinality, a int path '$.a' default '0' on empty null on error, e int exists path '$.e', nested path '$.k[*]' columns (k varchar(5) path '$'))) as j`,
  `select row_number() over (partition by a order by b), sum(a) over w, lag(a, 1) over w from t window w as (order by b rows between unbounded preceding and current row)`,
  `select avg(a) over (order by id rows 2 preceding), rank() over (order by a desc), ntile(4) over (order by a), first_value(a) over (order by a range between 1 preceding and 1 following) from t`,
  `select a div 2, a mod 2, a % 2, a xor b, name regexp '^x', name rlike 'x', name not regexp 'y', name sounds like 'z', a <=> null from t`,
  `select json_extract(doc, '$.x'), json_unquote(json_extract(doc, '$.x')), json_value(doc, '$.a'), json_contains(doc, '1'), json_arrayagg(a), json_objectagg(id, a) from t group by doc`,
  `select now() - interval 1 day, date_add(now(), interval '1:1' minute_second), interval 1 + 1 hour + now(), adddate(day, 31), date_sub(day, interval 1 month) from t`,
  `select a collate utf8mb4_bin, _utf8mb4'x', _latin1 'x', n'x', x'4142', 0x4142, b'01', 0b01, binary name = 'x' from t`,
  `select date '2020-01-01', timestamp '2020-01-01 00:00:00', time '10:00:00', {d '2020-01-01'}, {ts '2020-01-01 00:00:00'}`,
  `select match (name) against ('x' in boolean mode), match (name) against ('y'), match (name) against ('y' with query expansion) from t`,
  `select case when a = 1 then 2 else 3 end, case a when 1 then 'x' when 2 then 'y' end, if(a, 1, 2), ifnull(a, b), nullif(a, b), coalesce(a, b) from t`,
  `select a in (1, 2), (a, b) in ((1, 2)), a not in (select b from u), a not between 1 and 2 and b between 3 and 4, name not like 'x!_' escape '!' from t`,
  `select a, count(*) from t group by a with rollup having count(*) > 1 limit 5, 10`,
  `select a > all (select b from u), a = any (select b from u), exists (select 1 from u), not exists (select * from u where u.a = t.a) from t`,
  `select straight_join t.* from t natural left join u`,
  `select sql_no_cache distinct a from t straight_join u using (a, b)`,
  `select * from t left join (u, u v) on t.a = u.a inner join u w on w.a = t.a and w.b is not null`,
  `select * from (t join u on t.a = u.a) cross join u v`,
  `select * from ((select 1 as a) union (select 2)) x join (select 3 as b) y`,
  `select ((select 1) + (select 2)), (((select 1) union (select 2) limit 1))`,
  `select extract(year from at), extract(day_hour from at), timestampdiff(day, at, now()), timestampadd(month, 1, at), position('a' in name), get_format(date, 'USA') from t`,
  `select a is true, a is not null, a is unknown, not a, !a, -a, a = 1 && b = 2 || a = 3 from t`,
  `select current_date, current_timestamp(3), utc_date(), localtime, now(6), curdate(), current_user, current_user(), database(), schema(), user(), connection_id()`,
  `select year(at), date(at), left(name, 1), right(name, 1), replace(name, 'x', 'y'), insert(name, 1, 2, 'x'), repeat('x', 2), char(65, 66 using utf8mb4), mod(a, 2), truncate(price, 1), format(price, 2) from t`,
  `select status, name, day, year(day) as year, date(at) as date, month(at) month, count(*) as count, 1 as value, 2 as level, 3 as type, 4 as position from t group by 1, 2, 3, at`,
  `select t.rank, t.\`update\`, t.id select_, t.at from t where t.day >= '2020-01-01'`,
  `select * from t where name = "it's" and name = 'it\\'s' and name <> 'x' 'y' and a != 1`,
  `select 1 from dual where 1 = 1`,
  `select date_format(at, '%Y-%m'), str_to_date('2020', '%Y'), dayname(at), last_day(at), quarter(at), week(at), weekday(at), unix_timestamp(at), from_unixtime(0), datediff(at, day) from t`,
  `select std(a), stddev_pop(a), variance(a), bit_and(a), bit_or(a), bit_xor(a), max(a) - min(a) from t`,
  `select a.id from t a where a.price = (select max(b.price) from t b where b.status = a.status) and row(a, 1) = (2, 1)`,
  `select md5(name), sha1(name), sha2(name, 256), hex(name), uuid(), rand(), crc32(name), to_base64(name), inet_aton('10.0.0.1') from t`,
  `select concat_ws(', ', name, a), lpad(a, 5, '0'), locate('x', name), instr(name, 'x'), substring_index(name, ',', 1), field(a, 1, 2), find_in_set('x', name), elt(1, 'a'), strcmp(name, 'x'), reverse(name), ascii(name), soundex(name) from t order by name is null, field(status, 'x', 'y') desc`,
  `select regexp_replace(name, 'a', 'b'), regexp_substr(name, 'a'), greatest(a, b), least(a, b), round(price, 1), ceiling(price), floor(price), power(a, 2), sqrt(a), sign(a), pi() from t`,
  `select table_name, column_name from information_schema.columns where table_schema = database() order by ordinal_position`,
  `select TABLE_NAME, TABLE_ROWS from INFORMATION_SCHEMA.TABLES`,
  `select 1 except select 2 intersect select 3`,
  `select st_distance(point(1, 2), st_geomfromtext('POINT(1 1)')), st_x(point(1, 2)), st_astext(polygon(linestring(point(0, 0), point(1, 0), point(1, 1), point(0, 0))))`,
  `select all t.a, (select count(*) from u where u.a = t.a) as n from t, u x where x.a = t.a group by t.a asc, t.id`,
  `select 'é😀' as ünïcode, name as \`naïve 名\` from t größe where größe.a = 1;`,
  `select 1 ; -- done`,
  `select 1e5, 1.5E-3, .5, 5., 0x1F, 1.e2`,
  `select\t*\r\nfrom t\r\nwhere a = 1 -- comment\r\n and b = 2 # other\r\n`,
  `select * from t limit 10 offset 5`,
  `select * from t where a = 1 or (b = 2 and not (a = 3 or a is null)) and 'x' like concat('%', name, '%')`,
  `select interval(5, 1, 10), quarter(now()), makedate(2020, 1), period_add(202001, 1), sec_to_time(5), convert_tz(now(), '+00:00', '+01:00')`,
]

/** As MariaDB writes them. */
const MARIADB = [
  `select median(a) over (partition by b), percentile_cont(0.5) within group (order by a) over (partition by b) from t`,
  `select * from t order by id offset 1 row fetch first 2 rows only`,
  `select nvl(a, b), nvl2(a, b, 1), json_detailed(doc), json_exists(doc, '$.a'), natural_sort_key(name), to_char(at) from t`,
  `select * from t limit 5 rows examined 100`,
]

describe('harmless statements that look scary, or are seldom seen', () => {
  it.each([...PLAIN, ...MARIADB])('%s', async statement => {
    expect(judgeMysql(statement).refusals).toEqual([])
    const text = statement.replace(/;[^;]*done$|;$/, '')
    await expect(sql.query(/^[(v]/.test(text) ? text : `explain ${text}`)).resolves.toBeDefined()
  })

  it.each([
    `table t order by id limit 1`,
    `values row(1, 'a'), row(2, 'b')`,
    `select doc -> '$.a', t.doc ->> '$.b', 2 member of (doc) from t`,
    `select json_value(doc, '$.a' returning unsigned null on empty error on error) from t`,
    `select first_value(a) respect nulls over w, nth_value(a, 2) from first over w from t window w as ()`,
    `select m from t, lateral (select max(a) as m from u where u.b = t.b) x`,
    `select any_value(a), grouping(b), count(*) from t group by b with rollup`,
    `select weight_string('ab' as char(4)), bin_to_uuid(uuid_to_bin(uuid())), st_distance_sphere(point(1, 2), point(3, 4))`,
  ])('of MySQL: %s', statement => {
    expect(judgeMysql(statement).refusals).toEqual([])
  })
})

describe('lists of names', () => {
  it('allow no function of the server that waits, locks, reads files or keeps state', () => {
    const harmful =
      'sleep benchmark get_lock release_lock release_all_locks is_free_lock is_used_lock load_file last_insert_id ' +
      'master_pos_wait source_pos_wait master_gtid_wait wait_for_executed_gtid_set nextval lastval setval name_const ' +
      'sys_exec sys_eval password statement_digest_text ps_current_thread_id row_count found_rows encode decode'
    expect(harmful.split(' ').filter(name => ALLOWED_FUNCTIONS.has(name))).toEqual([])
  })

  it('allow nothing of what MariaDB lists itself that speaks of locks, waits, files or sequences', async () => {
    const [rows] = await sql.query<RowDataPacket[]>(
      'select `function` as name from information_schema.sql_functions',
    )
    const names = rows.map(({ name }) => String(name).toLowerCase())
    expect(names.length).toBeGreaterThan(200)
    expect(
      names.filter(
        name =>
          /lock|sleep|wait|file|value_?for|lastval|nextval|setval/.test(name) && ALLOWED_FUNCTIONS.has(name),
      ),
    ).toEqual([])
  })
})
