/** What can be in the way of a session, each by a server that really is in that state. */
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mysqlAdminUrl } from '../../../tests/fixtures/mysql.ts'
import { CLUSTER_SUPERUSER, startPostgresCluster } from '../../../tests/fixtures/postgres-cluster.ts'
import type { PostgresCluster, StartOptions } from '../../../tests/fixtures/postgres-cluster.ts'
import { AppError } from '../../errors.ts'
import type { DatabaseOptions, DatabaseTarget } from '../database.ts'
import { createDial } from '../dial.ts'
import { postgresEngine } from './postgres.ts'
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
  database: 'postgres',
  username: 'trusted',
  password: 'secret-of-the-test',
  tls: 'DISABLE',
}

async function check(target: Partial<DatabaseTarget>, options: Partial<DatabaseOptions> = {}) {
  const database = postgresEngine.open({ ...TARGET, ...target }, { ...OPTIONS, ...options })
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

describe('a PostgreSQL server', () => {
  let cluster: PostgresCluster
  let admin: postgres.Sql
  const HBA = [
    'host all postgres,trusted,full,no_such_role,no_login 127.0.0.1/32 trust',
    'host all with_password 127.0.0.1/32 scram-sha-256',
    'host all with_md5 127.0.0.1/32 md5',
    'host all with_clear_text 127.0.0.1/32 password',
    'host all by_ident 127.0.0.1/32 ident',
    'host all rejected 127.0.0.1/32 reject',
  ]

  beforeAll(async () => {
    cluster = await startPostgresCluster({ hba: HBA, settings: { max_connections: '12' } })
    admin = openAdmin()
    for (const role of ['trusted', 'by_ident', 'rejected', 'unlisted'])
      await admin.unsafe(`create role ${role} login`)
    for (const role of ['with_password', 'with_md5', 'with_clear_text']) {
      if (role === 'with_md5') await admin.unsafe("set password_encryption = 'md5'")
      await admin.unsafe(`create role ${role} login password '${TARGET.password}'; reset password_encryption`)
    }
    await admin.unsafe('create role no_login')
    await admin.unsafe('create role full login connection limit 0')
    await admin.unsafe('create database full_up connection limit 0')
    await admin.unsafe('create database closed allow_connections false')
    await admin.unsafe('create database forbidden')
    await admin.unsafe('revoke connect on database forbidden from public')
  })
  afterAll(async () => {
    await admin?.end()
    await cluster?.remove()
  })

  const openAdmin = () =>
    postgres({
      host: '127.0.0.1',
      port: cluster.port(),
      username: CLUSTER_SUPERUSER,
      max: 1,
      onnotice: () => undefined,
    })

  it.each(['trusted', 'with_password', 'with_md5', 'with_clear_text'])('lets %s in', async username => {
    expect(await check({ port: cluster.port(), username })).toMatchObject({
      serverVersion: expect.stringMatching(/^PostgreSQL 18/) as string,
      encrypted: false,
      pooled: false,
      readOnlyReplica: false,
      canWrite: false,
    })
  })

  it.each<[string, Partial<DatabaseTarget>, RegExp]>([
    ['DATABASE_USER_NOT_FOUND', { username: 'no_such_role' }, /no login of this name/],
    ['DATABASE_AUTH_FAILED', { username: 'no_login' }, /may not log in/],
    ['DATABASE_AUTH_FAILED', { username: 'with_password', password: 'wrong' }, /password/],
    ['DATABASE_AUTH_FAILED', { username: 'with_md5', password: 'wrong' }, /password/],
    ['DATABASE_AUTH_FAILED', { username: 'by_ident' }, /other means than a password/],
    ['DATABASE_HOST_NOT_ALLOWED', { username: 'rejected' }, /this app’s address/],
    ['DATABASE_HOST_NOT_ALLOWED', { username: 'unlisted' }, /this app’s address/],
    ['DATABASE_HOST_NOT_ALLOWED', { username: 'unlisted', tls: 'PREFER' }, /this app’s address/],
    ['DATABASE_TLS_NOT_OFFERED', { username: 'unlisted', tls: 'REQUIRE' }, /does not offer/],
    ['DATABASE_TLS_NOT_OFFERED', { tls: 'VERIFY_FULL' }, /does not offer/],
    ['DATABASE_NOT_FOUND', { database: 'nowhere' }, /no database/],
    ['DATABASE_PERMISSION_DENIED', { database: 'closed' }, /takes no connections/],
    ['DATABASE_PERMISSION_DENIED', { database: 'forbidden' }, /may not connect/],
    ['DATABASE_TOO_MANY_CONNECTIONS', { username: 'full' }, /This login/],
    ['DATABASE_TOO_MANY_CONNECTIONS', { database: 'full_up' }, /This database/],
  ])('refuses with %s: %j', async (code, target, words) => {
    const failure = await failureOf({ port: cluster.port(), ...target })
    expect(failure).toMatchObject({ code, message: expect.stringMatching(words) as string })
  })

  it('that has no connection left is DATABASE_TOO_MANY_CONNECTIONS', async () => {
    const others = postgres({ host: '127.0.0.1', port: cluster.port(), database: 'postgres', username: 'trusted', max: 12 }) // prettier-ignore
    const taken = await Promise.allSettled(Array.from({ length: 12 }, () => others.reserve()))
    expect(taken.some(({ status }) => status === 'rejected')).toBe(true)
    expect(await failureOf({ port: cluster.port() })).toMatchObject({ code: 'DATABASE_TOO_MANY_CONNECTIONS' })
    await others.end({ timeout: 0 })
  })

  it('that restarts loses its sessions, and is connected to anew', async () => {
    const port = cluster.port()
    const database = postgresEngine.open({ ...TARGET, port }, { ...OPTIONS, dial: place => createDial()({ ...place, port: cluster.port() }) }) // prettier-ignore
    const cursor = await database.openCursor('select generate_series(1, 100000000)', { timeoutMs: 10_000 })
    await readRows(cursor, 1)
    await admin.end()
    await cluster.stop()
    // What the server has sent already is still there to be read.
    const readOn = async () => {
      for (;;) await readRows(cursor, 1000)
    }
    await expect(readOn()).rejects.toMatchObject({ code: 'DATABASE_CONNECTION_LOST' })
    await cursor.close()
    await expect(database.plan('select 1')).rejects.toMatchObject({ code: 'DATABASE_NOT_LISTENING' })
    await cluster.start()
    admin = openAdmin()
    expect(await database.plan('select 1')).toMatchObject({ rows: 1 })
    await database.close()
  })

  it('closes sessions that nothing uses for a while', async () => {
    const idle = { applicationName: 'idle-test', idleTimeoutMs: 100 }
    const database = postgresEngine.open({ ...TARGET, port: cluster.port() }, { ...OPTIONS, ...idle })
    const count = async () =>
      (await admin`select from pg_stat_activity where application_name = 'idle-test'`).count
    const cursor = await database.openCursor('select 1', { timeoutMs: 10_000 })
    expect(await count()).toBe(1)
    await cursor.close()
    await expect.poll(count, { timeout: 10_000 }).toBe(0)
    expect(await database.plan('select 1')).toMatchObject({ rows: 1 })
    await database.close()
  })

  describe('that is a standby', () => {
    const startAgain = async (options: StartOptions) => {
      await admin.end()
      await cluster.stop()
      await cluster.start(options)
    }
    afterAll(async () => {
      await startAgain({})
      admin = openAdmin()
    })

    it('is a replica when it takes reads', async () => {
      await startAgain({ standby: true })
      expect(await check({ port: cluster.port() })).toMatchObject({ readOnlyReplica: true })
    })

    it('is starting up when it takes no connections', async () => {
      await startAgain({ standby: true, settings: { hot_standby: 'off' }, ready: /entering standby mode/ })
      const words = async () => {
        const failure = await failureOf({ port: cluster.port() })
        expect(failure).toMatchObject({ code: 'DATABASE_STARTING_UP', retryable: true })
        return failure.message
      }
      await expect.poll(words, { timeout: 10_000 }).toMatch(/standby that takes no connections/)
    })
  })
})

describe('something else behind the port', () => {
  const servers: Server[] = []
  afterAll(() => servers.forEach(server => server.close()))

  async function listen(onConnection: (socket: Socket) => void): Promise<number> {
    const server = createServer(socket => onConnection(socket.on('error', () => undefined)))
    servers.push(server)
    await once(server.listen(0, '127.0.0.1'), 'listening')
    return (server.address() as AddressInfo).port
  }
  const speakFirst = (text: string) => (socket: Socket) => void socket.write(text)
  const answer = (bytes: string | Buffer) => (socket: Socket) =>
    void socket.once('data', () => socket.write(bytes))
  const modes = ['DISABLE', 'PREFER', 'REQUIRE', 'VERIFY_FULL'] as const

  it.each(modes)('that is MariaDB is named, in mode %s', async tls => {
    const port = Number(new URL(mysqlAdminUrl()).port)
    expect(await failureOf({ port, tls })).toMatchObject({
      code: 'DATABASE_WRONG_ENGINE',
      message: expect.stringContaining('MySQL or MariaDB') as string,
    })
  })

  it.each([
    ['SSH', speakFirst('SSH-2.0-OpenSSH_9.6\r\n')],
    ['a web server', answer('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['Redis', answer('-ERR unknown command\r\n')],
    ['a server of TLS', answer(Buffer.from([21, 3, 3, 0, 2, 2, 40]))],
  ])('that is %s is no PostgreSQL, encrypted or not', async (_, behave) => {
    const port = await listen(behave)
    for (const tls of ['DISABLE', 'PREFER'] as const)
      expect(await failureOf({ port, tls })).toMatchObject({ code: 'DATABASE_WRONG_ENGINE' })
  })

  it('that wants Kerberos is told from a wrong password', async () => {
    const port = await listen(answer(Buffer.from([82, 0, 0, 0, 8, 0, 0, 0, 7])))
    expect(await failureOf({ port })).toMatchObject({
      code: 'DATABASE_AUTH_FAILED',
      message: expect.stringContaining('Kerberos') as string,
    })
  })

  it.each(modes)('that says nothing is given up in time, in mode %s', async tls => {
    const port = await listen(() => undefined)
    expect(await failureOf({ port, tls }, { connectTimeoutMs: 200 })).toMatchObject({
      code: 'DATABASE_CONNECT_TIMEOUT',
    })
  })

  it('that says nothing is hung up on', async () => {
    let hungUp = 0
    const port = await listen(socket => void socket.resume().on('close', () => (hungUp += 1)))
    for (const tls of ['DISABLE', 'REQUIRE'] as const)
      await failureOf({ port, tls }, { connectTimeoutMs: 200 })
    await expect.poll(() => hungUp).toBe(2)
  })

  it.each(modes)('that hangs up is not tried again and again, in mode %s', async tls => {
    let connections = 0
    const port = await listen(socket => {
      connections += 1
      socket.destroy()
    })
    expect(await failureOf({ port, tls })).toMatchObject({
      code: 'DATABASE_CONNECTION_LOST',
      message: expect.stringContaining('hung up') as string,
    })
    expect(connections).toBe(1)
  })

  it.each(['PREFER', 'REQUIRE', 'VERIFY_FULL'] as const)(
    'that slips bytes in before TLS is not listened to, in mode %s',
    async tls => {
      const injected = Buffer.concat([Buffer.from('S'), Buffer.from([82, 0, 0, 0, 8, 0, 0, 0, 0])])
      expect(await failureOf({ port: await listen(answer(injected)), tls })).toMatchObject({
        code: 'DATABASE_TLS_FAILED',
      })
    },
  )

  it.each([
    ['DATABASE_NOT_LISTENING', { port: 1 }],
    ['DATABASE_NAME_NOT_RESOLVED', { host: 'no-such-host.invalid', port: 5432 }],
    ['DATABASE_HOST_FORBIDDEN', { host: '169.254.169.254', port: 5432 }],
  ])('or nothing at all is %s', async (code, target) => {
    expect(await failureOf(target)).toMatchObject({ code })
  })
})

it('closes with a reason that every open cursor and waiting read gets', async () => {
  const cluster = await startPostgresCluster({ hba: ['host all all 127.0.0.1/32 trust'] })
  const reason = new AppError('DATABASE_CONNECTION_CHANGED', 'Someone changed the connection.')
  const database = postgresEngine.open(
    { ...TARGET, username: CLUSTER_SUPERUSER, port: cluster.port() },
    OPTIONS,
  )
  const [reading, open] = await Promise.all([
    database.openCursor('select pg_sleep(60)', { timeoutMs: 60_000 }),
    database.openCursor('select * from generate_series(1, 1000)', { timeoutMs: 60_000 }),
  ])
  await readRows(open, 1)
  const read = expect(readRows(reading, 1)).rejects.toBe(reason)
  await database.close(reason)
  await read
  await expect(readRows(open, 1)).rejects.toBe(reason)
  await expect(database.plan('select 1')).rejects.toBe(reason)
  await Promise.all([reading.close(), open.close()])
  await cluster.remove()
})
