import { lookup } from 'node:dns/promises'
import net from 'node:net'
import type { Socket } from 'node:net'
import type { Dial } from './database.ts'
import { CONNECT_TIMEOUT, failed } from './failure.ts'
import type { Failure } from './failure.ts'

/** @returns a dial that connects wherever it is told to */
export function createDial(): Dial {
  return ({ host, port, timeoutMs }) =>
    new Promise<Socket>((resolve, reject) => {
      const socket = net.connect({ host, port })
      socket.setTimeout(timeoutMs)
      socket.once('connect', () => resolve(socket.setTimeout(0)))
      socket.once('error', reject)
    })
}
