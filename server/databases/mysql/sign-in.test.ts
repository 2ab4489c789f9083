/** What a server that is up to no good gets of us. MySQL's own ways to sign in are spoken here by hand: MariaDB has none. */
import { constants, generateKeyPairSync, privateDecrypt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { TlsMode } from '../../domain.ts'
import { createDial } from '../dial.ts'
import { mysqlEngine } from './mysql.ts'

const PASSWORD = 'secret-of-the-test'
const SCRAMBLE = Buffer.from('abcdefghijklmnopqrst')
const OK = Buffer.from([0, 0, 0, 2, 0, 0, 0])
/** Full authentication, by caching_sha2_password. */
const PROVE_IT = Buffer.from([1, 4])
const SWITCH = Buffer.concat([
  Buffer.from('\xfecaching_sha2_password\0', 'latin1'),
  SCRAMBLE,
  Buffer.from([0]),
])
const KEY_REQUEST = Buffer.from([2])

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

/**
 * Greets as a MySQL server without TLS and answers each packet by the next of the list.
 * @returns what it was sent, packet by packet, without their headers
 */
async function serve(
  answers: readonly ((received: Buffer) => Buffer)[],
  afterGreeting: Buffer = Buffer.alloc(0),
) {
  const received: Buffer[] = []
  const server = createServer(socket => {
    const left = [...answers]
    socket.on('error', () => undefined)
    socket.write(Buffer.concat([packet(0, greeting()), afterGreeting]))
    socket.on('data', data => {
      const body = data.subarray(4)
      received.push(body)
      const answer = left.shift()
      if (answer) socket.write(packet((data[3] ?? 0) + 1, answer(body)))
    })
    closing.push(() => socket.destroy())
  })
  closing.push(() => server.close())
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return { received, port: (server.address() as AddressInfo).port }
}

function packet(sequence: number, body: Buffer): Buffer {
  const header = Buffer.alloc(4)
  header.writeUIntLE(body.length, 0, 3)
  header[3] = sequence
  return Buffer.concat([header, body])
}

/** Protocol version 10. */
function greeting(): Buffer {
  const capabilities = 0x00_08_a2_09 // LONG_PASSWORD, CONNECT_WITH_DB, PROTOCOL_41, TRANSACTIONS, SECURE_CONNECTION, PLUGIN_AUTH
  const low = Buffer.alloc(2)
  low.writeUInt16LE(capabilities & 0xffff)
  const high = Buffer.alloc(2)
  high.writeUInt16LE(capabilities >>> 16)
  return Buffer.concat([
    Buffer.from('\x0a8.0.36\0\x01\0\0\0', 'latin1'),
    SCRAMBLE.subarray(0, 8),
    Buffer.from([0]),
    low,
    Buffer.from([45, 2, 0]),
    high,
    Buffer.from([21]),
    Buffer.alloc(10),
    SCRAMBLE.subarray(8),
    Buffer.from('\0caching_sha2_password\0', 'latin1'),
  ])
}

async function failureAt(port: number, tls: TlsMode) {
  const database = mysqlEngine.open(
    { host: '127.0.0.1', port, database: 'shop', username: 'reader', password: PASSWORD, tls },
    {
      dial: createDial(),
      applicationName: 'sign-in-test',
      maxSessions: 1,
      idleTimeoutMs: 60_000,
      connectTimeoutMs: 1000,
      statementTimeoutMs: 3000,
    },
  )
  const failure: unknown = await database.check().catch((error: unknown) => error)
  await database.close()
  expect(failure).toHaveProperty('hints[0]')
  return failure
}

describe('a server without TLS', () => {
  it('that asks for the password in clear text does not get it', async () => {
    const inClear = Buffer.from('\xfemysql_clear_password\0', 'latin1')
    const { received, port } = await serve([() => inClear])
    expect(await failureAt(port, 'DISABLE')).toMatchObject({ code: 'DATABASE_AUTH_FAILED' })
    expect(received.length).toBeGreaterThan(0)
    expect(Buffer.concat(received).includes(PASSWORD)).toBe(false)
  })

  it('gets the password under its key when the user has said that the network can be trusted', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const pem = Buffer.from(publicKey.export({ type: 'spki', format: 'pem' }))
    const { received, port } = await serve([
      () => PROVE_IT,
      () => Buffer.concat([Buffer.from([1]), pem]),
      () => OK,
    ])
    // Then it says nothing more.
    expect(await failureAt(port, 'DISABLE')).toMatchObject({ code: 'DATABASE_CONNECT_TIMEOUT' })
    expect(received[1]).toEqual(KEY_REQUEST)
    expect(Buffer.concat(received).includes(PASSWORD)).toBe(false)
    const veiled = privateDecrypt(
      { key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' },
      received[2] ?? Buffer.alloc(0),
    )
    expect(veiled.map((byte, index) => byte ^ (SCRAMBLE[index % 20] ?? 0)).toString()).toBe(`${PASSWORD}\0`)
  })

  it('is asked for no key when the connection was to be encrypted if possible', async () => {
    // It begins with the old way then, and the server has to ask for the new one.
    const { received, port } = await serve([() => SWITCH, () => PROVE_IT])
    expect(await failureAt(port, 'PREFER')).toMatchObject({ code: 'DATABASE_TLS_REQUIRED' })
    expect(received).toHaveLength(2)
    expect(Buffer.concat(received).includes(PASSWORD)).toBe(false)
  })

  it('gets no file of ours', async () => {
    const { received, port } = await serve([
      () => OK,
      () => Buffer.from('\xfb/etc/hostname', 'latin1'),
      () => OK,
    ])
    await failureAt(port, 'DISABLE')
    expect(received[1]?.toString()).toContain('select version()')
    expect(received[2]).toEqual(Buffer.alloc(0))
  })

  it('is not believed when it says more than a greeting', async () => {
    const { received, port } = await serve([], packet(2, OK))
    expect(await failureAt(port, 'PREFER')).toMatchObject({ code: 'DATABASE_WRONG_ENGINE' })
    expect(Buffer.concat(received).includes(PASSWORD)).toBe(false)
  })
})
