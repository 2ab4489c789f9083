import type { Socket } from 'node:net'
import type { AppError } from '../../errors.ts'
import type { DatabaseOptions, DatabaseTarget } from '../database.ts'
import { connectionLost, failed } from '../failure.ts'
import { connect } from './connect.ts'
import type { Connected } from './connect.ts'
import { lookAtFirstBytes } from './first-bytes.ts'
import { judgeFirstMessage } from './first-message.ts'
import { standBefore } from './message-gate.ts'
import type { Allowance, RowSink, MessageGate } from './message-gate.ts'

/** The sockets of one session, as the driver asks for them. */
export interface Sockets {
  /** For the driver: the session's socket, once; a socket for each cancel. All others are refused. */
  open(): Promise<Socket>
  /** The driver asks for its socket within the call of `request`. */
  forCancel<T>(request: () => T): T
  isEncrypted(): boolean
  /** What the server may answer from now on, until the next call. */
  allow(allowance: Allowance): void
  /** See `MessageGate`. */
  rowsTo(sink: RowSink): void
  resume(): void
  /** Hangs up at once; the driver passes the reason on to whoever waits. */
  cutOff(reason: AppError): void
  /** Hangs up as soon as what is written has gone out; nothing is opened any more but for cancels. */
  end(): void
}

export function createSockets(target: DatabaseTarget, options: DatabaseOptions): Sockets {
  let connected: Connected | null = null
  let gate: MessageGate | null = null
  let opened = false
  let cancelling = false
  let ended = false

  const connectAnew = () => connect(target, options.dial, options.connectTimeoutMs)

  async function open(): Promise<Socket> {
    if (cancelling) return withoutAnswer((await connectAnew()).socket)
    // The server hung up before it let us in, and the driver tries again for ever.
    if (opened || ended) throw connectionLost()
    opened = true
    connected = await connectAnew()
    if (ended) {
      connected.socket.destroy()
      throw connectionLost()
    }
    gate = standBefore(connected.socket)
    watchFirstMessage(connected.socket)
    return connected.socket
  }

  return {
    open,
    forCancel(request) {
      cancelling = true
      try {
        return request()
      } finally {
        cancelling = false
      }
    },
    isEncrypted: () => connected?.encrypted ?? false,
    allow: allowance => gate?.allow(allowance),
    rowsTo: sink => gate?.rowsTo(sink),
    resume: () => gate?.resume(),
    cutOff: reason => void connected?.socket.destroy(reason),
    end() {
      ended = true
      connected?.socket.destroySoon()
    },
  }
}

/** To a request to cancel a server says nothing; the driver would read it as messages. */
function withoutAnswer(socket: Socket): Socket {
  lookAtFirstBytes(socket, bytes => {
    if (bytes === null) return 'PASS'
    socket.destroy()
    return 'KEEP'
  })
  return socket
}

/** The driver would read anything as PostgreSQL, and print what it does not know. */
function watchFirstMessage(socket: Socket): void {
  lookAtFirstBytes(socket, bytes => {
    const verdict = bytes === null ? 'POSTGRES' : judgeFirstMessage(bytes)
    if (verdict === 'INCOMPLETE') return 'WAIT'
    if (verdict === 'POSTGRES') return 'PASS'
    socket.destroy(failed(verdict, 'first message'))
    return 'KEEP'
  })
}
