/** Cells as they come back from a real server, by the way that a run takes. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createConnection } from 'mysql2/promise'
import { createMysqlTestDatabase } from '../../../tests/fixtures/mysql.ts'
import type { TestDatabase } from '../../../tests/fixtures/postgres.ts'
import type { Database } from '../database.ts'
import { createDial } from '../dial.ts'
import { mysqlEngine } from './mysql.ts'
import { readRows } from '../../../tests/fixtures/encoded-rows.ts'

let shop: TestDatabase
let database: Database

/** Column type as it is created, value as SQL, name of the type as a result shows it, cell. */
const CASES: readonly [column: string, value: string, type: string, cell: unknown][] = [
  ['tinyint', '-128', 'tinyint', -128],
  ['tinyint(1)', 'true', 'tinyint', 1],
  ['tinyint unsigned', '255', 'tinyint unsigned', 255],
  ['smallint', '-32768', 'smallint', -32768],
  ['mediumint', '-8388608', 'mediumint', -8388608],
  ['mediumint unsigned', '16777215', 'mediumint unsigned', 16777215],
  ['int', '-2147483648', 'int', -2147483648],
  ['int unsigned', '4294967295', 'int unsigned', 4294967295],
  ['int(5) zerofill', '42', 'int unsigned', 42],
  ['bigint', '9007199254740991', 'bigint', 9007199254740991],
  ['bigint', '9007199254740993', 'bigint', '9007199254740993'],
  ['bigint', '-9223372036854775808', 'bigint', '-9223372036854775808'],
  ['bigint unsigned', '18446744073709551615', 'bigint unsigned', '18446744073709551615'],
  ['decimal(30,10)', '12345678901234567890.0123456789', 'decimal', '12345678901234567890.0123456789'],
  ['decimal(10,2)', '-1.50', 'decimal', '-1.50'],
  ['float', '0.1', 'float', 0.1],
  ['float', '16777216', 'float', 16777216],
  ['float', '3.4028235e38', 'float', 3.4028235e38],
  ['float', '-1.17549435e-38', 'float', -1.1754944e-38],
  ['double', '0.1e0 + 0.2e0', 'double', 0.30000000000000004],
  ['double', '1.7976931348623157e308', 'double', 1.7976931348623157e308],
  ['bit(1)', "b'1'", 'bit', 1],
  ['bit(8)', "b'10000001'", 'bit', 129],
  ['bit(64)', '18446744073709551615', 'bit', '18446744073709551615'],
  ['date', "'2024-02-29'", 'date', '2024-02-29'],
  ['date', "'0000-00-00'", 'date', '0000-00-00'],
  ['date', "'9999-12-31'", 'date', '9999-12-31'],
  ['datetime', "'2024-05-01 12:30:00'", 'datetime', '2024-05-01T12:30:00'],
  ['datetime(6)', "'2024-05-01 12:30:00.123456'", 'datetime', '2024-05-01T12:30:00.123456'],
  ['datetime(3)', "'2024-05-01 12:30:00.120'", 'datetime', '2024-05-01T12:30:00.120'],
  ['datetime', "'2024-05-01 00:00:00'", 'datetime', '2024-05-01T00:00:00'],
  ['datetime', "'0000-00-00 00:00:00'", 'datetime', '0000-00-00 00:00:00'],
  ['datetime', "'2024-00-00 10:00:00'", 'datetime', '2024-00-00 10:00:00'],
  // In the time zone of the session that writes it, which is two hours ahead.
  ['timestamp null', "'2024-05-01 12:30:00'", 'timestamp', '2024-05-01T10:30:00Z'],
  ['timestamp(6) null', "'2024-05-01 01:30:00.000001'", 'timestamp', '2024-04-30T23:30:00.000001Z'],
  ['time', "'12:30:01'", 'time', '12:30:01'],
  ['time', "'-838:59:59'", 'time', '-838:59:59'],
  ['time(6)', "'00:00:00.000001'", 'time', '00:00:00.000001'],
  ['time', "'100:00:00'", 'time', '100:00:00'],
  ['year', '2024', 'year', 2024],
  ['char(5)', "'a  '", 'char', 'a'],
  ['varchar(50)', "'Zoë 🐘 \\' \\\\'", 'varchar', "Zoë 🐘 ' \\"],
  ['varchar(50) character set latin1', "'Zoë'", 'varchar', 'Zoë'],
  ['tinytext', "''", 'tinytext', ''],
  ['text', "'long'", 'text', 'long'],
  ['mediumtext', "'longer'", 'mediumtext', 'longer'],
  ['longtext', "repeat('x', 70000)", 'longtext', 'x'.repeat(70_000)],
  ["enum('a','it''s')", "'it\\'s'", 'enum', "it's"],
  ["set('a','b','c')", "'c,a'", 'set', 'a,c'],
  ['binary(4)', "x'00ff10'", 'binary', 'AP8QAA=='],
  ['varbinary(10)', "x'00ff10'", 'varbinary', 'AP8Q'],
  ['tinyblob', "x'00ff10'", 'tinyblob', 'AP8Q'],
  ['blob', "x''", 'blob', ''],
  ['mediumblob', "x'00ff10'", 'mediumblob', 'AP8Q'],
  ['longblob', "x'00ff10'", 'longblob', 'AP8Q'],
  [
    'json',
    `'{"a": [1, null, "é"], "n": 12345678901234567890}'`,
    'json',
    { a: [1, null, 'é'], n: '12345678901234567890' },
  ],
  ['json', "'null'", 'json', null],
  ['point', "st_geomfromtext('POINT(1 2)')", 'point', 'AQEAAAAAAAAAAADwPwAAAAAAAABA'],
  [
    'geometry',
    "st_geomfromtext('LINESTRING(0 0, 1 1)', 4326)",
    'geometry',
    'AQIAAAACAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAPA/AAAAAAAA8D8=',
  ],
  ['inet6', "'2001:db8::1'", 'inet6', '2001:db8::1'],
  ['uuid', "'123e4567-e89b-12d3-a456-426614174000'", 'uuid', '123e4567-e89b-12d3-a456-426614174000'],
]

beforeAll(async () => {
  shop = await createMysqlTestDatabase()
  const url = new URL(shop.url)
  const owner = await createConnection(shop.url)
  await owner.query("set time_zone = '+02:00', sql_mode = ''")
  for (const [index, [column, value]] of CASES.entries()) {
    await owner.query(`create table t${index} (c ${column}) character set utf8mb4`)
    await owner.query(`insert into t${index} values (${value}), (null)`)
  }
  await owner.end()
  database = mysqlEngine.open(
    {
      host: url.hostname,
      port: Number(url.port),
      database: shop.name,
      username: url.username,
      password: url.password,
      tls: 'DISABLE',
    },
    {
      dial: createDial(),
      applicationName: 'cells-test',
      maxSessions: 2,
      idleTimeoutMs: 60_000,
      connectTimeoutMs: 10_000,
      statementTimeoutMs: 10_000,
    },
  )
})
afterAll(async () => {
  await database?.close()
  await shop?.drop()
})

async function read(sql: string) {
  const cursor = await database.openCursor(sql, { timeoutMs: 10_000 })
  const { rows } = await readRows(cursor, 100)
  await cursor.close()
  return { columns: cursor.columns, rows }
}

describe('a column of', () => {
  it.each(CASES.map(([column, value, type, cell], index) => ({ index, column, value, type, cell })))(
    'type $column with $value',
    async ({ index, type, cell }) => {
      const { columns, rows } = await read(`select c from t${index}`)
      expect(columns).toEqual([{ name: 'c', type, nullable: true }])
      expect(rows).toEqual([[cell], [null]])
    },
  )
})

it('cells and their columns keep together when some of many are null', async () => {
  const names = Array.from({ length: 40 }, (_, index) => `c${index}`)
  const values = names.map((_, index) => (index % 3 === 0 ? 'null' : String(index)))
  const { rows } = await read(
    `select ${values.map((value, index) => `${value} as ${names[index]}`).join(', ')}`,
  )
  expect(rows).toEqual([names.map((_, index) => (index % 3 === 0 ? null : index))])
})

it.each([
  ['select 1 as x', 'int', false],
  ['select null as x', 'null', true],
  ['select count(*) as x from t0', 'bigint', false],
  ['select sum(c) as x from t0', 'decimal', true],
  ['select a.c as x from (select 1 as c) one left join t0 a on false', 'tinyint', true],
])('%s', async (sql, type, nullable) => {
  expect((await read(sql)).columns).toEqual([{ name: 'x', type, nullable }])
})
