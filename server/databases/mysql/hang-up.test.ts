import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { expect, it } from 'vitest'
import { hangUp } from './hang-up.ts'

const countOpen = async () => (await readdir('/dev/fd')).length

it.each(['an open socket', 'a socket that was asked to end'])('frees %s', async kind => {
  const accepted: Socket[] = []
  const server = createServer({ allowHalfOpen: true }, socket => {
    accepted.push(socket.on('error', () => undefined).resume())
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  const before = await countOpen()
  for (let made = 0; made < 20; made += 1) {
    const socket = connect(port, '127.0.0.1')
    await once(socket, 'connect')
    const closed = once(socket, 'close')
    if (kind !== 'an open socket') socket.end('goodbye')
    hangUp(socket)
    await closed
  }
  for (const socket of accepted) socket.destroy()
  await new Promise(resolve => server.close(resolve))
  await expect.poll(countOpen).toBeLessThan(before + 10)
})
