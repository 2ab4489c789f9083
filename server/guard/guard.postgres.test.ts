import postgres from 'postgres'
import type { Sql } from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { judgePostgres } from '../../tests/fixtures/judge-postgres.ts'
import { createTestDatabase } from '../../tests/fixtures/postgres.ts'
import type { TestDatabase } from '../../tests/fixtures/postgres.ts'
import type { GuardFunction } from './guard.ts'
import { allowsBuiltInFunction } from './postgres/allowed-functions.ts'
import { postgresPolicy } from './postgres/postgres-policy.ts'

/** The guard's lists against a real server, and harmless statements that the server really runs. */
let database: TestDatabase
let sql: Sql
let functions: readonly GuardFunction[]

beforeAll(async () => {
  database = await createTestDatabase()
  sql = postgres(database.url, { max: 1, onnotice: () => undefined })
  functions = await sql<GuardFunction[]>`
    select n.nspname as schema, p.proname as name, n.nspname = 'pg_catalog' as "builtIn", false as "takesRow",
      case p.provolatile when 'i' then 'IMMUTABLE' when 's' then 'STABLE' else 'VOLATILE' end as volatility
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace`
  await sql.unsafe(`
    create type status as enum ('new', 'done');
    create type address as (city text, zip text);
    create table t (id int primary key, a int, b int, name text, "update" text, s status, place address, tags text[],
      doc jsonb, at timestamptz, day date, during tstzrange, price numeric);
    insert into t (id) values (1), (2);`)
})

afterAll(async () => {
  await sql.end()
  await database.drop()
})

describe('harmless statements that look scary, or are seldom seen', () => {
  it.each([
    `select 'drop table t; delete from t' as "delete", "update" from t -- ; commit`,
    `select /* update t set a = 1; */ 1`,
    `select $x$ $1; copy t to program 'x' $x$, E'\\'; drop table t', U&'\\0041'`,
    `((select 1))`,
    `values (1, 'a'), (2, null)`,
    `table t limit 1`,
    `with "insert" as (select 1 as x), "update" as materialized (select 2) select * from "insert", "update"`,
    `with recursive r (n) as (select 1 union all select n + 1 from r where n < 5) select sum(n) from r`,
    `with recursive r as (select 1 as n union all select n + 1 from r where n < 3) search breadth first by n set o select * from r`,
    `select percentile_cont(0.5) within group (order by a), mode() within group (order by name) from t`,
    `select now() at time zone 'UTC', at at time zone 'Europe/Paris', at at local from t`,
    `select (date '2024-01-01', date '2024-02-01') overlaps (date '2024-01-15', interval '1 month')`,
    `select name similar to '%(a|b)%', name not like 'a!_' escape '!', name ~* 'x', name ilike any (array['a%']) from t`,
    `select extract(year from at), date_part('dow', day), date_trunc('month', at), age(at), day - 1 from t`,
    `select doc -> 'a' ->> 'b', doc #>> '{a,b}', doc @> '{}', doc ? 'a', doc ?| array['a'], doc @? '$.a', doc || '{}', doc - 'a' from t`,
    `select jsonb_path_query(doc, '$.a'), jsonb_build_object('a', 1), jsonb_agg(a), to_jsonb(t) from t group by doc, t.*`,
    `select x.* from t, jsonb_to_recordset(t.doc) as x (a int, b text)`,
    `select row_number() over w, lag(a, 1, 0) over w, ntile(4) over (order by b) from t window w as (partition by b order by a rows between 2 preceding and current row)`,
    `select a, b, grouping(a), count(*) from t group by grouping sets ((a, b), cube (a), rollup (b), ())`,
    `select * from t, lateral (select max(a) as m from t u where u.b = t.b) s`,
    `select count(*) filter (where a > 1), count(distinct a), string_agg(name, ', ' order by name) from t`,
    `select distinct on (a) a, b from t order by a, b desc nulls last`,
    `select array[1, 2] || 3, tags[1], tags[1:2], array_length(tags, 1), 'x' = any (tags), array(select id from t) from t`,
    `select during && tstzrange(now(), now() + interval '1 day'), lower(during), upper(during), during @> at from t`,
    `select * from generate_series(date '2024-01-01', '2024-01-03', '1 day') with ordinality as g (d, n)`,
    `select * from rows from (generate_series(1, 3), unnest(array['a', 'b'])) as g (n, x)`,
    `select * from unnest(array[1, 2], array['a', 'b']) as u (n, x)`,
    `select * from t tablesample bernoulli (50) repeatable (1)`,
    `select substring(name from 1 for 2), trim(both 'x' from name), overlay(name placing 'x' from 1), position('a' in name) from t`,
    `select name is normalized, normalize(name, nfc), name collate "C" from t`,
    `select s = 'new', 'done'::status, (place).city, (t).name, t.* from t`,
    `select current_date, current_timestamp, localtime, current_user, session_user, current_schema`,
    `select coalesce(a, 0), nullif(a, 0), greatest(a, b), least(a, b), case a when 1 then 'x' else 'y' end from t`,
    `select a is distinct from b, a between symmetric 2 and 1, (a, b) in ((1, 2)), (a, b) = (select 1, 2), not a = 1 from t`,
    `select round(price, 2), width_bucket(price, 0, 100, 10), price::int, price / 3, @ price, |/ price from t`,
    `select md5(name), sha256(name::bytea), encode(name::bytea, 'base64'), format('%s', name), repeat('x', 3) from t`,
    `select regexp_replace(name, 'a', 'b', 'g'), split_part(name, ',', 1), x[1] from t, regexp_matches(name, 'a', 'g') x`,
    `select to_tsvector('english', name) @@ websearch_to_tsquery('english', 'a -b'), ts_headline(name, to_tsquery('a')) from t`,
    `select random(), gen_random_uuid(), clock_timestamp(), statement_timestamp(), timeofday()`,
    `select xmlelement(name a, xmlattributes(id as b), name), xpath('/a', '<a/>'), xmlforest(a, b) from t`,
    `select * from json_table('[{"a": 1}]', '$[*]' columns (n for ordinality, a int path '$.a')) j`,
    `select json_value(doc, '$.a'), json_exists(doc, '$.a'), json_object('a': 1), doc is json object from t`,
    `select pg_size_pretty(pg_total_relation_size('t')), pg_typeof(a), pg_column_size(name), version() from t`,
    `select table_name, column_name from information_schema.columns order by ordinal_position`,
    `select relname, reltuples from pg_class c join pg_namespace n on n.oid = c.relnamespace where nspname = 'public'`,
    `select (select a from t where id = 1), exists (select from t), 1 in (select a from t), 1 > all (select a from t)`,
    `select a from t union all select b from t intersect (select 1 except select 2) order by 1 limit 5 offset 1`,
    `select * from t order by id fetch first 2 rows with ties`,
    `select a.id from t a natural join t b full join t c using (id) left join t d on d.id = c.id and true`,
    `select t.name, lead(t.a) over (order by t.id) - t.a as diff, sum(t.a) over (order by t.day range between interval '7 days' preceding and current row) from t`,
    `select corr(a, b), regr_slope(a, b), stddev_pop(a), variance(b), bool_and(a > 1), every(b > 1), bit_or(a) from t`,
    `select to_char(at, 'YYYY-MM'), to_date('2024', 'YYYY'), to_timestamp(0), make_date(2024, 1, 1), justify_days(interval '40 days') from t`,
  ])('%s', async statement => {
    expect(judgePostgres(statement, functions).refusals).toEqual([])
    await expect(sql.unsafe(`explain (verbose) ${statement}`)).resolves.toBeDefined()
  })
})

describe('lists of names', () => {
  it('cover every operator of pg_catalog', async () => {
    const rows = await sql<{ name: string; volatility: string }[]>`
      select o.oprname as name, p.provolatile as volatility from pg_operator o join pg_proc p on p.oid = o.oprcode`
    expect(rows.filter(({ name }) => !postgresPolicy.allowsOperator({ schema: null, name }))).toEqual([])
    expect(rows.filter(({ volatility }) => volatility === 'v')).toEqual([])
  })

  it('know every type of pg_catalog: it is either one that columns have, or refused', async () => {
    const rows = await sql<{ name: string }[]>`
      select typname as name from pg_type where typnamespace = 'pg_catalog'::regnamespace and typelem = 0`
    const allowed = rows
      .map(({ name }) => name)
      .filter(name => postgresPolicy.allowsType({ schema: null, name }))
    const qualified = rows
      .map(({ name }) => name)
      .filter(name => postgresPolicy.allowsType({ schema: 'pg_catalog', name }))
    expect(allowed.sort()).toEqual(qualified.sort())
    expect(allowed.filter(name => /^(reg|pg_(?!lsn)|any)/.test(name)).sort()).toEqual([
      'regclass',
      'regnamespace',
      'regtype',
    ])
  })

  it('rest on a fact: a bare name reaches a relation of pg_catalog only if it begins with pg_', async () => {
    const rows = await sql`
      select relname from pg_class
      where relnamespace = 'pg_catalog'::regnamespace and relkind in ('r', 'v', 'm', 'p') and relname not like 'pg\\_%'`
    expect(rows).toEqual([])
  })

  it('allow of the volatile functions only clocks, random values and sizes', () => {
    const volatile = functions.filter(called => called.builtIn && called.volatility === 'VOLATILE')
    expect([...new Set(volatile.filter(allowsBuiltInFunction).map(({ name }) => name))].sort()).toEqual([
      'array_sample',
      'array_shuffle',
      'clock_timestamp',
      'gen_random_uuid',
      'pg_database_size',
      'pg_indexes_size',
      'pg_relation_size',
      'pg_table_size',
      'pg_total_relation_size',
      'random',
      'random_normal',
      'timeofday',
      'uuidv4',
      'uuidv7',
    ])
  })

  it('allow no function that takes the name of a relation as text, but for its size', async () => {
    const rows = await sql<GuardFunction[]>`
      select distinct 'pg_catalog' as schema, proname as name, true as "builtIn",
        case provolatile when 'i' then 'IMMUTABLE' when 's' then 'STABLE' else 'VOLATILE' end as volatility
      from pg_proc where pronamespace = 'pg_catalog'::regnamespace and 'regclass'::regtype = any (proargtypes)`
    const allowed = rows.filter(called => allowsBuiltInFunction(called)).map(({ name }) => name)
    expect([...new Set(allowed)].sort()).toEqual([
      'pg_indexes_size',
      'pg_relation_size',
      'pg_table_size',
      'pg_total_relation_size',
    ])
  })

  it('refuse by the same name what the server runs as (x).f', async () => {
    const statement = `select ('PG_VERSION').pg_read_file`
    await expect(sql.unsafe(statement)).resolves.toHaveLength(1)
    expect(judgePostgres(statement, functions).allowed).toBe(false)
  })
})
