import type { Socket } from 'node:net'
import type { AppError } from '../../errors.ts'
import { failed, wrongEngine } from '../failure.ts'

/** A MySQL server speaks first, at once; one that is silent for so long may be waiting for the client to begin. */
const SILENT_MS = 1500
/** PostgreSQL's SSLRequest. Its server answers by the letter S or N, and no other kind does. */
const POSTGRES_SSL_REQUEST = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f])
const POSTGRES_ANSWER = /^[SN]$/

/**
 * Looks at the first bytes that arrive, beside the driver, which waits for ever for the rest of a packet that is none.
 * When there are none, asks on a second connection whether PostgreSQL is there. Calls `fail` with
 * DATABASE_WRONG_ENGINE for anything but MySQL or MariaDB.
 */
export function watchGreeting(
  socket: Socket,
  dial: () => Promise<Socket>,
  fail: (error: AppError) => void,
): { stop(): void } {
  let probe: Socket | null = null
  let stopped = false
  let received = Buffer.alloc(0)

  async function askForPostgres(): Promise<void> {
    const socket = await dial()
    if (stopped) return void socket.destroy()
    probe = socket
    socket.on('error', () => undefined)
    socket.once('data', answer => {
      if (!stopped) fail(isNot(POSTGRES_ANSWER.test(answer.toString('latin1')) ? 'PostgreSQL' : null))
    })
    socket.write(POSTGRES_SSL_REQUEST)
  }

  // A probe that does not get through tells nothing: the connection itself goes on waiting.
  const timer = setTimeout(() => void askForPostgres().catch(() => undefined), SILENT_MS)

  function look(data: Buffer): void {
    clearTimeout(timer)
    received = Buffer.concat([received, data])
    if (received.length < 5) return
    socket.off('data', look)
    if (!isGreeting(received) || received.length > 4 + received.readUIntLE(0, 3)) fail(isNot(null))
  }
  socket.on('data', look)

  return {
    stop() {
      stopped = true
      clearTimeout(timer)
      socket.off('data', look)
      probe?.destroy()
    },
  }
}

/**
 * Then the server waits for us: more than the greeting was put there by somebody in between, to be taken for what the
 * server says after TLS. A packet with number 0 that holds a greeting (protocol version 10, or 9 of old) or an error instead of it.
 */
function isGreeting(bytes: Buffer): boolean {
  return bytes[3] === 0 && [10, 9, 0xff].includes(bytes[4] ?? 0)
}

function isNot(found: string | null): AppError {
  return failed(wrongEngine('MySQL or MariaDB', found), 'greeting')
}
