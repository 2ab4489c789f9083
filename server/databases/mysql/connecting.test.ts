/**
 * What can be in the way of a session, each by a server that really is in that state. One file, since its servers take
 * long to start and are shared.
 */
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer as createHttpServer } from 'node:http'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createConnection } from 'mysql2/promise'
import type { Connection } from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { startMariadb } from '../../../tests/fixtures/mariadb.ts'
import type { Mariadb } from '../../../tests/fixtures/mariadb.ts'
import { adminUrl } from '../../../tests/fixtures/postgres.ts'
import { findMariadb } from '../../../tests/fixtures/server-programs.mjs'
import type { DatabaseOptions, DatabaseTarget, Dial } from '../database.ts'
import { createDial } from '../dial.ts'
import { mysqlEngine } from './mysql.ts'
import { readRows } from '../../../tests/fixtures/encoded-rows.ts'

const OPTIONS: DatabaseOptions = {
  dial: createDial(),
  applicationName: 'connecting-test',
  maxSessions: 2,
  idleTimeoutMs: 60_000,
  connectTimeoutMs: 10_000,
  statementTimeoutMs: 10_000,
}
const TARGET: DatabaseTarget = {
  host: '127.0.0.1',
  port: 0,
  database: 'shop',
  username: 'reader',
  password: 'secret-of-the-test',
  tls: 'DISABLE',
}
const certificates = inject('certificates')

let folder: string
let number = 0
async function startServer(certificate: keyof typeof certificates | null): Promise<Mariadb> {
  return startMariadb({
    program: await findMariadb(),
    folder: join(folder, `server-${(number += 1)}`),
    caFile: certificates.caFile,
    certificate: certificate === null ? null : (certificates[certificate] as typeof certificates.localhost),
  })
}

/** A shop with a login that may read it, on a server of its own. */
async function furnish(server: Mariadb): Promise<Connection> {
  const admin = await createConnection(server.url)
  await admin.query('create database shop')
  await admin.query('create database closed')
  await admin.query(`create user reader@'%' identified by '${TARGET.password}'`)
  await admin.query(`grant select on shop.* to reader@'%'`)
  return admin
}

async function check(target: Partial<DatabaseTarget>, options: Partial<DatabaseOptions> = {}) {
  const database = mysqlEngine.open({ ...TARGET, ...target }, { ...OPTIONS, ...options })
  try {
    return await database.check()
  } finally {
    await database.close()
  }
}

async function failureOf(target: Partial<DatabaseTarget>, options: Partial<DatabaseOptions> = {}) {
  const failure: unknown = await check(target, options).catch((error: unknown) => error)
  expect(failure).toHaveProperty('hints[0]')
  expect(String(failure) + JSON.stringify(failure)).not.toContain(TARGET.password)
  return failure as { code: string; message: string }
}

beforeAll(async () => {
  folder = await mkdtemp(join(inject('serversFolder'), 'connecting-'))
  await promisify(execFile)('chmod', ['711', folder])
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('a MariaDB server', () => {
  let server: Mariadb
  let admin: Connection
  beforeAll(async () => {
    server = await startServer('otherName')
    admin = await furnish(server)
  })
  afterAll(async () => {
    await admin?.end()
    await server?.stop()
  })
  const port = () => ({ port: server.port })

  it('lets a login in that has all that it needs', async () => {
    expect(await check(port())).toMatchObject({
      serverVersion: expect.stringMatching(/^MariaDB \d+\.\d+\.\d+$/) as string,
      canWrite: false,
      encrypted: false,
      readOnlyReplica: false,
      pooled: false,
    })
  })

  it.each<[string, Partial<DatabaseTarget>]>([
    ['DATABASE_AUTH_FAILED', { password: 'wrong' }],
    ['DATABASE_AUTH_FAILED', { username: 'nobody_of_this_name' }],
    ['DATABASE_NOT_FOUND', { database: 'no_such_database' }],
    ['DATABASE_NOT_FOUND', { database: 'closed' }],
  ])('fails with %s for %o', async (code, target) => {
    expect(await failureOf({ ...port(), ...target })).toMatchObject({ code })
  })

  it('is told from one that has no database of that name when the login may see all of them', async () => {
    await admin.query(`create user overseer@'%' identified by '${TARGET.password}'`)
    await admin.query("grant select on *.* to overseer@'%'")
    const target = { username: 'overseer', database: 'no_such_database' }
    expect((await failureOf({ ...port(), ...target })).message).toBe(
      'The server has no database of this name.',
    )
  })

  it('names a login that is locked', async () => {
    await admin.query(`create user locked@'%' identified by '${TARGET.password}' account lock`)
    expect(await failureOf({ ...port(), username: 'locked' })).toMatchObject({
      code: 'DATABASE_AUTH_FAILED',
      message: expect.stringContaining('locked') as string,
    })
  })

  it('is out of connections for a login that may have one', async () => {
    await admin.query(`create user single@'%' identified by '${TARGET.password}' with max_user_connections 1`)
    const taken = await createConnection({
      host: '127.0.0.1',
      ...port(),
      user: 'single',
      password: TARGET.password,
    })
    expect(await failureOf({ ...port(), username: 'single', database: '' })).toMatchObject({
      code: 'DATABASE_TOO_MANY_CONNECTIONS',
      retryable: true,
    })
    await taken.end()
  })

  it('is out of connections', async () => {
    await admin.query('set global max_connections = 10')
    const taken = await Promise.all(
      Array.from({ length: 9 }, () =>
        createConnection({ host: '127.0.0.1', ...port(), user: 'reader', password: TARGET.password }),
      ),
    )
    expect(await failureOf(port())).toMatchObject({ code: 'DATABASE_TOO_MANY_CONNECTIONS' })
    await Promise.all(taken.map(connection => connection.end()))
    await admin.query('set global max_connections = 100')
  })

  it('takes no writes from anybody', async () => {
    await admin.query('set global read_only = 1')
    expect(await check(port())).toMatchObject({ readOnlyReplica: true })
    await admin.query('set global read_only = 0')
  })

  it('refuses a login that has to encrypt and does not, and another that is wrong anyhow', async () => {
    await admin.query(`create user encrypting@'%' identified by '${TARGET.password}' require ssl`)
    await admin.query(`grant select on shop.* to encrypting@'%'`)
    const target = { ...port(), username: 'encrypting' }
    expect(await failureOf(target)).toMatchObject({ code: 'DATABASE_TLS_REQUIRED' })
    expect(await failureOf({ ...target, password: 'wrong' })).toMatchObject({ code: 'DATABASE_AUTH_FAILED' })
    expect(await check({ ...target, tls: 'REQUIRE' })).toMatchObject({ encrypted: true })
    expect(await check({ ...target, tls: 'PREFER' })).toMatchObject({ encrypted: true })
  })

  it('refuses everybody who does not encrypt', async () => {
    await admin.query('set global require_secure_transport = 1')
    expect(await failureOf(port())).toMatchObject({ code: 'DATABASE_TLS_REQUIRED' })
    expect(await check({ ...port(), tls: 'REQUIRE' })).toMatchObject({ encrypted: true })
    await admin.query('set global require_secure_transport = 0')
  })

  it('takes nobody from this address', async () => {
    const dial: Dial = ({ host, port }) =>
      new Promise((resolve, reject) => {
        const socket = connect({ host, port, localAddress: '127.0.0.2' }, () => resolve(socket))
        socket.once('error', reject)
      })
    const [users] = await admin.query("select user as name from mysql.user where host = '%'")
    for (const { name } of users as { name: string }[])
      await admin.query(`rename user ${name}@'%' to ${name}@'127.0.0.1'`)
    await admin.query('flush privileges')
    expect(await failureOf(port(), { dial })).toMatchObject({ code: 'DATABASE_HOST_NOT_ALLOWED' })
    for (const { name } of users as { name: string }[])
      await admin.query(`rename user ${name}@'127.0.0.1' to ${name}@'%'`)
  })

  it('has a certificate that nobody vouches for', async () => {
    expect(await failureOf({ ...port(), tls: 'VERIFY_FULL' })).toMatchObject({
      code: 'DATABASE_TLS_NOT_TRUSTED',
    })
  })

  it('shows the administrator who it is and what it runs', async () => {
    const database = mysqlEngine.open(
      { ...TARGET, ...port() },
      { ...OPTIONS, applicationName: 'lovable-ai:4711' },
    )
    const cursor = await database.openCursor('select sleep(600)', { timeoutMs: 600_000 })
    const reading = expect(readRows(cursor, 1)).rejects.toMatchObject({ code: 'RUN_CANCELLED' })
    const running = "select info from information_schema.processlist where info like '/* lovable%sleep(600)%'"
    await expect
      .poll(async () => (await admin.query(running))[0])
      .toEqual([{ info: '/* lovable-ai:4711 */ select sleep(600)' }])
    await cursor.close()
    await reading
    await database.close()
  })
})

describe('a server without TLS', () => {
  let server: Mariadb
  beforeAll(async () => {
    server = await startServer(null)
    await (await furnish(server)).end()
  })
  afterAll(() => server?.stop())

  it.each(['REQUIRE', 'VERIFY_FULL'] as const)('is refused in mode %s', async tls => {
    expect(await failureOf({ port: server.port, tls })).toMatchObject({ code: 'DATABASE_TLS_NOT_OFFERED' })
  })

  it('is used plain in mode PREFER', async () => {
    expect(await check({ port: server.port, tls: 'PREFER' })).toMatchObject({ encrypted: false })
  })
})

/** In a process of its own: Node reads NODE_EXTRA_CA_CERTS only when it starts. */
it('checks the authority and the name, for names and for addresses', async () => {
  const [trusted, wrongName, selfSigned] = await Promise.all([
    startServer('localhost'),
    startServer('otherName'),
    startServer('selfSigned'),
  ])
  for (const server of [trusted, wrongName, selfSigned]) await (await furnish(server)).end()
  const cases: [Mariadb, Partial<DatabaseTarget>, boolean | string][] = [
    [trusted, { host: 'localhost' }, true],
    [trusted, { host: '127.0.0.1' }, true],
    [trusted, { host: 'LOCALHOST' }, true],
    [wrongName, { host: 'localhost' }, 'DATABASE_TLS_WRONG_NAME'],
    [wrongName, { host: '127.0.0.1' }, 'DATABASE_TLS_WRONG_NAME'],
    [selfSigned, { host: 'localhost' }, 'DATABASE_TLS_NOT_TRUSTED'],
    [wrongName, { host: 'localhost', tls: 'REQUIRE' }, true],
    [selfSigned, { host: '127.0.0.1', tls: 'PREFER' }, true],
  ]
  const targets = cases.map(([{ port }, change]) => ({ ...TARGET, port, tls: 'VERIFY_FULL', ...change }))
  const program = `
    import { createDial } from './server/databases/dial.ts'
    import { mysqlEngine } from './server/databases/mysql/mysql.ts'
    const outcomes = []
    for (const target of JSON.parse(process.argv[1])) {
      const database = mysqlEngine.open(target, { ...JSON.parse(process.argv[2]), dial: createDial() })
      outcomes.push(await database.check().then(({ encrypted }) => encrypted, error => error.code))
      await database.close()
    }
    console.log(JSON.stringify(outcomes))`
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      '--import',
      'tsx',
      '--input-type=module',
      '-e',
      program,
      JSON.stringify(targets),
      JSON.stringify(OPTIONS),
    ],
    { env: { ...process.env, NODE_EXTRA_CA_CERTS: certificates.caFile } },
  )
  for (const server of [trusted, wrongName, selfSigned]) await server.stop()
  expect(JSON.parse(stdout)).toEqual(cases.map(([, , outcome]) => outcome))
})

describe('behind the port', () => {
  let server: Server | null = null
  const sockets = new Set<Socket>()
  afterAll(() => void server?.close())

  async function withServer(made: Server, use: (port: number) => Promise<void>) {
    server = made
    made.on('connection', socket => sockets.add(socket.on('error', () => undefined)))
    await once(made.listen(0, '127.0.0.1'), 'listening')
    try {
      await use((made.address() as AddressInfo).port)
    } finally {
      for (const socket of sockets) socket.destroy()
      sockets.clear()
      made.close()
    }
  }

  it('is PostgreSQL', async () => {
    const port = Number(new URL(adminUrl()).port)
    expect(await failureOf({ port })).toMatchObject({
      code: 'DATABASE_WRONG_ENGINE',
      message: 'PostgreSQL answers at this host and port, not MySQL or MariaDB.',
    })
    expect(await failureOf({ port, tls: 'PREFER' })).toMatchObject({ code: 'DATABASE_WRONG_ENGINE' })
  })

  it('is a web server', () =>
    withServer(
      createHttpServer((_, response) => response.end('hello')),
      async port => {
        expect(await failureOf({ port })).toMatchObject({
          code: 'DATABASE_WRONG_ENGINE',
          message: 'What answers at this host and port is not MySQL or MariaDB.',
        })
      },
    ))

  it('is SSH', () =>
    withServer(
      createServer(socket => socket.write('SSH-2.0-OpenSSH_9.6\r\n')),
      async port => {
        expect(await failureOf({ port })).toMatchObject({ code: 'DATABASE_WRONG_ENGINE' })
        expect(await failureOf({ port, tls: 'REQUIRE' })).toMatchObject({ code: 'DATABASE_WRONG_ENGINE' })
      },
    ))

  it('says nothing at all', () =>
    withServer(createServer(), async port => {
      const failure = await failureOf({ port }, { connectTimeoutMs: 2500 })
      expect(failure).toMatchObject({ code: 'DATABASE_CONNECT_TIMEOUT' })
    }))

  it('hangs up at once', () =>
    withServer(
      createServer(socket => socket.destroy()),
      async port => {
        expect(await failureOf({ port })).toMatchObject({
          code: 'DATABASE_CONNECTION_LOST',
          message: 'The database server hung up before it let us in.',
        })
      },
    ))

  it('is nothing', async () => {
    expect(await failureOf({ port: 1 })).toMatchObject({ code: 'DATABASE_NOT_LISTENING' })
  })
})
