import { createConnection } from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { judgeMysql } from '../../../tests/fixtures/judge-mysql.ts'
import { createMysqlTestDatabase, createMysqlTestLogin } from '../../../tests/fixtures/mysql.ts'
import type { TestDatabase, TestLogin } from '../../../tests/fixtures/postgres.ts'
import { readFacts, readLogin } from './facts.ts'
import { openTestSession } from './session.fixture.ts'

describe('what a MySQL server says of a login', () => {
  let test: TestDatabase
  const roles = () => ({ reader: `reader_${test.name}`, writer: `writer_${test.name}` })
  beforeAll(async () => {
    test = await createMysqlTestDatabase()
    await asOwner(
      'create table orders (id int, note text)',
      'create function vat(x int) returns int deterministic no sql return x * 2',
      'create function orders_now() returns int reads sql data return (select count(*) from orders)',
      'create function add_order() returns int deterministic modifies sql data begin insert into orders values (1, 2); return 1; end',
      'create procedure report() select 1',
      'create view calling as select vat(id) as x from orders',
      'create view upon as select * from calling',
      'create function `lower`(x int) returns int return 1',
      `create view disguised as select ${test.name}.lower(1) as x`,
      `create view harmless as select lower(note) as n, count(*) as c, cast(id as unsigned) as i,
        group_concat(note order by id separator ', ') as g, date_add(now(), interval 1 day) as d,
        sum(id) over (partition by note) as s, case when id in (1, 2) then 'a(' else '\`(' end as w
        from orders where note like '%f(%' group by id`,
      'create view logins as select user from mysql.user',
      `create role ${roles().reader}`,
      `create role ${roles().writer}`,
      `grant select on ${test.name}.* to ${roles().reader}`,
      `grant insert on ${test.name}.orders to ${roles().writer}`,
    )
  })
  afterAll(async () => {
    await asOwner(`drop role ${roles().reader}`, `drop role ${roles().writer}`)
    await test?.drop()
  })

  async function asOwner(...statements: string[]): Promise<void> {
    const owner = await createConnection(test.url)
    for (const statement of statements) await owner.query(statement)
    await owner.end()
  }

  async function asLogin<T>(
    grants: (account: string) => readonly string[],
    use: (login: TestLogin) => Promise<T>,
  ): Promise<T> {
    const login = await createMysqlTestLogin(test, grants)
    try {
      return await use(login)
    } finally {
      await login.drop()
    }
  }

  it.each<[string, (database: string) => string, boolean]>([
    ['SELECT on the database', database => `grant select, show view on ${database}.*`, false],
    ['SELECT on everything', () => 'grant select, process on *.*', false],
    ['INSERT on one table', database => `grant insert on ${database}.orders`, true],
    ['UPDATE of one column', database => `grant select, update (note) on ${database}.orders`, true],
    ['FILE', () => 'grant select, file on *.*', true],
    ['CREATE on another database', () => 'grant create on elsewhere.*', true],
    ['a role that reads', () => `grant ${roles().reader}`, false],
    ['a role that writes and is not switched on', () => `grant ${roles().writer}`, true],
  ])('says whether it can write: %s', async (_, grant, canWrite) => {
    await asLogin(
      // Without any other right it could not sign in to this database.
      account => [`grant select on ${test.name}.orders to ${account}`, `${grant(test.name)} to ${account}`],
      async login => {
        const session = await openTestSession(login.url)
        expect((await readLogin(session)).login).toEqual({
          name: `${login.username}@%`,
          canWrite,
          superuser: false,
        })
        await session.end()
      },
    )
  })

  it('leaves the roles of the session as they were', async () => {
    await asLogin(
      account => [`grant ${roles().reader} to ${account}`, `grant ${roles().writer} to ${account}`],
      async login => {
        const url = new URL(login.url)
        // Its rights come with the role alone.
        url.pathname = '/information_schema'
        const session = await openTestSession(url.href)
        await session.script(`set role ${roles().reader}`)
        const before = await session.query('select current_role()')
        expect((await readLogin(session)).login.canWrite).toBe(true)
        expect(await session.query('select current_role()')).toEqual(before)
        await session.end()
      },
    )
  })

  it('knows an administrator, the version and the functions that were added to the server', async () => {
    const session = await openTestSession(test.url)
    const { login, serverVersion, serverVersionNumber, functions } = await readFacts(session)
    await session.end()
    expect(login).toMatchObject({ canWrite: true, superuser: true })
    expect(serverVersion).toMatch(/^(MariaDB|MySQL) \d+\.\d+\.\d+$/)
    expect(serverVersionNumber).toBeGreaterThan(80_000)
    const ours = functions.filter(({ schema }) => schema === test.name)
    expect(ours.map(({ name, volatility }) => [name, volatility])).toEqual([
      ['add_order', 'VOLATILE'],
      ['lower', 'VOLATILE'],
      ['orders_now', 'VOLATILE'],
      ['vat', 'IMMUTABLE'],
    ])
    expect(ours[0]).toMatchObject({ builtIn: false, extension: null, takesRow: false })
  })

  it.each([
    ['calling', false],
    ['upon', false],
    ['disguised', false],
    ['harmless', true],
    ['logins', false],
    ['orders', true],
  ])('tells what the guard needs to judge a view: %s', async (name, allowed) => {
    const session = await openTestSession(test.url)
    const facts = await readFacts(session)
    await session.end()
    expect(facts.searchPath).toEqual([test.name])
    for (const relation of [name, `${test.name}.${name}`])
      expect(judgeMysql(`select 1 as one from ${relation}`, facts.functions, facts).allowed).toBe(allowed)
  })

  it('leaves unknown what a login may not see', async () => {
    await asLogin(
      account => [`grant select on ${test.name}.* to ${account}`],
      async login => {
        const session = await openTestSession(login.url)
        const facts = await readFacts(session)
        await session.end()
        expect(facts.relations.find(({ name }) => name === 'harmless')).toMatchObject({ definition: null })
        expect(judgeMysql('select 1 as one from harmless', facts.functions, facts).allowed).toBe(false)
      },
    )
  })

  it('tells a login of the functions that it may execute', async () => {
    await asLogin(
      account => [
        `grant select on ${test.name}.* to ${account}`,
        `grant execute on function ${test.name}.vat to ${account}`,
      ],
      async login => {
        const session = await openTestSession(login.url)
        const { functions } = await readFacts(session)
        expect(functions.map(({ name }) => name)).toContain('vat')
        await session.end()
      },
    )
  })
})
