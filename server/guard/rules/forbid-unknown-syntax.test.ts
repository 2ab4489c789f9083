import { describe, expect, it } from 'vitest'
import { refusedByMysql } from '../../../tests/fixtures/judge-mysql.ts'
import { refusedBy } from '../../../tests/fixtures/judge-postgres.ts'

describe('forbid-unknown-syntax', () => {
  it.each([`values (default)`, `select merge_action()`, `select a from t where b = default`])(
    'refuses %s',
    sql => {
      expect(refusedBy(sql)).toEqual(['forbid-unknown-syntax'])
    },
  )

  it.each([
    `explain analyze select 1`,
    `explain (analyze, verbose) select 1`,
    `explain (analyze on) select 1`,
    `explain (analyze off, analyze) select 1`,
    `explain (serialize text) select 1`,
    `explain (unheard_of) select 1`,
  ])('refuses %s, which executes or may', sql => {
    expect(refusedBy(sql)).toEqual(['forbid-unknown-syntax'])
  })

  it.each([
    `explain select 1`,
    `explain verbose select * from t`,
    `explain (costs off, format json) with x as (select 1) table x`,
    `explain (analyze off) select 1`,
    `explain (analyze false, settings) values (1)`,
  ])('allows %s', sql => {
    expect(refusedBy(sql)).toEqual([])
  })

  it.each([
    `select 1`,
    `select json_object('a': 1 absent on null), json_array(1, 2), '{}' is json object`,
    `select json_value('{}', '$.a' returning int default 0 on empty), json_query('{}', '$'), json_exists('{}', '$')`,
    `select x.* from json_table('[]', '$[*]' columns (id for ordinality, a int path '$.a', nested path '$.b' columns (c text))) x`,
    `select json_objectagg('a': b), json_arrayagg(c order by c) from t`,
    `select xmlelement(name a, xmlattributes(1 as b), xmlforest(c, d)), xmlserialize(content e as text) from t`,
    `select * from xmltable('/r' passing x columns a int path '@a', n for ordinality) y`,
    `with recursive x as (select 1 as n union all select n + 1 from x) search depth first by n set o cycle n set c using p select * from x`,
    `select grouping(a) from t group by grouping sets ((a), cube (a, b), rollup (c), ())`,
    `select a[1], a[1:2], (b).c, array[[1], [2]], row(1, 2) from t`,
    `select distinct on (a) a, count(*) filter (where b) over (partition by c order by d rows between 1 preceding and current row exclude ties) from t`,
    `select current_user, current_date, current_timestamp(3), localtime`,
    `select greatest(1, 2), least(1, 2), coalesce(a, b), nullif(a, b) from t`,
    `select * from a natural join b join c using (d) as e left join lateral (select 1) f on true full join g on a.x = g.x`,
    `select * from a order by b fetch first 3 rows with ties`,
    `select a collate "C" from t order by 1 desc nulls last`,
    `select * from rows from (unnest(a), generate_series(1, 2)) with ordinality as x(b, c, d)`,
    `select case a when 1 then 2 else 3 end, a isnull, b is not true, c is unknown from t`,
  ])('allows %s', sql => {
    expect(refusedBy(sql)).toEqual([])
  })
})

describe('forbid-unknown-syntax on MySQL', () => {
  it.each([
    `select @@datadir`,
    `select @@global.secure_file_priv, 1`,
    `select high_priority * from t`,
    `select * from t limit 1 procedure analyse()`,
  ])('refuses %s', sql => {
    expect(refusedByMysql(sql)).toContain('forbid-unknown-syntax')
  })

  it.each([
    `select @@version, @@session.sql_mode`,
    `select 'procedure analyse()' from t`,
    `select sql_calc_found_rows * from t limit 1`,
  ])('allows %s', sql => {
    expect(refusedByMysql(sql)).toEqual([])
  })
})
