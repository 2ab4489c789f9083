import { createConnection } from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createMysqlTestDatabase, createMysqlTestLogin } from '../../../tests/fixtures/mysql.ts'
import type { TestDatabase, TestLogin } from '../../../tests/fixtures/postgres.ts'
import type { Session } from './driver.ts'
import { readPlan, toPlan } from './plan.ts'
import { openTestSession } from './session.fixture.ts'

describe('a plan', () => {
  let test: TestDatabase
  let viewer: TestLogin
  let session: Session
  beforeAll(async () => {
    test = await createMysqlTestDatabase()
    const owner = await createConnection(test.url)
    for (const statement of [
      'create table orders (id int primary key, customer int, paid boolean)',
      'create table customers (id int primary key, name varchar(20))',
      `create function add_order(x int) returns int deterministic modifies sql data
         begin insert into orders values (x + 1000, 1, true); return x; end`,
      'create view hidden_orders as select id from orders',
      `insert into orders with recursive r as (select 1 as n union all select n + 1 from r where n < 300)
         select n, 1 + n % 50, true from r`,
      `insert into customers with recursive r as (select 1 as n union all select n + 1 from r where n < 50)
         select n, 'x' from r`,
      'analyze table orders, customers',
    ])
      await owner.query(statement)
    await owner.end()
    viewer = await createMysqlTestLogin(test, account => [
      `grant select on ${test.name}.hidden_orders to ${account}`,
    ])
    session = await openTestSession(test.url)
  })
  afterAll(async () => {
    await session?.end()
    await viewer?.drop()
    await test?.drop()
  })

  it('names tables, not aliases, and whether they are read in full', async () => {
    const plan = await readPlan(
      session,
      'select o.id, c.name from orders o join customers as c on c.id = o.customer',
    )
    expect(plan.rows).toBe(300)
    expect(plan.cost).toBeGreaterThan(30)
    expect(plan.tables).toEqual([
      { table: 'orders', fullScan: true, rows: 300 },
      { table: 'customers', fullScan: false, rows: 1 },
    ])
  })

  it.each([
    ['select * from orders', 300],
    ['select * from orders limit 7', 7],
    ['select count(*) from orders', 1],
    ['select customer, count(*) from orders group by customer limit 20', 20],
    ['select * from orders, customers', 15_000],
    ['select id from orders union all select id from customers', 350],
    ['select * from orders where id = 5', 1],
    ['select * from orders where 1 = 0', 0],
    ['select 1', 1],
    ['select * from (select * from orders) o', 300],
    ['with o as (select * from orders) select * from o', 300],
  ])('expects of %s %i rows', async (sql, rows) => {
    expect((await readPlan(session, sql)).rows).toBe(rows)
  })

  it.each(['show tables', 'explain select 1', '-- which?\n/* all */ describe orders'])(
    'is empty for %s, which reads no table',
    async sql => {
      expect(await readPlan(session, sql)).toEqual({ rows: null, cost: null, tables: [] })
    },
  )

  it.each([
    'analyze select 1',
    'analyze format=json select 1',
    'extended select 1',
    'partitions select 1',
    'format=json select 1',
    'format=tree select 1',
    'for connection 1',
    '/* x */ for connection 1',
    'into @x select 1',
    'for schema mysql select 1',
    'orders',
    'orders id',
    'select 1; select 2',
    'begin not atomic select 1; end',
    'set @x = 1',
    '',
    '-- nothing',
  ])('takes no part of EXPLAIN and no second statement: %s', async sql => {
    await expect(readPlan(session, sql)).rejects.toMatchObject({ code: 'DATABASE_STATEMENT_FAILED' })
  })

  it('says where a mistake is in the statement as it was written', async () => {
    await expect(readPlan(session, 'select 1,\nfrom orders')).rejects.toMatchObject({
      message: expect.stringContaining('line 2') as string,
    })
  })

  it('is not known for a view whose tables the login may not see', async () => {
    const asViewer = await openTestSession(viewer.url)
    expect(await asViewer.query('select count(*) from hidden_orders')).toEqual([[300]])
    expect(await readPlan(asViewer, 'select * from hidden_orders')).toEqual({
      rows: null,
      cost: null,
      tables: [],
    })
    await asViewer.end()
  })

  it.each([
    'delete from orders',
    'insert into customers values (1000, 1)',
    'select * from orders where id = add_order(1)',
  ])('stays in the READ ONLY transaction: %s', async sql => {
    await expect(readPlan(session, sql)).rejects.toMatchObject({
      code: 'DATABASE_READ_ONLY_VIOLATION',
    })
    expect(await session.query('select count(*) from orders')).toEqual([[300]])
  })

  it('is a failure when the server answers something else', () => {
    expect(() => toPlan('no plan', null)).toThrow(
      expect.objectContaining({ code: 'DATABASE_UNKNOWN_FAILURE' }),
    )
  })
})
