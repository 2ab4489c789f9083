import type { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import { createConnection } from 'mysql2'
import type { Connection } from 'mysql2'
import { AppError } from '../../errors.ts'
import type { ErrorCode } from '../../errors.ts'
import type { DatabaseOptions, DatabaseTarget } from '../database.ts'
import { CONNECT_TIMEOUT, failed, stateOf, TLS_REQUIRED } from '../failure.ts'
import { watchBytes } from './byte-watch.ts'
import type { ByteWatch } from './byte-watch.ts'
import { signInPlugins } from './sign-in.ts'
import { toAppError } from './errors.ts'
import { HUNG_UP } from './failures.ts'
import { watchGreeting } from './greeting.ts'
import { startTlsOn } from './tls.ts'

const MAX_WARNINGS = 20

/** A connection that is signed in, and the socket under it, by which it can be cut off whatever it is doing. */
export interface Wire {
  connection: Connection
  socket: Socket
  watch: ByteWatch
  encrypted: boolean
}

/**
 * Connects and signs in within `connectTimeoutMs` or rejects with the reason: what the dial fails with,
 * DATABASE_WRONG_ENGINE, DATABASE_TLS_…, DATABASE_AUTH_FAILED, DATABASE_NOT_FOUND, DATABASE_HOST_NOT_ALLOWED …
 * Over an unencrypted connection the password never travels as it is; see `sign-in.ts`.
 */
export async function connect(target: DatabaseTarget, options: DatabaseOptions): Promise<Wire> {
  const deadline = performance.now() + options.connectTimeoutMs
  const attemptTo = (encrypt: boolean) => attempt(target, options, { deadline, encrypt })
  if (target.tls === 'DISABLE')
    return attemptTo(false).catch(async (error: unknown) => {
      if (!isRefusal(error, 'DATABASE_AUTH_FAILED')) throw error
      throw (await succeeds(attemptTo(true))) ? failed(TLS_REQUIRED, 'account') : error
    })
  return attemptTo(true).catch((error: unknown) => {
    if (target.tls !== 'PREFER' || !isRefusal(error, 'DATABASE_TLS_NOT_OFFERED')) throw error
    return attemptTo(false)
  })
}

function isRefusal(error: unknown, code: ErrorCode): boolean {
  return error instanceof AppError && error.code === code
}

/** An account that must encrypt (REQUIRE SSL) is refused as if the password were wrong. */
function succeeds(attempt: Promise<Wire>): Promise<boolean> {
  return attempt.then(
    ({ connection }) => {
      connection.end()
      return true
    },
    () => false,
  )
}

/** Nothing was lost that one could run again. */
function beforeEntry(error: AppError): AppError {
  return error.code === 'DATABASE_CONNECTION_LOST' ? failed(HUNG_UP, stateOf(error)) : error
}

async function attempt(
  target: DatabaseTarget,
  options: DatabaseOptions,
  { deadline, encrypt }: { deadline: number; encrypt: boolean },
): Promise<Wire> {
  const dial = () => {
    const timeoutMs = deadline - performance.now()
    if (timeoutMs <= 0) throw failed(CONNECT_TIMEOUT, 'timeout')
    return options.dial({ host: target.host, port: target.port, timeoutMs })
  }
  const socket = await dial()
  const watch = watchBytes(socket)
  socket.setNoDelay(true).setKeepAlive(true, 30_000)
  return new Promise((resolve, reject) => {
    const greeting = watchGreeting(socket, dial, fail)
    const timer = setTimeout(() => fail(failed(CONNECT_TIMEOUT, 'timeout')), deadline - performance.now())
    function settle() {
      clearTimeout(timer)
      greeting.stop()
    }
    function fail(error: unknown) {
      settle()
      socket.destroy()
      reject(beforeEntry(toAppError(error)))
    }
    const connection = createConnection(driverOptions(target, options, socket, encrypt))
    if (encrypt) startTlsOn(connection, socket, target)
    // Kept for good: an error that nobody hears would end the process.
    connection.on('error', (error: unknown) => fail(error))
    limitWarnings(connection, socket)
    connection.once('connect', () => {
      settle()
      resolve({ connection, socket, watch, encrypted: encrypt })
    })
    socket.once('close', () => fail(failed(HUNG_UP, 'hung up')))
  })
}

/** The driver prints each packet that is out of order; some proxies send a few, and who floods our log is hung up on. */
function limitWarnings(connection: Connection, socket: Socket): void {
  let left = MAX_WARNINGS
  // Not among the driver's types of events.
  const emitter: EventEmitter = connection
  emitter.on('warn', () => {
    left -= 1
    if (left > 0) return
    socket.destroy()
    // What has come already would still be read.
    Object.assign(connection, { handlePacket: () => undefined })
  })
}

function driverOptions(
  target: DatabaseTarget,
  { applicationName }: DatabaseOptions,
  socket: Socket,
  encrypt: boolean,
) {
  return {
    stream: socket,
    host: target.host,
    port: target.port,
    user: target.username,
    password: target.password,
    database: target.database,
    charset: 'utf8mb4',
    // Its own would begin anew with each packet; ours is for the whole.
    connectTimeout: 0,
    // What the driver asks for; `startTlsOn` does it.
    ...(encrypt && { ssl: {} }),
    // No files of this machine for the server, and function names are recognised as the guard does it.
    flags: ['-LOCAL_FILES', '-IGNORE_SPACE', '-ODBC', '-FOUND_ROWS'],
    multipleStatements: false,
    authPlugins: signInPlugins(encrypt || target.tls === 'DISABLE'),
    connectAttributes: { program_name: applicationName },
    // Nothing that a Date or a double would lose; see `cells.ts` for the rest.
    rowsAsArray: true,
    supportBigNumbers: true,
    dateStrings: true,
    jsonStrings: true,
    timezone: 'Z' as const,
  }
}
