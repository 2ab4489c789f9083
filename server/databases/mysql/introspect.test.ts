import { createConnection } from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createMysqlTestDatabase, createMysqlTestLogin } from '../../../tests/fixtures/mysql.ts'
import type { TestDatabase, TestLogin } from '../../../tests/fixtures/postgres.ts'
import type { Catalog } from '../../domain.ts'
import { readCatalog } from './introspect.ts'
import { openTestSession } from './session.fixture.ts'

const ODD = 'we``ird "n\'a\\me ž'

const TABLES = (other: string) => [
  `create table ${other}.countries (code char(2), part int, primary key (part, code))`,
  `create table ${other}.hidden (id int primary key)`,
  `create table people (id int unsigned primary key, name varchar(40) comment 'As they say it', salary decimal(10,2),
     country char(2), part int, secret int, boss int unsigned,
     foreign key (part, country) references ${other}.countries (part, code),
     foreign key (secret) references ${other}.hidden (id), foreign key (boss) references people (ID)
   ) comment 'It''s us'`,
  `create table returns (id int primary key, salary_of int unsigned, foreign key (salary_of) references people (id))`,
  `create table \`${ODD}\` (\`co\`\`l "x"\` int, \`Order\` int, \`group\` int, \`ž\` int, primary key (\`Order\`, \`co\`\`l "x"\`))`,
  `create table kinds (flag boolean, bits bit(1), note json, state enum('a,b', 'it''s', 'x\\\\y'), tags set('q', 'r'),
     total int generated always as (bits + 1) stored, doc longtext, raw blob, at timestamp null, y year)`,
  'create table mailbox (id int primary key, body text)',
  'create table posts (id int primary key, box int, foreign key (box) references mailbox (id))',
  'create table by_role (id int)',
  'create table by_other_role (id int)',
  `create table visits (day int not null) partition by range (day)
     (partition low values less than (10), partition high values less than (20))`,
  'create view names as select id, name from people',
  'create table gone (id int)',
  'create view broken as select id from gone',
  'drop table gone',
  'insert into visits values (1), (2), (11)',
  'analyze table visits',
]
const MARIADB_ONLY = ['create sequence numbers', 'create table kept (id int) with system versioning']

describe('what a login sees of a MySQL database', () => {
  let database: TestDatabase
  let other: TestDatabase
  const logins: TestLogin[] = []
  let some: Catalog
  let all: Catalog
  const role = () => `role_${database.name}`

  beforeAll(async () => {
    database = await createMysqlTestDatabase()
    other = await createMysqlTestDatabase()
    const owner = await createConnection(database.url)
    for (const statement of TABLES(other.name)) await owner.query(statement)
    const [[version]] = (await owner.query('select version() as text')) as unknown as [[{ text: string }]]
    if (version.text.includes('MariaDB')) for (const statement of MARIADB_ONLY) await owner.query(statement)
    await owner.query(`create role ${role()}`)
    await owner.query(`grant select on ${database.name}.by_role to ${role()}`)
    await owner.end()
    const on = (table: string) => `on ${database.name}.${table}`
    const narrow = await createMysqlTestLogin(database, account => [
      `grant select (id), update (salary_of) ${on('returns')} to ${account}`,
      ...['people', 'posts', 'kinds', 'names', 'broken', 'visits'].map(
        table => `grant select ${on(table)} to ${account}`,
      ),
      `grant insert ${on('mailbox')} to ${account}`,
      `grant select on ${other.name}.countries to ${account}`,
      `grant ${role()} to ${account}`,
      version.text.includes('MariaDB')
        ? `set default role ${role()} for ${account}`
        : `set default role ${role()} to ${account}`,
    ])
    const wide = await createMysqlTestLogin(database, account => [
      `grant select on \`${database.name.replaceAll('_', '\\_')}\`.* to ${account}`,
    ])
    logins.push(narrow, wide)
    some = await read(narrow)
    all = await read(wide)
  })
  afterAll(async () => {
    for (const login of logins) await login.drop()
    const owner = await createConnection(database.url)
    await owner.query(`drop role if exists ${role()}`)
    await owner.end()
    await database?.drop()
    await other?.drop()
  })

  async function read(login: TestLogin): Promise<Catalog> {
    const session = await openTestSession(login.url)
    const catalog = await readCatalog(session, new Date())
    await session.end()
    return catalog
  }
  const table = (catalog: Catalog, name: string) => catalog.tables.find(candidate => candidate.name === name)
  const column = (name: string) => table(all, 'kinds')?.columns.find(candidate => candidate.name === name)

  it('is what it may select, by table, column or role that is switched on, and nothing that is broken', () => {
    expect(some.tables.map(({ name }) => name)).toEqual([
      'by_role',
      'kinds',
      'names',
      'people',
      'posts',
      'returns',
      'visits',
    ])
    expect(table(some, 'returns')?.columns.map(({ name }) => name)).toEqual(['id'])
  })

  it('has no sequences, and one table for all of its partitions and versions', () => {
    expect(
      all.tables.map(({ name }) => name).filter(name => /^(numbers|kept|visits)/.test(name)),
    ).not.toContain('numbers')
    expect(table(all, 'visits')).toMatchObject({ kind: 'TABLE', rowEstimate: 3 })
    expect(all.searchPath).toEqual([database.name])
    expect(new Set(all.tables.map(({ schema }) => schema))).toEqual(new Set([database.name]))
  })

  it('has comments that people wrote', () => {
    expect(table(all, 'people')).toMatchObject({ comment: "It's us", schema: database.name })
    expect(table(all, 'people')?.columns[1]).toEqual({
      name: 'name',
      type: 'varchar(40)',
      kind: 'TEXT',
      nullable: true,
      primaryKey: false,
      comment: 'As they say it',
      enumValues: null,
      generated: false,
    })
    expect(table(all, 'names')).toMatchObject({ kind: 'VIEW', comment: null, rowEstimate: null })
  })

  it('has foreign keys over columns that can be read at both ends, also of another database', () => {
    expect(table(some, 'people')?.foreignKeys).toEqual([
      {
        columns: ['part', 'country'],
        referencesSchema: other.name,
        referencesTable: 'countries',
        referencesColumns: ['part', 'code'],
      },
      {
        columns: ['boss'],
        referencesSchema: database.name,
        referencesTable: 'people',
        referencesColumns: ['id'],
      },
    ])
    expect(table(all, 'people')?.foreignKeys).toHaveLength(1)
    expect(table(some, 'posts')?.foreignKeys).toEqual([])
    expect(table(some, 'returns')?.foreignKeys).toEqual([])
  })

  it('keeps names and the order of a key as they are', () => {
    const odd = all.tables.find(({ name }) => name.startsWith('we'))
    expect(odd).toMatchObject({ name: ODD.replace('``', '`'), primaryKey: ['Order', 'co`l "x"'] })
    expect(odd?.columns.map(({ name, primaryKey }) => [name, primaryKey])).toEqual([
      ['co`l "x"', true],
      ['Order', true],
      ['group', false],
      ['ž', false],
    ])
  })

  it.each([
    ['flag', { type: 'tinyint(1)', kind: 'BOOLEAN' }],
    ['bits', { type: 'bit(1)', kind: 'BOOLEAN' }],
    ['note', { kind: 'JSON' }],
    ['doc', { type: 'longtext', kind: 'TEXT' }],
    ['state', { kind: 'TEXT', enumValues: ['a,b', "it's", 'x\\y'] }],
    ['tags', { type: "set('q','r')", kind: 'OTHER', enumValues: null }],
    ['total', { type: 'int', kind: 'INTEGER', generated: true }],
    ['raw', { kind: 'BINARY', generated: false }],
    ['at', { kind: 'TIMESTAMP', nullable: true }],
    ['y', { type: 'year', kind: 'INTEGER' }],
  ])('knows what column %s is', (name, expected) => {
    expect(column(name)).toMatchObject(expected)
  })

  it('knows JSON also where the login was granted this table alone', () => {
    expect(table(some, 'kinds')?.columns.find(({ name }) => name === 'note')?.kind).toBe('JSON')
  })

  it('has the same version whenever it is read', async () => {
    const [login] = logins
    expect((await read(login as TestLogin)).version).toBe(some.version)
    expect(all.version).not.toBe(some.version)
  })
})
