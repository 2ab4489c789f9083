/**
 * Servers that break the protocol on purpose: any user may name one. What the driver fails with where nobody can catch it
 * fails these tests too: Vitest reports it. What it searches for for ever hangs them.
 */
import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import type { Database } from '../database.ts'
import { createDial } from '../dial.ts'
import { postgresEngine } from './postgres.ts'
import { readRows } from '../../../tests/fixtures/encoded-rows.ts'

type Answer = (letter: string, body: string, socket: Socket) => readonly Buffer[]

const LIMIT_MS = 500
const lost = { code: 'DATABASE_CONNECTION_LOST' }

function message(letter: string, body: Uint8Array = Buffer.alloc(0)): Buffer {
  const header = Buffer.alloc(5)
  header.write(letter, 'latin1')
  header.writeUInt32BE(body.length + 4, 1)
  return Buffer.concat([header, body])
}

function numbers(...values: number[]): Buffer {
  return Buffer.from(new Uint8Array(Int32Array.from(values).buffer)).swap32()
}

function columns(...names: string[]): Buffer {
  const integer = Buffer.concat([Buffer.alloc(6), numbers(23), Buffer.alloc(8)])
  const described = names.map(name => Buffer.concat([Buffer.from(`${name}\0`), integer]))
  return message('T', Buffer.concat([Buffer.from([names.length >> 8, names.length & 255]), ...described]))
}

function row(...cells: string[]): Buffer {
  const body = cells.map(cell => Buffer.concat([numbers(cell.length), Buffer.from(cell)]))
  return message('D', Buffer.concat([Buffer.from([0, cells.length]), ...body]))
}

const READY = message('Z', Buffer.from('I'))
const LET_IN = [message('R', numbers(0)), message('K', numbers(7, 8)), READY]
const DONE = message('C', Buffer.from('SELECT 1\0'))
const SASL = message('R', Buffer.concat([numbers(10), Buffer.from('SCRAM-SHA-256\0\0')]))
const SUSPENDED = message('s')
const FAILED = message('E', Buffer.from('SERROR\0VERROR\0C42601\0Mno\0\0'))
const scram = (text: string) => message('R', Buffer.concat([numbers(11), Buffer.from(text)]))

/** @param answer to each message, of which the first has no letter */
async function withServer(answer: Answer, use: (database: Database) => Promise<void>): Promise<void> {
  const sockets = new Set<Socket>()
  const server = createServer(socket => {
    let received = Buffer.alloc(0)
    let started = false
    sockets.add(socket.on('error', () => undefined))
    socket.on('data', data => {
      received = Buffer.concat([received, data])
      for (;;) {
        const start = started ? 1 : 0
        if (received.length < start + 4) return
        const end = start + received.readUInt32BE(start)
        if (received.length < end) return
        const letter = started ? received.toString('latin1', 0, 1) : ''
        socket.write(Buffer.concat(answer(letter, received.toString('latin1', start + 4, end), socket)))
        received = received.subarray(end)
        started = true
      }
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const database = postgresEngine.open(
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

/** Lets us in and begins transactions, as PostgreSQL does. */
function honest(letter: string, body: string): readonly Buffer[] {
  if (letter === '') return LET_IN
  if (letter !== 'Q') return []
  if (body.includes('as version')) return [columns('pid', 'version'), row('7', '180000'), DONE, READY]
  return [message('C', Buffer.from('BEGIN\0')), columns('pid'), row('7'), DONE, READY]
}

/** Honest until it has a statement of the extended protocol, then this. */
function toStatements(answer: (letter: string) => readonly Buffer[]): Answer {
  return (letter, body) => (letter === '' || letter === 'Q' ? honest(letter, body) : answer(letter))
}

describe('a false server', () => {
  it.each<[string, Answer]>([
    [
      'asks for an unknown proof after the first',
      letter => (letter === '' ? [LET_IN[0] as Buffer, message('R')] : []),
    ],
    [
      'speaks of a portion of rows before any',
      letter => (letter === '' ? [LET_IN[0] as Buffer, SUSPENDED] : []),
    ],
    ['goes on by SCRAM without a salt', letter => [letter === '' ? SASL : scram('r=abc')]],
    ['goes on by SCRAM without rounds', letter => [letter === '' ? SASL : scram('r=abc,s=YWJj,i=0')]],
    [
      'asks for the same proof twice',
      letter => (letter === '' ? [SASL, scram('r=a,s=YWJj,i=1'), scram('r=a,s=YWJj,i=1')] : []),
    ],
    [
      'wants to copy data in',
      letter => (letter === '' ? LET_IN : [message('G', Buffer.alloc(3)), READY, FAILED]),
    ],
    [
      'copies data out',
      letter => (letter === '' ? LET_IN : [message('H', Buffer.alloc(3)), READY, message('K')]),
    ],
    [
      'names a column without an end',
      letter => (letter === '' ? LET_IN : [message('T', Buffer.from([0, 1, 97]))]),
    ],
    [
      'names too many columns',
      letter => (letter === '' ? LET_IN : [message('T', Buffer.from([255, 255, 97, 0]))]),
    ],
    [
      'sends a short row for many columns',
      letter => (letter === '' ? LET_IN : [columns('a', 'b'), row('1')]),
    ],
    ['sends messages of no length', letter => (letter === '' ? LET_IN : [Buffer.from([0x4e, 0, 0, 0, 0])])],
    [
      'sends messages without an end',
      letter => (letter === '' ? LET_IN : [Buffer.from([0x45, 127, 0, 0, 0])]),
    ],
    ['sends unknown messages', letter => (letter === '' ? LET_IN : [message('?')])],
    ['says unasked that rows follow', letter => (letter === '' ? [...LET_IN, SUSPENDED] : [])],
  ])('that %s is hung up on', async (_, answer) => {
    await withServer(answer, async database => {
      await expect(database.check()).rejects.toMatchObject(lost)
    })
  })

  it('that wants millions of rounds of hashing is left without them', async () => {
    const answer: Answer = letter => [letter === '' ? SASL : scram('r=abc,s=YWJj,i=2000000000')]
    await withServer(answer, async database => {
      await expect(database.check()).rejects.toMatchObject({ code: 'DATABASE_AUTH_FAILED' })
    })
  })

  it('that lets us in and never answers a statement is left after the time limit', async () => {
    await withServer(
      toStatements(() => []),
      async database => {
        await expect(database.check()).rejects.toMatchObject({ code: 'DATABASE_TIMEOUT' })
        await expect(database.readCatalog()).rejects.toMatchObject({ code: 'DATABASE_TIMEOUT' })
      },
    )
  })

  it('that lets us in and never begins a transaction is left after the time limit', async () => {
    const answer: Answer = (letter, body) => (body.includes('begin') ? [] : honest(letter, body))
    await withServer(answer, async database => {
      await expect(database.check()).rejects.toMatchObject(lost)
    })
  })

  it('that begins a row larger than an answer can be is hung up on', async () => {
    const header = Buffer.from([0x44, 4, 0, 0, 200])
    const answer = toStatements(letter => (letter === 'P' ? [columns('a'), header] : []))
    await withServer(answer, async database => {
      await expect(database.readCatalog()).rejects.toMatchObject({ code: 'DATABASE_STATEMENT_FAILED' })
    })
  })

  it('that sends more rows than were asked for is hung up on', async () => {
    const answer = toStatements(letter => {
      if (letter === 'D') return [message('t', Buffer.alloc(2)), columns('a')]
      return letter === 'S'
        ? [READY]
        : letter === 'E'
          ? [columns('a'), ...Array<Buffer>(20).fill(row('1'))]
          : []
    })
    await withServer(answer, async database => {
      const cursor = await database.openCursor('select 1', { timeoutMs: LIMIT_MS, inPortions: true })
      expect((await readRows(cursor, 5)).rows).toHaveLength(5)
      await expect(readRows(cursor, 5)).rejects.toMatchObject(lost)
      await cursor.close()
    })
  })
})
