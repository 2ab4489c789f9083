import { randomBytes } from 'node:crypto'
import { createConnection } from 'mysql2/promise'
import type { RowDataPacket } from 'mysql2/promise'
import { mysqlEngine } from '../../server/databases/mysql/mysql.ts'
import { mysqlAdminUrl } from '../fixtures/mysql.ts'
import { toTarget } from './engine-under-test.ts'
import type { EngineUnderTest, Shop } from './engine-under-test.ts'

/** One statement each. Common to MariaDB and MySQL 8. */
const TABLES = [
  `create table customers (
     id integer primary key, name text not null, city varchar(40) comment 'Where they live',
     balance decimal(10, 2), joined date
   ) comment 'People who buy'`,
  `create table orders (
     id bigint primary key, customer_id integer not null, state enum('open', 'paid', 'sent') not null,
     paid boolean, placed_at timestamp not null, note json, foreign key (customer_id) references customers (id)
   )`,
  'create table secrets (id integer primary key, word text)',
  'create view customer_names as select id, name from customers',
  `create table visits (day date not null, page text) partition by range columns (day) (
     partition visits_2024 values less than ('2025-01-01'), partition visits_2025 values less than ('2026-01-01')
   )`,
  'create table numbers (n integer primary key)',
  `insert into numbers with recursive r as (select 1 as n union all select n + 1 from r where n < 400) select n from r`,
  `insert into customers
     select n, concat('Customer ', n), elt(2 + n % 3 - 1, 'Berlin', 'Paris', 'Roma'), n * 1.5,
       date '2024-01-01' + interval n day
     from numbers where n <= 50`,
  `insert into orders
     select n, 1 + n % 50, 'paid', true, timestamp '2024-01-01 10:00:00' + interval n hour, '{"n": 1}'
     from numbers where n <= 300`,
  `insert into visits select date '2024-06-01' + interval n day, 'home' from numbers`,
  'drop table numbers',
  `create function spend() returns integer modifies sql data sql security invoker
   begin
     insert into customers (id, name) values (99, 'x');
     return 1;
   end`,
  'analyze table customers, orders, visits',
  'create table gone (id integer)',
]
const READABLE = ['customers', 'orders', 'customer_names', 'visits']

function createShopOn(adminUrl: () => string): () => Promise<Shop> {
  return async () => {
    const id = randomBytes(6).toString('hex')
    const [schema, reader, writer] = [`shop_${id}`, `reader_${id}`, `writer_${id}`]
    const password = randomBytes(12).toString('hex')
    const admin = await createConnection({ uri: adminUrl(), multipleStatements: false })
    const run = async (sql: string) => void (await admin.query(sql))
    await run(`create database ${schema} character set utf8mb4`)
    await run(`use ${schema}`)
    for (const statement of TABLES) await run(statement)
    for (const login of [reader, writer]) await run(`create user ${login}@'%' identified by '${password}'`)
    for (const table of READABLE) await run(`grant select on ${schema}.${table} to ${reader}@'%'`)
    await run(`grant select, insert on ${schema}.customers to ${writer}@'%'`)
    await run(`grant execute on ${schema}.* to ${writer}@'%'`)
    // The right outlives the table. Without it the server does not tell whether there is one.
    await run(`grant select on ${schema}.gone to ${writer}@'%'`)
    await run('drop table gone')

    const target = (username: string) => {
      const url = Object.assign(new URL(adminUrl()), { username, password, pathname: schema })
      return toTarget(url.href)
    }
    /** Those of an application, by the attribute that a session brings along. */
    const sessions = async (name: string, condition = '') => {
      const [rows] = await admin.query<RowDataPacket[]>(
        `select p.id from information_schema.processlist p
         join performance_schema.session_connect_attrs a on a.processlist_id = p.id
         where a.attr_name = 'program_name' and a.attr_value = ? ${condition}`,
        [name],
      )
      return rows.map(row => Number(row.id))
    }
    return {
      reader: target(reader),
      writer: target(writer),
      schema,
      asOwner: run,
      quote: name => `\`${name.replaceAll('`', '``')}\``,
      letRead: table => run(`grant select on ${schema}.${table} to ${reader}@'%'`),
      async countBusy(name) {
        const [[engine]] = await admin.query<RowDataPacket[]>('show engine innodb status')
        const inTransaction = sessionsInTransaction(String(engine?.Status))
        const working = new Set(await sessions(name, "and p.command <> 'Sleep'"))
        return (await sessions(name)).filter(id => working.has(id) || inTransaction.has(id)).length
      },
      countSessions: async name => (await sessions(name)).length,
      async killSessions(name) {
        // One that has ended by itself meanwhile is what was wanted.
        for (const session of await sessions(name)) await run(`kill ${session}`).catch(() => undefined)
      },
      slowBeforeFirstRow: seconds => `select 1 as one from (select sleep(${seconds})) nap`,
      manyRows: rows =>
        `select @n := @n + 1 as n, md5(@n) as text
         from (select @n := 0) start, orders a, orders b, orders c, orders d limit ${rows}`,
      async drop() {
        await run(`drop user ${reader}@'%', ${writer}@'%'`)
        await run(`drop database ${schema}`)
        await admin.end()
      },
    }
  }
}

/**
 * The sessions that are in a transaction, by what InnoDB tells of itself. `information_schema.innodb_trx` shows the answer
 * that it gave before for as long as anybody reads it more than ten times a second, which other tests do
 * (trx_i_s_possibly_fetch_data_into_cache in trx0i_s.cc).
 */
function sessionsInTransaction(status: string): Set<number> {
  const active = status.split('---TRANSACTION').filter(part => /^[^\n]*, ACTIVE/.test(part))
  return new Set(active.map(part => Number(/thread id (\d+)/.exec(part)?.[1])))
}

/** MariaDB, as this project's tests start it. */
export const mysqlUnderTest: EngineUnderTest = {
  name: 'MariaDB',
  engine: mysqlEngine,
  createShop: createShopOn(mysqlAdminUrl),
  tlsFailures: { REQUIRE: null, VERIFY_FULL: 'DATABASE_TLS_NOT_TRUSTED' },
  cursor: {
    oneColumn: { name: 'one', type: 'int', nullable: false },
    readings: [
      ['explain select * from orders', /orders/],
      ["show variables like 'version'", /\d+\.\d+/],
      ['values (1), (2)', /1/],
      ['with c as (select 5 as five) select * from c', /5/],
    ],
    refusals: {
      'a second statement': ['select 1; select 2', 'DATABASE_STATEMENT_FAILED'],
      'a way out of the transaction': ['rollback; create table stolen (id int)', 'DATABASE_STATEMENT_FAILED'],
      nothing: ['  -- nothing', 'DATABASE_STATEMENT_FAILED'],
      'a statement without rows': ['set session transaction read write', 'DATABASE_STATEMENT_FAILED'],
      copying: ["select * from customers into outfile '/tmp/customers'", 'DATABASE_PERMISSION_DENIED'],
      'a placeholder': ['select ?', 'DATABASE_STATEMENT_FAILED'],
      'a misspelt word': ['selec 1', 'DATABASE_STATEMENT_FAILED'],
      'a table that is gone': ['select * from gone', 'DATABASE_CATALOG_CHANGED'],
      'a column that is gone': ['select gone from customers', 'DATABASE_CATALOG_CHANGED'],
      'a table that is not ours to read': ['select * from secrets', 'DATABASE_PERMISSION_DENIED'],
      'a write': [
        "insert into customers (id, name) values (99, 'x') returning id",
        'DATABASE_READ_ONLY_VIOLATION',
      ],
      'a write inside of a reading statement': ['select spend()', 'DATABASE_READ_ONLY_VIOLATION'],
      'a value that is out of range in a later row': [
        'select cast(1 as unsigned) - id from customers order by id',
        'DATABASE_STATEMENT_FAILED',
      ],
    },
    failsOnAName: "select extractvalue('<a/>', concat('~', name)) from customers",
    leavings: ["select @mine := 42, get_lock('lovable', 0)"],
    traces: [["select @mine, is_used_lock('lovable')", [null, null]]],
  },
  catalog: {
    kinds: { customer_names: 'VIEW', customers: 'TABLE', orders: 'TABLE', visits: 'TABLE' },
    types: { city: 'varchar(40)', balance: 'decimal(10,2)' },
    builtInFunction: null,
    createFunction: 'create function discount() returns int return 1',
  },
}

/** Never tried by those who wrote it: they had no MySQL 8. */
export const mysql8UnderTest: EngineUnderTest = {
  ...mysqlUnderTest,
  name: 'MySQL 8',
  createShop: createShopOn(() => process.env.TEST_MYSQL8_URL ?? ''),
  cursor: {
    ...mysqlUnderTest.cursor,
    readings: [...mysqlUnderTest.cursor.readings.slice(0, 2), ['values row(1), row(2)', /1/]],
    refusals: {
      ...mysqlUnderTest.cursor.refusals,
      // There is no RETURNING, so that it brings no columns.
      'a write': ["insert into customers (id, name) values (99, 'x')", 'DATABASE_STATEMENT_FAILED'],
    },
  },
}
