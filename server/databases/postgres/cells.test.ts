import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase } from '../../../tests/fixtures/postgres.ts'
import type { TestDatabase } from '../../../tests/fixtures/postgres.ts'
import type { Cell } from '../../domain.ts'
import type { Database, DatabaseTarget } from '../database.ts'
import { createDial } from '../dial.ts'
import { postgresEngine } from './postgres.ts'
import { readRows } from '../../../tests/fixtures/encoded-rows.ts'

describe('cells, through a real server', () => {
  let testDatabase: TestDatabase
  let database: Database
  beforeAll(async () => {
    testDatabase = await createTestDatabase()
    const owner = postgres(testDatabase.url, { max: 1, onnotice: () => undefined })
    await owner.unsafe(`
      create type mood as enum ('sad', 'ok');
      create domain percent as integer check (value between 0 and 100);
      create type pair as (a int, b text);
      alter database ${testDatabase.name} set timezone = 'Asia/Tokyo';
      alter database ${testDatabase.name} set datestyle = 'SQL, DMY';
      alter database ${testDatabase.name} set intervalstyle = 'postgres_verbose';
      alter database ${testDatabase.name} set bytea_output = 'escape';
      alter database ${testDatabase.name} set extra_float_digits = -5;`)
    await owner.end()
    const url = new URL(testDatabase.url)
    const target: DatabaseTarget = {
      host: url.hostname,
      port: Number(url.port),
      database: testDatabase.name,
      username: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
      tls: 'DISABLE',
    }
    const options = {
      dial: createDial(),
      applicationName: 'cells-test',
      maxSessions: 1,
      idleTimeoutMs: 60_000,
      connectTimeoutMs: 10_000,
      statementTimeoutMs: 10_000,
    }
    database = postgresEngine.open(target, options)
  })
  afterAll(async () => {
    await database.close()
    await testDatabase.drop()
  })

  async function read(expression: string, inPortions: boolean) {
    const cursor = await database.openCursor(`select ${expression} as cell`, {
      timeoutMs: 10_000,
      inPortions,
    })
    try {
      const { rows } = await readRows(cursor, 10)
      return { type: cursor.columns[0]?.type, cell: rows[0]?.[0] }
    } finally {
      await cursor.close()
    }
  }

  it.each<[string, string, Cell]>([
    ['null::int', 'integer', null],
    ['7::smallint', 'smallint', 7],
    ['(-2147483648)::int4', 'integer', -2147483648],
    ['9007199254740991', 'bigint', 9007199254740991],
    ['9007199254740993', 'bigint', '9007199254740993'],
    ['-9223372036854775808', 'bigint', '-9223372036854775808'],
    ['1.10::numeric', 'numeric', '1.10'],
    ["'NaN'::numeric", 'numeric', 'NaN'],
    ['0.1::float8 + 0.2::float8', 'double precision', 0.1 + 0.2],
    ['0.1::real', 'real', 0.1],
    ["'-Infinity'::float8", 'double precision', '-Infinity'],
    ["'NaN'::float4", 'real', 'NaN'],
    ["'-0'::float8", 'double precision', 0],
    ['0::float8', 'double precision', 0],
    ['0.5::float8', 'double precision', 0.5],
    ['-12.25::float8', 'double precision', -12.25],
    ['1e20::float8', 'double precision', 1e20],
    ['1.5e-7::float8', 'double precision', 1.5e-7],
    ['1.7976931348623157e308::float8', 'double precision', 1.7976931348623157e308],
    ['0', 'integer', 0],
    ['999999999999999', 'bigint', 999999999999999],
    ['1000000000000000', 'bigint', 1000000000000000],
    ['4294967295::oid', 'oid', 4294967295],
    ["B'1011'", 'bit', '1011'],
    ["timetz '12:30:00+02'", 'time with time zone', '12:30:00+02'],
    ["time '24:00:00'", 'time without time zone', '24:00:00'],
    ["timestamp '12024-02-29 12:30:00'", 'timestamp without time zone', '12024-02-29T12:30:00'],
    ["timestamp 'infinity'", 'timestamp without time zone', 'infinity'],
    [String.raw`E'tab\t line\n return\r back\b feed\f vertical\x0b bell\x07 slash\\ quote" \\N \\.'`, 'text', 'tab\t line\n return\r back\b feed\f vertical\v bell\x07 slash\\ quote" \\N \\.'], // prettier-ignore
    [String.raw`E'\\N'`, 'text', '\\N'],
    ["''::text", 'text', ''],
    ["repeat('ä\"', 20000)", 'text', 'ä"'.repeat(20000)],
    ['\'<a>"b"</a>\'::xml', 'xml', '<a>"b"</a>'],
    ["'192.168.0.0/24'::cidr", 'cidr', '192.168.0.0/24'],
    ["'{[1,3),[5,7)}'::int4multirange", 'int4multirange', '{[1,3),[5,7)}'],
    ["to_tsvector('simple', 'a b')", 'tsvector', "'a':1 'b':2"],
    [String.raw`'{"a": "tab\\tquote\\"", "n": 1e400}'::jsonb`.replaceAll('\\\\', '\\'), 'jsonb', { a: 'tab\tquote"', n: `1${'0'.repeat(400)}` }], // prettier-ignore
    ['12.34::money', 'money', '$12.34'],
    ['true', 'boolean', true],
    ['false', 'boolean', false],
    ['\'ä "quoted" 🙂\'::text', 'text', 'ä "quoted" 🙂'],
    ["'x'::varchar(10)", 'character varying', 'x'],
    ["'\\x00ff10'::bytea", 'bytea', 'AP8Q'],
    ["''::bytea", 'bytea', ''],
    ["date '2024-02-29'", 'date', '2024-02-29'],
    ["date 'infinity'", 'date', 'infinity'],
    ["timestamp '2024-02-29 12:30:00.123456'", 'timestamp without time zone', '2024-02-29T12:30:00.123456'],
    [
      "timestamptz '2024-02-29 12:30:00.123456+02'",
      'timestamp with time zone',
      '2024-02-29T10:30:00.123456Z',
    ],
    ["timestamptz '2024-02-29 12:30:00+05:45'", 'timestamp with time zone', '2024-02-29T06:45:00Z'],
    ["timestamptz '-infinity'", 'timestamp with time zone', '-infinity'],
    ["timestamp '0044-03-15 12:00:00 BC'", 'timestamp without time zone', '0044-03-15 12:00:00 BC'],
    ["timestamptz '0044-03-15 12:00:00+00 BC'", 'timestamp with time zone', '0044-03-15 12:00:00+00 BC'],
    ["time '23:59:59.5'", 'time without time zone', '23:59:59.5'],
    ["interval '1 year 2 months 3 days 04:05:06'", 'interval', 'P1Y2M3DT4H5M6S'],
    ["'6a0eebc9-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid", 'uuid', '6a0eebc9-9c0b-4ef8-bb6d-6bb9bd380a11'],
    ["'ok'::mood", 'mood', 'ok'],
    ['5::percent', 'integer', 5],
    ["'10.0.0.1'::inet", 'inet', '10.0.0.1'],
    ['int4range(1, 5)', 'int4range', '[1,5)'],
    ["row(1, 'x y')::pair", 'pair', '(1,"x y")'],
    ["'(1,2)'::point", 'point', '(1,2)'],
    ['array[1, null, 3]', 'integer[]', [1, null, 3]],
    ["'{}'::int[]", 'integer[]', []],
    ['array[[1, 2], [3, 4]]', 'integer[]', [[1, 2], [3, 4]]], // prettier-ignore
    ["'[0:1]={7,8}'::int[]", 'integer[]', [7, 8]],
    ["array['a,b', 'say \"x\"', '', 'NULL', E'back\\\\slash', null]", 'text[]', ['a,b', 'say "x"', '', 'NULL', 'back\\slash', null]], // prettier-ignore
    ["array['sad', 'ok']::mood[]", 'mood[]', ['sad', 'ok']],
    ['array[1.50, 2]', 'numeric[]', ['1.50', '2']],
    ['array[5]::percent[]', 'percent[]', [5]],
    [
      "array['2024-01-01 00:00:00+00']::timestamptz[]",
      'timestamp with time zone[]',
      ['2024-01-01T00:00:00Z'],
    ],
    ['array[\'{"a": [1]}\']::jsonb[]', 'jsonb[]', [{ a: [1] }]],
    ["array['(1,1),(0,0)', '(2,2),(0,0)']::box[]", 'box[]', ['(1,1),(0,0)', '(2,2),(0,0)']],
    ['array[true, false]', 'boolean[]', [true, false]],
    [
      '\'{"b": [1, 2.5, null, "x"], "a": {"c": true}}\'::json',
      'json',
      { b: [1, 2.5, null, 'x'], a: { c: true } },
    ],
    ["'null'::jsonb", 'jsonb', null],
    [
      '\'{"id": 12345678901234567890, "n": 0.1, "text": "12345678901234567890"}\'::jsonb',
      'jsonb',
      { id: '12345678901234567890', n: 0.1, text: '12345678901234567890' },
    ],
  ])('%s is of type %s', async (expression, type, cell) => {
    expect(await read(expression, false)).toEqual({ type, cell })
    expect(await read(expression, true)).toEqual({ type, cell })
  })
})
