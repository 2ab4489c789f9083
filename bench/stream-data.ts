/** The rows that the benches of streams read: 9 columns of mixed types, about 170 bytes of JSON each. */
import { createConnection } from 'mysql2/promise'
import postgres from 'postgres'

/** What needs no other form in CSV than PostgreSQL gives it. */
export const PLAIN_COLUMNS = 'id, customer, price, note, score, day, code'

/** Makes the table `rows_of_bench` in the database of the URL and fills it. */
export async function loadPostgresRows(url: string, count: number): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined })
  try {
    await sql`create table rows_of_bench (
      id bigint, customer varchar(60) not null, price numeric(10,2), placed_at timestamp(3) not null,
      paid boolean not null, note text, score double precision, day date, code char(8) not null)`
    await sql`insert into rows_of_bench
      select seq, 'Customer number ' || seq, seq * 1.25 % 100000, timestamp '2024-01-01' + seq * interval '1 second',
        seq % 2 = 1, case when seq % 3 > 0 then 'A note: "' || md5(seq::text) || '", written by somebody' end, seq / 7.0,
        date '2020-01-01' + (seq % 1000)::int, lpad(upper(to_hex(seq)), 8, '0')
      from generate_series(1::bigint, ${count}::bigint) as seq`
    await sql`alter table rows_of_bench add primary key (id)`
    // Read once, so that no run pays for what the loading has left to be done.
    await sql`vacuum analyze rows_of_bench`
  } finally {
    await sql.end()
  }
}

/** Makes the table `rows_of_bench` in the database of the URL and fills it. About ten seconds for a million rows. */
export async function loadMysqlRows(url: string, count: number): Promise<void> {
  const owner = await createConnection(url)
  try {
    await owner.query(`create table rows_of_bench (
      id bigint primary key, customer varchar(60) not null, price decimal(10,2), placed_at datetime(3) not null,
      paid boolean not null, note text, score double, day date, code char(8) not null) character set utf8mb4`)
    await owner.query('set autocommit = 0, unique_checks = 0')
    await owner.query(`insert into rows_of_bench
      with recursive digits as (select 0 as d union all select d + 1 from digits where d < 9),
      thousand as (select a.d + 10 * b.d + 100 * c.d as n from digits a, digits b, digits c)
      select seq, concat('Customer number ', seq), seq * 1.25 % 100000, timestamp '2024-01-01 00:00:00' + interval seq second,
        seq % 2, if(seq % 3 = 0, null, concat('A note: "', md5(seq), '", written by somebody')), seq / 7,
        date '2020-01-01' + interval (seq % 1000) day, lpad(hex(seq), 8, '0')
      from (select 1 + a.n + 1000 * b.n as seq from thousand a, thousand b) numbers where seq <= ${count}`)
    await owner.query('commit')
  } finally {
    await owner.end()
  }
}
