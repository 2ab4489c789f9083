import { isIP } from 'node:net'
import type { Socket } from 'node:net'
import { checkServerIdentity, connect } from 'node:tls'
import { domainToASCII } from 'node:url'
import type { Connection } from 'mysql2'
import type { DatabaseTarget } from '../database.ts'

/** What the driver keeps to itself; `connecting.test.ts` notices when it changes. */
interface Upgradable {
  stream: Socket
  packetParser: { execute(data: Buffer): void }
  startTLS(onSecure: (error?: Error) => void): void
}

/**
 * Puts our own upgrade to TLS in the place of the driver's, which checks a certificate for an IP address against
 * "localhost", and hides why a certificate was refused. Nothing secret is sent before it has succeeded.
 */
export function startTlsOn(connection: Connection, socket: Socket, { tls, host }: DatabaseTarget): void {
  const name = domainToASCII(host.replace(/\.$/, '')) || host
  const upgradable = connection as unknown as Upgradable
  upgradable.startTLS = onSecure => {
    socket.removeAllListeners('data')
    const check = tls === 'VERIFY_FULL'
    const secure = connect({
      socket,
      // A name for the server's choice of a certificate; the protocol takes no addresses there.
      ...(isIP(name) === 0 && { servername: name }),
      rejectUnauthorized: check,
      checkServerIdentity: (_, certificate) => checkServerIdentity(name, certificate),
    })
    secure.once('secureConnect', () => onSecure())
    // Kept for good; the driver takes the first one only. It overwrites `code`, so the reason goes into another field.
    secure.on('error', (error: NodeJS.ErrnoException) =>
      onSecure(Object.assign(error, { tlsCode: error.code })),
    )
    secure.on('close', () => socket.destroy())
    secure.on('data', (data: Buffer) => upgradable.packetParser.execute(data))
    upgradable.stream = secure
  }
}
