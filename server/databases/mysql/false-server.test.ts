/** Servers that let us in and then do not stop, or never answer: any user may name one. */
import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import type { Database } from '../database.ts'
import { createDial } from '../dial.ts'
import { mysqlEngine } from './mysql.ts'

const LIMIT_MS = 1000
const COM_QUERY = 3
const COM_STMT_PREPARE = 0x16
const COM_STMT_EXECUTE = 0x17
/** Which one comes first is a matter of speed: the limit of bytes, of cells or of time. */
const DATABASE_FAILURE: unknown = expect.stringMatching(
  /^DATABASE_(STATEMENT_FAILED|TIMEOUT|CONNECT_TIMEOUT|CONNECTION_LOST)$/,
)

function packet(sequence: number, ...body: (readonly number[] | Buffer | string)[]): Buffer {
  const bytes = Buffer.concat(
    body.map(part => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))),
  )
  const header = Buffer.alloc(4)
  header.writeUIntLE(bytes.length, 0, 3)
  header[3] = sequence
  return Buffer.concat([header, bytes])
}

const GREETING = packet(
  0,
  '\x0a10.11.6-MariaDB\0\x01\0\0\0abcdefgh\0',
  [0x09, 0xa2, 45, 2, 0, 0x08, 0x00, 21],
  Buffer.alloc(10),
  'ijklmnopqrst\0mysql_native_password\0',
)
const END = [0xfe, 0, 0, 2, 0]
const ok = (sequence: number) => packet(sequence, [0, 0, 0, 2, 0, 0, 0])
const text = (value: string) => Buffer.concat([Buffer.from([value.length]), Buffer.from(value)])
const column = (sequence: number, name: string) =>
  packet(
    sequence,
    text('def'),
    text(''),
    text(''),
    text(''),
    text(name),
    text(name),
    [12, 45, 0, 255, 0, 0, 0, 0xfd, 0, 0, 0, 0, 0],
  )
const columns = (count: number, from: number) => [
  ...Array.from({ length: count }, (_, index) => column((from + index) % 256, 'c')),
  packet((from + count) % 256, END),
]
const version = [
  packet(1, [2]),
  ...columns(2, 2),
  packet(5, text('10.11.6-MariaDB'), text('1')),
  packet(6, END),
]

type Answer = (command: number, sql: string, socket: Socket) => readonly Buffer[]

/** Lets us in and begins transactions. */
function honest(command: number, sql: string): readonly Buffer[] {
  return command === COM_QUERY && sql.includes('version()') ? version : [ok(1)]
}

async function withServer(answer: Answer, use: (database: Database) => Promise<void>): Promise<void> {
  const sockets = new Set<Socket>()
  const server = createServer(socket => {
    let received = Buffer.alloc(0)
    let signedIn = false
    sockets.add(socket.on('error', () => undefined))
    socket.write(GREETING)
    socket.on('data', data => {
      received = Buffer.concat([received, data])
      while (received.length >= 4 && received.length >= 4 + received.readUIntLE(0, 3)) {
        const body = received.subarray(4, 4 + received.readUIntLE(0, 3))
        received = received.subarray(4 + body.length)
        const answers = signedIn ? answer(body[0] ?? 0, body.toString('latin1', 1), socket) : [ok(2)]
        if (answers.length > 0) socket.write(Buffer.concat(answers))
        signedIn = true
      }
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const database = mysqlEngine.open(
    { host: '127.0.0.1', port, database: 'd', username: 'u', password: 'p', tls: 'DISABLE' },
    {
      dial: createDial(),
      applicationName: 'false-server',
      maxSessions: 2,
      idleTimeoutMs: 10_000,
      connectTimeoutMs: LIMIT_MS,
      statementTimeoutMs: LIMIT_MS,
    },
  )
  try {
    await use(database)
  } finally {
    await database.close()
    for (const socket of sockets) socket.destroy()
    await new Promise(resolve => server.close(resolve))
  }
}

/** As long as somebody takes it, numbered from `first`. */
function sendForEver(socket: Socket, first: number, body: Buffer): readonly Buffer[] {
  let sequence = first
  const more = () => {
    while (!socket.destroyed) {
      const packets = Array.from({ length: 16 }, () => packet(sequence++ % 256, body))
      if (!socket.write(Buffer.concat(packets))) return
    }
  }
  socket.on('drain', more)
  more()
  return []
}

describe('a false server', () => {
  it('that never answers a statement is left after the time limit', async () => {
    const answer: Answer = (command, sql) => (command === COM_STMT_PREPARE ? [] : honest(command, sql))
    await withServer(answer, async database => {
      await expect(database.check()).rejects.toMatchObject({ code: 'DATABASE_TIMEOUT' })
      await expect(database.readCatalog()).rejects.toMatchObject({ code: 'DATABASE_TIMEOUT' })
    })
  })

  it('that sends a packet without an end is hung up on', async () => {
    const answer: Answer = (command, sql, socket) =>
      command === COM_STMT_PREPARE ? sendForEver(socket, 1, Buffer.alloc(0xffffff)) : honest(command, sql)
    await withServer(answer, async database => {
      await expect(database.readCatalog()).rejects.toHaveProperty('code', DATABASE_FAILURE)
    })
  })

  it('that sends rows without an end for its version is hung up on', async () => {
    const answer: Answer = (_, __, socket) => {
      socket.write(Buffer.concat(version.slice(0, 4)))
      return sendForEver(socket, 5, Buffer.concat([text('x'), text('1')]))
    }
    await withServer(answer, async database => {
      await expect(database.check()).rejects.toHaveProperty('code', DATABASE_FAILURE)
    })
  })

  it('whose short rows stand for ever more cells is hung up on', async () => {
    const count = 4000
    const row = Buffer.concat([Buffer.from([0]), Buffer.alloc((count + 9) >> 3, 0xff)])
    const answer: Answer = (command, sql, socket) => {
      if (command === COM_STMT_PREPARE)
        return [packet(1, [0, 1, 0, 0, 0, count & 255, count >> 8, 0, 0, 0, 0, 0]), ...columns(count, 2)]
      if (command !== COM_STMT_EXECUTE) return honest(command, sql)
      socket.write(Buffer.concat([packet(1, [0xfc, count & 255, count >> 8]), ...columns(count, 2)]))
      return sendForEver(socket, (count + 3) % 256, row)
    }
    await withServer(answer, async database => {
      await expect(database.readCatalog()).rejects.toHaveProperty('code', DATABASE_FAILURE)
    })
  })
})
