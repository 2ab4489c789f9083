import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DatabaseTarget } from '../../server/databases/database.ts'
import { OPTIONS, withDatabase } from './engine-under-test.ts'
import type { Shop } from './engine-under-test.ts'
import { enginesUnderTest } from './engines-under-test.ts'
import { readRows } from '../fixtures/encoded-rows.ts'

/** One suite for every engine: what `Database` promises, against a real server. Cursors are in `cursor.test.ts`. */
describe.each(enginesUnderTest)('a database of $name', underTest => {
  let shop: Shop
  beforeAll(async () => {
    shop = await underTest.createShop()
  })
  afterAll(() => shop.drop())

  const onReader = <T>(use: Parameters<typeof withDatabase<T>>[2]) =>
    withDatabase(underTest, shop.reader, use)

  it('says who answers and that a reading login cannot write', async () => {
    const answer = await onReader(database => database.check())
    expect(answer.serverVersion).toMatch(/\d+\.\d+/)
    expect(answer.canWrite).toBe(false)
    expect(answer.latencyMs).toBeGreaterThan(0)
  })

  it('says that a login with INSERT on one table can write', async () => {
    expect((await withDatabase(underTest, shop.writer, database => database.check())).canWrite).toBe(true)
  })

  describe('connecting', () => {
    const connect = (change: Partial<DatabaseTarget>, connectTimeoutMs = 5000) =>
      withDatabase(underTest, { ...shop.reader, ...change }, database => database.check(), {
        connectTimeoutMs,
      })

    it.each<[string, Partial<DatabaseTarget>]>([
      ['DATABASE_AUTH_FAILED', { username: 'nobody_of_this_name', password: 'wrong' }],
      ['DATABASE_NOT_FOUND', { database: 'no_such_database' }],
      ['DATABASE_NOT_LISTENING', { port: 1 }],
      ['DATABASE_NAME_NOT_RESOLVED', { host: 'no-such-host.invalid' }],
    ])('fails with %s for %o', async (code, change) => {
      await expect(connect(change)).rejects.toMatchObject({
        code,
        hints: [expect.any(String), expect.any(String)],
      })
    })

    it.each(['REQUIRE', 'VERIFY_FULL'] as const)(
      'encrypts in mode %s, or says why it does not',
      async tls => {
        const failure = underTest.tlsFailures[tls]
        const connecting = connect({ tls })
        if (failure === null) expect(await connecting).toMatchObject({ encrypted: true })
        else
          await expect(connecting).rejects.toMatchObject({
            code: failure,
            hints: [expect.any(String), expect.any(String)],
          })
      },
    )

    it('encrypts in mode PREFER when the server offers it, and in mode DISABLE never', async () => {
      const offered = underTest.tlsFailures.REQUIRE === null
      expect(await connect({ tls: 'PREFER' })).toMatchObject({ canWrite: false, encrypted: offered })
      expect(await connect({ tls: 'DISABLE' })).toMatchObject({ encrypted: false })
    })

    it('gives up in time on a server that says nothing', async () => {
      const server = createServer()
      await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
      try {
        const { port } = server.address() as AddressInfo
        await expect(connect({ port }, 300)).rejects.toMatchObject({ code: 'DATABASE_CONNECT_TIMEOUT' })
      } finally {
        server.close()
      }
    })
  })

  describe('the catalog', () => {
    const readTable = async (name: string) => {
      const { tables } = await onReader(database => database.readCatalog())
      return tables.find(table => table.name === name)
    }

    it('holds what the login can read and nothing else, partitions under their parent only', async () => {
      const { tables, searchPath } = await onReader(database => database.readCatalog())
      expect(Object.fromEntries(tables.map(({ name, kind }) => [name, kind]))).toEqual(
        underTest.catalog.kinds,
      )
      expect(tables.map(({ name }) => name)).toEqual(Object.keys(underTest.catalog.kinds).sort())
      expect(searchPath).toContain(shop.schema)
    })

    it.each([
      'Order Items',
      'select',
      'CamelCase',
      'quo"te',
      'back`tick',
      "o'clock",
      'back\\slash',
      'Größe',
      '日本語',
      '2024',
      'a.b',
      'percent%_',
      '--',
    ])('reads %s as it is written, and it can be asked by its quoted name', async name => {
      const odd = shop.quote(name)
      await shop.asOwner(`create table ${odd} (${odd} varchar(40) primary key)`)
      await shop.asOwner(`insert into ${odd} values ('one')`)
      await shop.letRead(odd)
      await onReader(async database => {
        const table = (await database.readCatalog()).tables.find(candidate => candidate.name === name)
        expect(table).toMatchObject({ schema: shop.schema, columns: [{ name }], primaryKey: [name] })
        const columns = [{ schema: shop.schema, table: name, column: name }]
        const values = await database.readValues({ columns, maxValues: 5, maxLength: 9, timeoutMs: 9000 })
        expect(values).toMatchObject([{ values: ['one'] }])
        const quoted = database.dialect.quoteIdentifier(name)
        const sql = `select ${quoted} from ${quoted}`
        expect((await database.plan(sql)).tables).toMatchObject([{ table: name }])
        const cursor = await database.openCursor(sql, { timeoutMs: 9000 })
        expect(cursor.columns).toMatchObject([{ name }])
        expect((await readRows(cursor, 5)).rows).toEqual([['one']])
        await cursor.close()
      })
      await shop.asOwner(`drop table ${odd}`)
    })

    it('knows columns, keys and comments of a table', async () => {
      expect(await readTable('customers')).toMatchObject({
        schema: shop.schema,
        comment: 'People who buy',
        rowEstimate: 50,
        primaryKey: ['id'],
        foreignKeys: [],
        columns: [
          { name: 'id', kind: 'INTEGER', nullable: false, primaryKey: true, comment: null },
          { name: 'name', kind: 'TEXT', nullable: false, primaryKey: false },
          {
            name: 'city',
            type: underTest.catalog.types.city,
            kind: 'TEXT',
            nullable: true,
            comment: 'Where they live',
          },
          { name: 'balance', kind: 'DECIMAL', type: underTest.catalog.types.balance },
          { name: 'joined', kind: 'DATE' },
        ],
      })
    })

    it('knows foreign keys and the labels of an enum', async () => {
      const orders = await readTable('orders')
      expect(orders?.foreignKeys).toEqual([
        {
          columns: ['customer_id'],
          referencesSchema: shop.schema,
          referencesTable: 'customers',
          referencesColumns: ['id'],
        },
      ])
      expect(orders?.columns.find(column => column.name === 'state')).toMatchObject({
        kind: 'TEXT',
        enumValues: ['open', 'paid', 'sent'],
      })
      expect(orders?.columns.map(column => column.kind)).toEqual([
        'INTEGER',
        'INTEGER',
        'TEXT',
        'BOOLEAN',
        'TIMESTAMP',
        'JSON',
      ])
    })

    it('knows what indexes begin with, not what else is in them', async () => {
      await shop.asOwner(
        'create table looked_up (id int primary key, email varchar(50), city varchar(50), area varchar(50))',
      )
      await shop.asOwner('create unique index by_email on looked_up (email, city)')
      await shop.asOwner('create index by_area on looked_up (area)')
      await shop.letRead('looked_up')
      const { indexes = [] } = (await readTable('looked_up')) ?? {}
      expect(indexes.map(({ column }) => column).sort()).toEqual(['area', 'email', 'id'])
      expect(indexes.every(({ ordered, expression }) => ordered && expression === null)).toBe(true)
      await shop.asOwner('drop table looked_up')
    })

    it('adds up the rows of partitions and has no estimate for a view', async () => {
      expect((await readTable('visits'))?.rowEstimate).toBe(400)
      expect((await readTable('customer_names'))?.rowEstimate).toBeNull()
    })
  })

  it('knows the functions of the server and whether they are its own', async () => {
    const { builtInFunction, createFunction } = underTest.catalog
    await shop.asOwner(createFunction)
    const { functions } = await withDatabase(underTest, shop.writer, database => database.readFacts())
    if (builtInFunction) expect(functions).toContainEqual(builtInFunction)
    expect(functions).toContainEqual({
      schema: shop.schema,
      name: 'discount',
      volatility: 'VOLATILE',
      builtIn: false,
      extension: null,
      takesRow: false,
      callable: true,
    })
  })

  it('knows the version of the server and the login that statements run as', async () => {
    const { login, serverVersionNumber } = await onReader(database => database.readFacts())
    expect(login).toMatchObject({ canWrite: false, superuser: false })
    expect(login.name).toContain(shop.reader.username)
    expect(serverVersionNumber).toBeGreaterThan(100_000)
  })

  describe('sample values', () => {
    const column = (table: string, name: string) => ({ schema: shop.schema, table, column: name })
    const bounds = { maxValues: 10, maxLength: 20, timeoutMs: 10_000 }

    it('are the distinct values of each column, the most frequent first', async () => {
      await shop.asOwner("update customers set city = 'Paris' where id = 3")
      await shop.asOwner('update customers set city = null where id = 6')
      const columns = [column('customers', 'city'), column('orders', 'state')]
      expect(await onReader(database => database.readValues({ columns, ...bounds }))).toEqual([
        { ...columns[0], values: ['Paris', 'Roma', 'Berlin'], complete: true },
        { ...columns[1], values: ['paid'], complete: true },
      ])
    })

    it('are not complete when there are more, or when one is too long', async () => {
      const columns = [column('customers', 'name')]
      const [many] = await onReader(database => database.readValues({ columns, ...bounds }))
      expect(many).toMatchObject({ complete: false })
      expect(many?.values).toHaveLength(10)
      const [long] = await onReader(database => database.readValues({ columns, ...bounds, maxLength: 10 }))
      expect(long).toMatchObject({ complete: false })
      expect(long?.values.every(value => value.length <= 10)).toBe(true)
    })

    it('leave out tables that are gone or not ours to read', async () => {
      const columns = [column('secrets', 'word'), column('nothing', 'x'), column('customers', 'city')]
      const values = await onReader(database => database.readValues({ columns, ...bounds }))
      expect(values.map(({ table }) => table)).toEqual(['customers'])
    })
  })

  describe('a plan', () => {
    const plan = (sql: string) => onReader(database => database.plan(sql))

    it('estimates rows and cost and names the tables that are read in full', async () => {
      const { rows, cost, tables } = await plan('select * from orders where paid')
      expect(rows).toBe(300)
      expect(cost).toBeGreaterThan(0)
      expect(tables).toEqual([{ table: 'orders', fullScan: true, rows: 300 }])
    })

    it.each([
      ['a second statement', 'select 1; select 2', 'DATABASE_STATEMENT_FAILED'],
      ['an ANALYZE of its own', 'analyze select 1', 'DATABASE_STATEMENT_FAILED'],
      ['nothing', '', 'DATABASE_STATEMENT_FAILED'],
      ['a misspelt word', 'selec 1', 'DATABASE_STATEMENT_FAILED'],
      ['a table that the login may not read', 'select * from secrets', 'DATABASE_PERMISSION_DENIED'],
    ])('refuses %s', async (_, sql, code) => {
      await expect(plan(sql)).rejects.toMatchObject({ code })
    })

    it('names what is unknown in a statement', async () => {
      await expect(plan('select nmae from customers')).rejects.toMatchObject({
        code: 'DATABASE_STATEMENT_FAILED',
        message: expect.stringContaining('nmae') as string,
      })
    })
  })

  it('works again after its sessions were killed', async () => {
    await withDatabase(
      underTest,
      shop.reader,
      async database => {
        await database.plan('select 1')
        await shop.killSessions('killed')
        expect(await database.plan('select 1')).toMatchObject({ rows: 1 })
      },
      { applicationName: 'killed' },
    )
  })

  it('leaves no session behind when it is closed, and refuses from then on', async () => {
    const database = underTest.engine.open(shop.reader, { ...OPTIONS, applicationName: 'closing' })
    await Promise.all([database.plan('select 1'), database.readCatalog()])
    await database.close()
    await database.close()
    await expect.poll(() => shop.countSessions('closing'), { timeout: 30_000 }).toBe(0)
    await expect(database.plan('select 1')).rejects.toMatchObject({ code: 'DATABASE_CONNECTION_LOST' })
  })
})
