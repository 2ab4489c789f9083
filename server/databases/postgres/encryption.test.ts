/** TLS with PgBouncer as the server that offers it: the embedded PostgreSQL has none. */
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import { promisify } from 'node:util'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { startPgBouncer } from '../../../tests/fixtures/pgbouncer.ts'
import type { PgBouncer } from '../../../tests/fixtures/pgbouncer.ts'
import { createTestDatabase, createTestLogin } from '../../../tests/fixtures/postgres.ts'
import type { TestDatabase, TestLogin } from '../../../tests/fixtures/postgres.ts'
import type { DatabaseTarget, Dial } from '../database.ts'
import { createDial } from '../dial.ts'
import { postgresEngine } from './postgres.ts'
import { readRows } from '../../../tests/fixtures/encoded-rows.ts'

const { localhost, otherName, selfSigned, caFile } = inject('certificates')
let database: TestDatabase
let login: TestLogin
const servers: Record<string, PgBouncer> = {}

beforeAll(async () => {
  database = await createTestDatabase()
  login = await createTestLogin(database)
  const start = (certificate: typeof localhost, mode: 'require' | 'allow') =>
    startPgBouncer({ poolMode: 'session', clientTls: { ...certificate, mode } })
  servers.trusted = await start(localhost, 'allow')
  servers.strict = await start(localhost, 'require')
  servers.wrongName = await start(otherName, 'allow')
  servers.selfSigned = await start(selfSigned, 'allow')
  servers.plain = await startPgBouncer({ poolMode: 'session' })
})
afterAll(async () => {
  for (const server of Object.values(servers)) await server.stop()
  await login?.drop()
  await database?.drop()
})

const OPTIONS = {
  dial: createDial(),
  applicationName: 'encryption-test',
  maxSessions: 2,
  idleTimeoutMs: 60_000,
  connectTimeoutMs: 10_000,
  statementTimeoutMs: 10_000,
}

function targetOf(port: number, change: Partial<DatabaseTarget>): DatabaseTarget {
  const { username, password } = login
  return { host: '127.0.0.1', port, database: database.name, username, password, tls: 'REQUIRE', ...change }
}

async function check(port: number, change: Partial<DatabaseTarget>) {
  const opened = postgresEngine.open(targetOf(port, change), OPTIONS)
  try {
    return await opened.check()
  } finally {
    await opened.close()
  }
}

describe('encryption', () => {
  it.each([
    ['trusted', 'DISABLE', false],
    ['trusted', 'PREFER', true],
    ['trusted', 'REQUIRE', true],
    ['wrongName', 'PREFER', true],
    ['selfSigned', 'REQUIRE', true],
    ['strict', 'PREFER', true],
    ['plain', 'PREFER', false],
    ['plain', 'DISABLE', false],
  ] as const)('of a server that is %s, in mode %s, is %s', async (server, tls, encrypted) => {
    expect(await check(servers[server]!.port, { tls })).toMatchObject({ encrypted })
  })

  it.each([
    ['plain', 'REQUIRE', 'DATABASE_TLS_NOT_OFFERED'],
    ['plain', 'VERIFY_FULL', 'DATABASE_TLS_NOT_OFFERED'],
    ['strict', 'DISABLE', 'DATABASE_TLS_REQUIRED'],
    ['trusted', 'VERIFY_FULL', 'DATABASE_TLS_NOT_TRUSTED'],
    ['selfSigned', 'VERIFY_FULL', 'DATABASE_TLS_NOT_TRUSTED'],
  ] as const)('of a server that is %s fails in mode %s with %s', async (server, tls, code) => {
    await expect(check(servers[server]!.port, { tls })).rejects.toMatchObject({ code })
  })

  let admin: postgres.Sql
  beforeAll(() => void (admin = postgres(database.url, { max: 1 })))
  afterAll(() => admin?.end())

  it('of a run goes for its cancel too', async () => {
    const dialled: Socket[] = []
    const firstBytes: Buffer[] = []
    const dial: Dial = async place => {
      const socket = await createDial()(place)
      const write = socket.write.bind(socket)
      let isFirst = true
      socket.write = (chunk: Buffer, ...rest: []) => {
        if (isFirst) firstBytes.push(Buffer.from(chunk))
        isFirst = false
        return write(chunk, ...rest)
      }
      dialled.push(socket)
      return socket
    }
    const opened = postgresEngine.open(targetOf(servers.strict!.port, {}), { ...OPTIONS, dial })
    const cursor = await opened.openCursor('select pg_sleep(600)', { timeoutMs: 600_000 })
    const reading = expect(readRows(cursor, 1)).rejects.toMatchObject({ code: 'RUN_CANCELLED' })
    await expect
      .poll(
        () =>
          admin`select from pg_stat_activity where query like '%pg_sleep(600)%' and wait_event = 'PgSleep'`,
      )
      .toHaveLength(1)
    const before = dialled.length
    await cursor.close()
    await reading
    await opened.close()
    expect(dialled.length).toBeGreaterThan(before)
    const sslRequest = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])
    expect(firstBytes).toEqual(dialled.map(() => sslRequest))
  })
})

describe('a server that lets in only who encrypts', () => {
  let door: Server
  const REFUSED = 'SFATAL\0VFATAL\0C28000\0Mkein Eintrag\0RClientAuthentication\0\0'

  /** Refuses plain connections as pg_hba.conf does, and leads encrypted ones to PostgreSQL. */
  beforeAll(async () => {
    const [key, cert] = await Promise.all([readFile(localhost.keyFile), readFile(localhost.certFile)])
    door = createServer(socket => {
      socket.on('error', () => undefined)
      socket.once('data', first => {
        if (first.length !== 8) {
          const length = Buffer.alloc(4)
          length.writeUInt32BE(REFUSED.length + 4)
          return void socket.end(Buffer.concat([Buffer.from('E'), length, Buffer.from(REFUSED)]))
        }
        socket.write('S')
        const inside = connect(servers.plain!.port, '127.0.0.1').on('error', () => undefined)
        const secured = new TLSSocket(socket, { isServer: true, key, cert }).on('error', () => undefined)
        secured.pipe(inside).pipe(secured)
      })
    })
    await once(door.listen(0, '127.0.0.1'), 'listening')
  })
  afterAll(() => door?.close())

  it('is told from one that does not let us in at all, in any language', async () => {
    const { port } = door.address() as AddressInfo
    expect(await check(port, { tls: 'REQUIRE' })).toMatchObject({ encrypted: true })
    await expect(check(port, { tls: 'DISABLE' })).rejects.toMatchObject({ code: 'DATABASE_TLS_REQUIRED' })
    const wrong = { tls: 'DISABLE', password: 'wrong' } as const
    await expect(check(port, wrong)).rejects.toMatchObject({ code: 'DATABASE_TLS_REQUIRED' })
  })
})

/** In a process of its own: Node reads NODE_EXTRA_CA_CERTS only when it starts. */
it('checks the authority and the name, for names and for addresses', async () => {
  const targets = [
    targetOf(servers.trusted!.port, { host: 'localhost', tls: 'VERIFY_FULL' }),
    targetOf(servers.trusted!.port, { host: '127.0.0.1', tls: 'VERIFY_FULL' }),
    targetOf(servers.trusted!.port, { host: 'LOCALHOST', tls: 'VERIFY_FULL' }),
    targetOf(servers.trusted!.port, { host: '127.1', tls: 'VERIFY_FULL' }),
    targetOf(servers.wrongName!.port, { host: 'localhost', tls: 'VERIFY_FULL' }),
    targetOf(servers.wrongName!.port, { host: '127.0.0.1', tls: 'VERIFY_FULL' }),
    targetOf(servers.selfSigned!.port, { host: 'localhost', tls: 'VERIFY_FULL' }),
    targetOf(servers.wrongName!.port, { host: 'localhost', tls: 'REQUIRE' }),
  ]
  const program = `
    import { createDial } from './server/databases/dial.ts'
    import { postgresEngine } from './server/databases/postgres/postgres.ts'
    const outcomes = []
    for (const target of JSON.parse(process.argv[1])) {
      const database = postgresEngine.open(target, { ...JSON.parse(process.argv[2]), dial: createDial() })
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
    { env: { ...process.env, NODE_EXTRA_CA_CERTS: caFile } },
  )
  expect(JSON.parse(stdout)).toEqual([
    true,
    true,
    true,
    true,
    'DATABASE_TLS_WRONG_NAME',
    'DATABASE_TLS_WRONG_NAME',
    'DATABASE_TLS_NOT_TRUSTED',
    true,
  ])
})
