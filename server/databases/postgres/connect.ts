import { isIP } from 'node:net'
import type { Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { TLSSocket } from 'node:tls'
import { domainToASCII } from 'node:url'
import type { AppError } from '../../errors.ts'
import type { DatabaseTarget, Dial } from '../database.ts'
import { CONNECT_TIMEOUT, failed, TLS_FAILED, TLS_NOT_OFFERED, wrongEngine } from '../failure.ts'
import { HUNG_UP } from './connect-failures.ts'
import { tlsFailure } from './errors.ts'
import { lookAtFirstBytes } from './first-bytes.ts'
import { isMysqlGreeting, judgeForeign } from './first-message.ts'

export interface Connected {
  /** Ready for the protocol's first message. */
  socket: Socket
  encrypted: boolean
}

const TLS_OFFERED = 'S'.charCodeAt(0)
const TLS_REFUSED = 'N'.charCodeAt(0)
/** Length and code of the protocol's SSLRequest. */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])

/**
 * Dials and agrees on TLS as the mode wants it, before the driver gets the socket: it would not check the name in a
 * certificate for an IP address, and takes whatever it reads for PostgreSQL. All within `timeoutMs`; fails as `Dial`
 * does, with DATABASE_TLS_…, DATABASE_WRONG_ENGINE, DATABASE_CONNECTION_LOST (hung up) or DATABASE_CONNECT_TIMEOUT.
 */
export async function connect(target: DatabaseTarget, dial: Dial, timeoutMs: number): Promise<Connected> {
  const deadline = performance.now() + timeoutMs
  const socket = await dial({ host: target.host, port: target.port, timeoutMs })
  if (target.tls === 'DISABLE') return { socket, encrypted: false }
  const giveUp = setTimeout(
    () => socket.destroy(failed(CONNECT_TIMEOUT, 'TLS')),
    Math.max(0, deadline - performance.now()),
  )
  try {
    if (await offersTls(socket)) return { socket: await secure(socket, target), encrypted: true }
    if (target.tls !== 'PREFER') throw failed(TLS_NOT_OFFERED, 'N')
    return { socket, encrypted: false }
  } catch (error) {
    socket.destroy()
    throw error
  } finally {
    clearTimeout(giveUp)
  }
}

/** Asks by an SSLRequest. The answer is one byte: whatever comes with it was put there by somebody in between (CVE-2021-23222). */
function offersTls(socket: Socket): Promise<boolean> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    lookAtFirstBytes(socket, bytes => {
      if (bytes === null) {
        reject(failed(HUNG_UP, 'hung up'))
        return 'KEEP'
      }
      const [answer] = bytes
      if (bytes.length === 1 && (answer === TLS_OFFERED || answer === TLS_REFUSED))
        resolve(answer === TLS_OFFERED)
      else reject(badAnswer(bytes))
      return 'KEEP'
    })
    socket.write(SSL_REQUEST)
  })
}

function badAnswer(bytes: Buffer): AppError {
  const isAnswer = bytes[0] === TLS_OFFERED || bytes[0] === TLS_REFUSED
  // SSH and others begin with one of the letters too; what could pass for a message of PostgreSQL has zeros in it.
  if (isAnswer && bytes.includes(0) && !isMysqlGreeting(bytes)) return failed(TLS_FAILED, 'bytes before TLS')
  const foreign = judgeForeign(bytes)
  return failed(typeof foreign === 'string' ? wrongEngine('PostgreSQL', null) : foreign, 'SSLRequest')
}

function secure(socket: Socket, { host, tls }: DatabaseTarget): Promise<TLSSocket> {
  const name = domainToASCII(host.replace(/\.$/, '')) || host
  return new Promise((resolve, reject) => {
    const secured = connectTls({
      socket,
      // What the certificate must be for, also where it is an address; Node would take "localhost".
      host: name,
      ...(isIP(name) === 0 && { servername: name }),
      rejectUnauthorized: tls === 'VERIFY_FULL',
    })
    secured.on('error', (error: NodeJS.ErrnoException) => reject(tlsFailure(error)))
    socket.once('error', reject)
    secured.once('secureConnect', () => resolve(secured))
  })
}
