import { createConnection } from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createMysqlTestDatabase, createMysqlTestLogin } from '../../../tests/fixtures/mysql.ts'
import type { TestDatabase, TestLogin } from '../../../tests/fixtures/postgres.ts'
import { readLogin } from './facts.ts'
import { readGrants } from './grants.ts'
import { findPrivileges } from './privilege-findings.ts'
import { openTestSession } from './session.fixture.ts'

/** What a real server says of logins that may do more than read, and that the SQL that is offered takes it away. */
let test: TestDatabase
let role: string

beforeAll(async () => {
  test = await createMysqlTestDatabase()
  role = `role_${test.name}`
  await asOwner(
    'create table orders (id int, note text)',
    'create function vat(x int) returns int deterministic no sql return x * 2',
    `create role ${role}`,
    `grant update on ${test.name}.orders to ${role}`,
  )
})
afterAll(async () => {
  await asOwner(`drop role ${role}`)
  await test?.drop()
})

async function asOwner(...statements: readonly string[]): Promise<void> {
  const owner = await createConnection(test.url)
  try {
    for (const statement of statements) await owner.query(statement)
  } finally {
    await owner.end()
  }
}

async function withLogin<T>(
  grants: (account: string) => readonly string[],
  use: (login: TestLogin) => Promise<T>,
): Promise<T> {
  const login = await createMysqlTestLogin(test, account => [
    `grant select on ${test.name}.* to ${account}`,
    ...grants(account),
  ])
  try {
    return await use(login)
  } finally {
    await login.drop()
  }
}

async function read({ url }: TestLogin) {
  const session = await openTestSession(url)
  try {
    const { login, privileges, canRead } = await readLogin(session)
    return { canWrite: login.canWrite, canRead, privileges, codes: privileges.map(({ code }) => code) }
  } finally {
    await session.end()
  }
}

const CASES: readonly [
  what: string,
  grants: (account: string, database: string) => readonly string[],
  code: string,
  writes: boolean,
  words: RegExp,
][] = [
  [
    'INSERT',
    (to, of) => [`grant insert, delete on ${of}.orders to ${to}`],
    'TABLE_WRITES',
    true,
    /INSERT on .*orders.*DELETE/,
  ],
  [
    'UPDATE of a column',
    (to, of) => [`grant update (note) on ${of}.orders to ${to}`],
    'TABLE_WRITES',
    true,
    /UPDATE \(`?note`?\)/,
  ],
  [
    'all of a database',
    (to, of) => [`grant all privileges on ${of}.* to ${to}`],
    'WHOLE_DATABASE',
    true,
    /ALL PRIVILEGES/,
  ],
  ['all of the server', to => [`grant all privileges on *.* to ${to}`], 'SUPERUSER', true, /administrator/],
  ['SUPER', to => [`grant super on *.* to ${to}`], 'SUPERUSER', true, /SUPER on \*\.\*/],
  ['FILE', to => [`grant file on *.* to ${to}`], 'HOST_FILES', true, /files/],
  ['PROCESS', to => [`grant process on *.* to ${to}`], 'SEES_SESSIONS', false, /statements/],
  [
    'GRANT OPTION',
    (to, of) => [`grant select on ${of}.* to ${to} with grant option`],
    'GRANTS_RIGHTS',
    true,
    /pass/,
  ],
  ['EXECUTE', (to, of) => [`grant execute on ${of}.* to ${to}`], 'EXECUTES_ROUTINES', false, /EXECUTE/],
  [
    'EXECUTE on one function',
    (to, of) => [`grant execute on function ${of}.vat to ${to}`],
    'EXECUTES_ROUTINES',
    false,
    /FUNCTION .*vat/,
  ],
  ['CREATE USER', to => [`grant create user on *.* to ${to}`], 'MANAGES_ACCOUNTS', true, /accounts/],
  ['RELOAD', to => [`grant reload on *.* to ${to}`], 'ADMINISTERS_SERVER', true, /RELOAD/],
  ['SHUTDOWN', to => [`grant shutdown on *.* to ${to}`], 'ADMINISTERS_SERVER', true, /SHUTDOWN/],
  [
    'CREATE ROUTINE',
    (to, of) => [`grant create routine on ${of}.* to ${to}`],
    'MAKES_ROUTINES',
    true,
    /ROUTINE/,
  ],
  ['LOCK TABLES', (to, of) => [`grant lock tables on ${of}.* to ${to}`], 'LOCKS_TABLES', false, /lock/],
  ['REPLICATION SLAVE', to => [`grant replication slave on *.* to ${to}`], 'REPLICATES', false, /follow/],
  ['SELECT on everything', to => [`grant select on *.* to ${to}`], 'PASSWORD_HASHES', false, /hashes/],
  ['SELECT on the accounts', to => [`grant select on mysql.* to ${to}`], 'PASSWORD_HASHES', false, /mysql/],
  [
    'CREATE TEMPORARY TABLES',
    (to, of) => [`grant create temporary tables on ${of}.* to ${to}`],
    'TEMPORARY_TABLES',
    false,
    /temporary/,
  ],
  [
    'a role that writes and is not switched on',
    to => [`grant ${role} to ${to}`],
    'TABLE_WRITES',
    true,
    /by the role `?role_/,
  ],
]

describe('a login with', () => {
  it.each(CASES)(
    '%s is known for it, and loses it by the SQL that is offered',
    async (_, grants, code, writes, words) => {
      await withLogin(
        account => grants(account, test.name),
        async login => {
          const found = await read(login)
          expect(found.canWrite).toBe(writes)
          expect(found.codes).toContain(code)
          const finding = found.privileges.find(each => each.code === code)
          expect(finding?.message).toMatch(words)
          await asOwner(...(finding?.mendSql ?? '').split('\n'))
          // Taking away the way in is no way to test it.
          await asOwner(`grant select on ${test.name}.* to ${login.username}@'%'`)
          expect((await read(login)).codes).not.toContain(code)
        },
      )
    },
  )
})

describe('a login', () => {
  it('that may act as another account is known for it', () => {
    const grants = readGrants(["GRANT PROXY ON 'somebody'@'%' TO `u`@`%`"])
    expect(findPrivileges([{ grants, role: null }], "o'dd@%")).toMatchObject([
      { code: 'ACTS_FOR_OTHERS', writes: true, mendSql: "revoke PROXY on 'somebody'@'%' from 'o''dd'@'%';" },
    ])
  })

  it('with rights that nobody here has heard of counts as one that could write', () => {
    const grants = readGrants([
      'GRANT SELECT, MAKE_COFFEE ON *.* TO `u`@`%`',
      'GRANT INSERT ON `shop`.* TO PUBLIC',
    ])
    const found = findPrivileges([{ grants, role: null }], 'u@%')
    expect(found.map(({ code, writes }) => [code, writes])).toEqual([
      ['TABLE_WRITES', true],
      ['OTHER_PRIVILEGES', true],
      ['PASSWORD_HASHES', false],
    ])
    expect(found[0]?.mendSql).toBe('revoke INSERT on `shop`.* from public;')
  })

  it('that only reads has nothing said of it', async () => {
    await withLogin(
      account => [`grant show view on ${test.name}.* to ${account}`],
      async login =>
        expect(await read(login)).toEqual({ canWrite: false, canRead: true, privileges: [], codes: [] }),
    )
  })

  it('that can read no table is told from one that can', async () => {
    await withLogin(
      account => [
        `revoke select on ${test.name}.* from ${account}`,
        `grant execute on ${test.name}.* to ${account}`,
      ],
      async login => expect(await read(login)).toMatchObject({ canRead: false, canWrite: false }),
    )
  })
})
