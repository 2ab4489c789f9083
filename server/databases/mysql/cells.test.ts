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
  ['decimal(65,0)', '9'.repeat(65), 'decimal', '9'.repeat(65)],
  ['decimal(5,2) zerofill', '1.5', 'decimal unsigned', '001.50'],
  ['bigint unsigned', '9007199254740991', 'bigint unsigned', 9007199254740991],
  ['bigint', '-9007199254740991', 'bigint', -9007199254740991],
  ['bigint', '-9007199254740992', 'bigint', '-9007199254740992'],
  ['bigint', '-4294967296', 'bigint', -4294967296],
  ['float', '0.1', 'float', 0.1],
  ['float', '-1e10', 'float', -1e10],
  ['float', '8388609.5', 'float', 8388610],
  ['float', '0.3333333333', 'float', 0.33333334],
  ['float', '16777216', 'float', 16777216],
  ['float', '3.4028235e38', 'float', 3.4028235e38],
  ['float', '-1.17549435e-38', 'float', -1.1754944e-38],
  ['double', '0.1e0 + 0.2e0', 'double', 0.30000000000000004],
  ['double', '1.7976931348623157e308', 'double', 1.7976931348623157e308],
  ['double', '5e-324', 'double', 5e-324],
  ['double', '-123456789.125', 'double', -123456789.125],
  ['bit(53)', '9007199254740991', 'bit', 9007199254740991],
  ['bit(54)', '9007199254740992', 'bit', '9007199254740992'],
  ['bit(3)', '0', 'bit', 0],
  ['bit(1)', "b'1'", 'bit', 1],
  ['bit(8)', "b'10000001'", 'bit', 129],
  ['bit(64)', '18446744073709551615', 'bit', '18446744073709551615'],
  ['date', "'2024-02-29'", 'date', '2024-02-29'],
  ['date', "'0000-00-00'", 'date', '0000-00-00'],
  ['date', "'9999-12-31'", 'date', '9999-12-31'],
  ['datetime', "'2024-05-01 12:30:00'", 'datetime', '2024-05-01T12:30:00'],
  ['datetime(6)', "'2024-05-01 12:30:00.123456'", 'datetime', '2024-05-01T12:30:00.123456'],
  ['datetime(3)', "'2024-05-01 12:30:00.120'", 'datetime', '2024-05-01T12:30:00.120'],
  ['datetime(6)', "'2024-05-01 12:30:00'", 'datetime', '2024-05-01T12:30:00.000000'],
  ['datetime(2)', "'1000-01-01 00:00:00.01'", 'datetime', '1000-01-01T00:00:00.01'],
  ['datetime(3)', "'0000-00-00 00:00:00'", 'datetime', '0000-00-00 00:00:00.000'],
  ['datetime', "'0000-01-01 00:00:00'", 'datetime', '0000-01-01T00:00:00'],
  ['datetime', "'2024-05-01 00:00:00'", 'datetime', '2024-05-01T00:00:00'],
  ['datetime', "'0000-00-00 00:00:00'", 'datetime', '0000-00-00 00:00:00'],
  ['datetime', "'2024-00-00 10:00:00'", 'datetime', '2024-00-00 10:00:00'],
  // In the time zone of the session that writes it, which is two hours ahead.
  ['timestamp null', "'2024-05-01 12:30:00'", 'timestamp', '2024-05-01T10:30:00Z'],
  ['timestamp(6) null', "'2024-05-01 01:30:00.000001'", 'timestamp', '2024-04-30T23:30:00.000001Z'],
  ['time', "'12:30:01'", 'time', '12:30:01'],
  ['time', "'-838:59:59'", 'time', '-838:59:59'],
  ['time(6)', "'00:00:00.000001'", 'time', '00:00:00.000001'],
  ['time', "'-00:00:01'", 'time', '-00:00:01'],
  ['time(3)', "'00:00:00.1'", 'time', '00:00:00.100'],
  ['time(6)', "'-838:59:59.999999'", 'time', '-838:59:59.999999'],
  ['time(2)', "'00:00:00'", 'time', '00:00:00.00'],
  ['date', "'2024-05-00'", 'date', '2024-05-00'],
  ['timestamp null', "'2038-01-19 05:14:07'", 'timestamp', '2038-01-19T03:14:07Z'],
  ['timestamp(3) null', "'0000-00-00 00:00:00'", 'timestamp', '0000-00-00 00:00:00.000'],
  ['time', "'100:00:00'", 'time', '100:00:00'],
  ['year', '2024', 'year', 2024],
  ['year', '0', 'year', 0],
  ['year', '2155', 'year', 2155],
  ['char(5)', "'a  '", 'char', 'a'],
  ['varchar(50)', "'Zoë 🐘 \\' \\\\'", 'varchar', "Zoë 🐘 ' \\"],
  ['varchar(50) character set latin1', "'Zoë'", 'varchar', 'Zoë'],
  ['varchar(50) character set ucs2', "'Zoë ж'", 'varchar', 'Zoë ж'],
  ['varchar(50) character set utf16', "'ж🐘'", 'varchar', 'ж🐘'],
  ['varchar(50) character set cp1251', "'Привет'", 'varchar', 'Привет'],
  ['varchar(50) character set sjis', "'日本'", 'varchar', '日本'],
  ['varchar(50) collate utf8mb4_bin', "'Äb'", 'varchar', 'Äb'],
  ['text collate utf8mb4_bin', "'Äb'", 'text', 'Äb'],
  ['char(3) character set binary', "'ab'", 'binary', 'YWIA'],
  [
    'varchar(300)',
    'char(0, 7, 8, 9, 10, 12, 13, 27, 31, 34, 92, 127)',
    'varchar',
    '\0\x07\b\t\n\f\r\x1b\x1f"\\\x7f',
  ],
  ['varchar(300)', "repeat('\\\\\\n', 150)", 'varchar', '\\\n'.repeat(150)],
  ['text', "concat(repeat('ä\\\"', 400), char(1))", 'text', `${'ä"'.repeat(400)}\x01`],
  ['varchar(50)', "convert(x'e280a8e280a9' using utf8mb4)", 'varchar', '\u2028\u2029'],
  ['varchar(50)', "''", 'varchar', ''],
  ['tinytext', "''", 'tinytext', ''],
  ['text', "'long'", 'text', 'long'],
  ['mediumtext', "'longer'", 'mediumtext', 'longer'],
  ['longtext', "repeat('x', 70000)", 'longtext', 'x'.repeat(70_000)],
  ["enum('a','it''s')", "'it\\'s'", 'enum', "it's"],
  ["enum('','a')", "''", 'enum', ''],
  ["set('a','b')", "''", 'set', ''],
  ["enum('é','\"')", "'\"'", 'enum', '"'],
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
  ['json', `'"ж\\\\u0000 \\\\"🐘\\\\""'`, 'json', 'ж\0 "🐘"'],
  ['json', "' [ 1.50 ,\\n -0.0, 1e400 ] '", 'json', [1.5, -0, '1e400']],
  ['point', "st_geomfromtext('POINT(1 -2.5)')", 'point', 'POINT(1 -2.5)'],
  ['geometry', "st_geomfromtext('LINESTRING(0 0, 1 1)', 4326)", 'geometry', 'LINESTRING(0 0,1 1)'],
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

const GEOMETRIES = [
  'POINT(1.5 -2e-7)',
  'LINESTRING(0 0,10 10,20 25)',
  'POLYGON((0 0,10 0,10 10,0 10,0 0),(2 2,4 2,4 4,2 2))',
  'MULTIPOINT(1 1,2 2)',
  'MULTILINESTRING((0 0,1 1),(2 2,3 3,4 4))',
  'MULTIPOLYGON(((0 0,3 0,3 3,0 0)),((5 5,6 5,6 6,5 5),(5.2 5.1,5.3 5.1,5.3 5.2,5.2 5.1)))',
  'GEOMETRYCOLLECTION(POINT(1 2),LINESTRING(0 0,1 1))',
  'GEOMETRYCOLLECTION EMPTY',
]
it.each(GEOMETRIES)('%s is the text that the server has for it', async text => {
  const { rows } = await read(`select st_geomfromtext('${text}'), st_astext(st_geomfromtext('${text}'))`)
  expect(rows[0]?.[0]).toBe(text)
  expect(normalised(rows[0]?.[1])).toBe(normalised(text))
})

/** The server writes all zeros of a small number. */
function normalised(text: unknown): string {
  return String(text).replace(/-?\d[\d.e+-]*/g, number => String(Number(number)))
}

it('two columns of the same name are two cells', async () => {
  const { columns, rows } = await read("select 1 as x, 'a' as x, null as x")
  expect(columns.map(({ name }) => name)).toEqual(['x', 'x', 'x'])
  expect(rows).toEqual([[1, 'a', null]])
})

it('a row has as many cells as there are columns, also 1,600', async () => {
  const numbers = Array.from({ length: 1600 }, (_, index) => index)
  const { columns, rows } = await read(`select ${numbers.map(n => `${n} as c${n}`).join(', ')}`)
  expect(columns).toHaveLength(1600)
  expect(rows).toEqual([numbers])
})

it('what a function makes of a geometry, of JSON and of bytes is told by what it returns', async () => {
  const { rows } = await read(
    `select json_object('n', 12345678901234567890), json_extract('{"a": [1]}', '$.a'), md5('a'),
       unhex('00ff'), hex(x'00ff'), st_asbinary(point(1, 2)), concat(1, 'x'), concat(1, 2), if(true, 1.5, 2)`,
  )
  expect(rows).toEqual([
    [
      { n: '12345678901234567890' },
      [1],
      '0cc175b9c0f1b6a831c399e269772661',
      'AP8=',
      '00FF',
      'AQEAAAAAAAAAAADwPwAAAAAAAABA',
      '1x',
      '12',
      '1.5',
    ],
  ])
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
