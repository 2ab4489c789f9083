/** Rules about changes of MySQL and MariaDB on a real server: everyday requests are not blocked in vain, and fixes run. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createConnection } from 'mysql2/promise'
import type { Database } from '../../server/databases/database.ts'
import type { SchemaChanges, Structure } from '../../server/databases/schema-changes.ts'
import { changesOf, openAs } from '../../server/databases/mysql/changes.fixture.ts'
import type { Finding, MigrationStep } from '../../server/domain.ts'
import { createReview } from '../../server/review/review.ts'
import { loadMigrationReaders } from '../../server/sql/sql.ts'
import { changeShopSql } from '../fixtures/change-shop.ts'
import { createMysqlTestDatabase } from '../fixtures/mysql.ts'
import type { TestDatabase } from '../fixtures/postgres.ts'
import { CHANGES } from './change-requests.ts'
import { openShop, SERVERS } from './changed-shop.ts'
import type { ChangedShop } from './changed-shop.ts'

const review = createReview({ approvals: { DEVELOPMENT: 0, PRODUCTION: 1 } })
const { MYSQL: reader } = await loadMigrationReaders()

let words: ChangedShop
let testDatabase: TestDatabase
let database: Database
let changes: SchemaChanges
let before: Structure

beforeAll(async () => {
  const [, mysql] = SERVERS
  if (mysql === undefined) throw new Error('no MySQL or MariaDB')
  words = await openShop(mysql)
  testDatabase = await createMysqlTestDatabase()
  const sql = await createConnection(testDatabase.url)
  for (const statement of changeShopSql('MYSQL')) await sql.query(statement)
  await sql.query('analyze table customers, products, orders, order_items')
  await sql.end()
  database = openAs(testDatabase.url)
  changes = changesOf(database)
  before = await changes.readStructure()
})
afterAll(async () => {
  await words?.drop()
  await database?.close()
  await testDatabase?.drop()
})

const LARGE = { tableRows: 5_000_000, tableBytes: 3_000_000_000 }
const SMALL = { tableRows: 50, tableBytes: 32_768 }

/** What the rules say after a dry run on the server, for tables of such a size. */
async function judge(
  text: string,
  request: string | null,
  size: Partial<MigrationStep>,
): Promise<readonly Finding[]> {
  const reading = reader?.read(text)
  if (reading?.ok !== true) throw new Error(reading?.message)
  const shadow = await changes.openShadow(before)
  try {
    const empty = await shadow.readStructure()
    const steps: MigrationStep[] = []
    for (const [index, { sql, transactional }] of reading.statements.entries()) {
      const { cost, locks } = await shadow.run({ sql, transactional })
      steps.push({
        ...{ position: index + 1, sql, transactional, cost, locks, applied: false, durationMs: null },
        ...{ tableRows: null, tableBytes: null, ...size },
      })
    }
    const after = await shadow.readStructure()
    return review.lint({
      engine: 'MYSQL',
      ...{ text, statements: reading.statements, steps, before: empty, target: before, after },
      ...{ changes: review.catalogChanges(empty, after), sizes: [], request },
    })
  } finally {
    await shadow.close()
  }
}

const grave = (findings: readonly Finding[]) =>
  findings.filter(({ severity }) => severity === 'BLOCKING').map(({ code }) => code)

/** Where rows go or programs stop, whatever the size. */
const LOSES = new Set(['forbid-data-loss', 'forbid-broken-view'])

describe('an everyday request', () => {
  // A dry run each: a quarter of them says enough.
  it.each(CHANGES.filter((_, index) => index % 4 === 2).map(([request]) => request))(
    'of a small table is not blocked in vain: %s',
    async request => {
      const drafted = words.draft(request)
      if (drafted.kind !== 'SQL') throw new Error(drafted.kind)
      const found = await judge(drafted.sql, request, SMALL)
      expect(grave(found).filter(code => !LOSES.has(code))).toEqual([])
    },
  )

  it.each([
    'add a discount column to products',
    'add a loyalty_points column to customers, default 0, required',
    'rename phone to telephone in customers',
    'index orders by date',
    'add a rating to products, only 1, 2 or 3',
    'set the default of country to DE',
  ])(
    'of a large table is not blocked where the server does it beside the work of others: %s',
    async request => {
      const drafted = words.draft(request)
      if (drafted.kind !== 'SQL') throw new Error(drafted.kind)
      expect(grave(await judge(drafted.sql, request, LARGE))).toEqual([])
    },
  )
})

describe('a large table', () => {
  it.each([
    [
      'forbid-copying-type-change',
      'alter table orders modify customer_id bigint not null, drop foreign key orders_customer',
    ],
    ['forbid-text-growth', 'alter table customers modify company_name varchar(64) not null'],
    ['forbid-text-narrowing', 'alter table customers modify company_name varchar(20) not null'],
    ['forbid-rebuild-for-required', 'alter table customers modify email varchar(80) not null'],
    ['forbid-check-copy', 'alter table products add check (unit_price > 0)'],
    [
      'forbid-foreign-key-copy',
      'alter table order_items add foreign key (product_id) references products (id)',
    ],
    ['forbid-charset-conversion', 'alter table customers convert to character set latin1'],
    [
      'forbid-primary-key-change',
      'alter table order_items drop primary key, add primary key (product_id, order_id)',
    ],
    ['forbid-shared-lock', 'alter table orders add fulltext index (note)'],
    ['forbid-unproved-unique', 'alter table customers add unique (email)'],
  ])('is kept by %s from %s', async (code, sql) => {
    expect(grave(await judge(sql, null, LARGE))).toContain(code)
  })

  it.each([
    'alter table customers modify phone varchar(63)',
    'alter table customers modify phone varchar(64)',
    'alter table orders modify status varchar(400)',
    'alter table products add a int default (1 + 1)',
    'alter table products add twice decimal(14,4) as (unit_price * 2) virtual',
    'alter table products add a int check (a > 0)',
    'alter table customers default character set latin1',
    'alter table orders add index (status)',
  ])('is not kept from %s', async sql => {
    expect(grave(await judge(sql, null, LARGE))).toEqual([])
  })
})

describe('a fix', () => {
  it.each([
    ['forbid-expression-default', 'alter table customers add token varchar(36) default (uuid()), add b int'],
    ['forbid-stored-column', 'alter table products add twice decimal(14,4) as (unit_price * 2) stored'],
    ['forbid-own-wait', 'alter table customers wait 600 add a int'],
    ['forbid-unchecked-keys', 'set foreign_key_checks = 0; alter table customers add a int'],
    ['warn-sudden-index-drop', 'drop index orders_by_status on orders'],
    ['warn-duplicate-index', 'alter table orders add a int, add index i (shipped_date)'],
    ['warn-half-way', 'alter table orders add a int; alter table orders add b int'],
    ['warn-slow-add-column', 'alter table orders add a int, add index (note)'],
    ['warn-other-engine', 'create table t (id bigint primary key) engine=MyISAM'],
    ['warn-old-charset', 'create table t (id bigint primary key, n text) charset=utf8 collate=utf8_bin'],
    ['warn-inexact-money', 'alter table orders add fee double'],
    ['warn-small-key', 'create table t (id smallint unsigned auto_increment primary key)'],
    ['warn-zero-date', "alter table orders add due date default '0000-00-00'"],
    ['warn-definer-rights', 'create view names as select company_name from customers'],
  ])('of %s is a change that runs, and that the rule has nothing against', async (code, sql) => {
    const found = (await judge(sql, null, LARGE)).find(finding => finding.code === code)
    expect(typeof found?.fix).toBe('string')
    const mended = await judge(found?.fix ?? '', null, LARGE)
    expect(mended.filter(finding => finding.code === code)).toEqual([])
  })
})
