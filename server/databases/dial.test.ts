import { createServer } from 'node:net'
import type { AddressInfo, Server } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDial } from './dial.ts'
import { createHostPolicy } from './host-policy.ts'

/** Listens on 127.0.0.1 only: other addresses of this machine, such as 127.0.0.2, refuse at its port. */
let server: Server
let port: number

beforeAll(async () => {
  server = createServer(socket => socket.on('error', () => undefined).end())
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})
afterAll(() => new Promise(resolve => server.close(resolve)))

const known = (names: Record<string, readonly string[]>) => (name: string) => {
  const addresses = names[name]
  return addresses ? Promise.resolve(addresses) : Promise.reject(new Error('ENOTFOUND'))
}

interface Attempt {
  host: string
  names?: Record<string, readonly string[]>
  rules?: readonly string[]
  inContainer?: boolean
  port?: number
  timeoutMs?: number
}

async function dial({ host, names, rules = [], inContainer, timeoutMs = 5000, ...at }: Attempt) {
  const policy = createHostPolicy(rules)
  const connect = createDial({ policy, inContainer, ...(names && { resolve: known(names) }) })
  const socket = await connect({ host, port: at.port ?? port, timeoutMs })
  const { remoteAddress } = socket
  socket.destroy()
  return { remoteAddress, host: (socket as { host?: string }).host }
}

const failure = (attempt: Attempt) =>
  dial(attempt).then(
    () => null,
    (error: unknown) => error,
  )

describe('dialling', () => {
  it('connects to the address and keeps the name for TLS', async () => {
    expect(await dial({ host: 'db', names: { db: ['127.0.0.1'] } })).toEqual({
      remoteAddress: '127.0.0.1',
      host: 'db',
    })
  })

  it('asks the system for names by itself', async () => {
    expect(await dial({ host: 'localhost' })).toMatchObject({ remoteAddress: '127.0.0.1' })
  })

  it('takes an address in brackets', async () => {
    await expect(dial({ host: '[::1]' })).rejects.toMatchObject({ code: 'DATABASE_NOT_LISTENING' })
  })

  it('tries the next address where one refuses', async () => {
    const names = { db: ['127.0.0.2', '::1', '127.0.0.1'] }
    expect(await dial({ host: 'db', names })).toMatchObject({ remoteAddress: '127.0.0.1' })
  })

  it('resolves once and connects to what was checked', async () => {
    const answers = [['127.0.0.1'], ['169.254.169.254']]
    let asked = 0
    const connect = createDial({ resolve: () => Promise.resolve(answers[(asked += 1) - 1] ?? []) })
    const socket = await connect({ host: 'rebinding', port, timeoutMs: 5000 })
    expect([socket.remoteAddress, asked]).toEqual(['127.0.0.1', 1])
    socket.destroy()
  })

  it('passes over addresses that the rules refuse', async () => {
    const names = { db: ['169.254.169.254', '127.0.0.1'] }
    expect(await dial({ host: 'db', names })).toMatchObject({ remoteAddress: '127.0.0.1' })
  })

  it.each(['0x7f.1', '127.1', '2130706433'])('judges %s by what the resolver makes of it', async host => {
    expect(await failure({ host, rules: ['!127.0.0.0/8'] })).toMatchObject({
      code: 'DATABASE_HOST_FORBIDDEN',
    })
  })
})

describe('what fails', () => {
  it.each<[string, Attempt]>([
    ['DATABASE_NAME_NOT_RESOLVED', { host: 'no-such-host.invalid' }],
    ['DATABASE_NAME_NOT_RESOLVED', { host: 'empty', names: { empty: [] } }],
    ['DATABASE_NOT_LISTENING', { host: '127.0.0.2' }],
    ['DATABASE_NOT_LISTENING', { host: 'localhost', port: 1 }],
    ['DATABASE_LOCALHOST_IN_CONTAINER', { host: 'localhost', port: 1, inContainer: true }],
    ['DATABASE_LOCALHOST_IN_CONTAINER', { host: '127.0.0.1', port: 1, inContainer: true }],
    ['DATABASE_LOCALHOST_IN_CONTAINER', { host: '::1', port: 1, inContainer: true }],
    ['DATABASE_NOT_LISTENING', { host: 'db', port: 1, inContainer: true, names: { db: ['127.0.0.1'] } }],
    ['DATABASE_HOST_FORBIDDEN', { host: '169.254.169.254' }],
    ['DATABASE_HOST_FORBIDDEN', { host: 'db', names: { db: ['169.254.169.254', 'fe80::1'] } }],
    ['DATABASE_HOST_FORBIDDEN', { host: 'db', rules: ['other'], names: { db: ['127.0.0.1'] } }],
  ])('is %s for %j', async (code, attempt) => {
    expect(await failure(attempt)).toMatchObject({ code, hints: [expect.any(String), expect.any(String)] })
  })

  it('names ways out of the container', async () => {
    const { hints } = (await failure({ host: 'localhost', port: 1, inContainer: true })) as {
      hints: string[]
    }
    expect(hints.join(' ')).toMatch(/host\.docker\.internal.*host-gateway.*Compose/)
  })

  it('says which rule refuses, and not what the name resolves to', async () => {
    const forbidden = await failure({ host: 'db', rules: ['!10.0.0.0/8'], names: { db: ['10.11.12.13'] } })
    expect(forbidden).toMatchObject({ message: expect.stringContaining('!10.0.0.0/8') as string })
    expect(JSON.stringify(forbidden) + String(forbidden)).not.toContain('10.11.12.13')
  })

  it('is the same for a name that does not exist and one that is not listed', async () => {
    const rules = ['192.0.2.0/24']
    const unlisted = await failure({ host: 'secret', rules, names: { secret: ['10.0.0.1'] } })
    const unknown = await failure({ host: 'guess', rules, names: {} })
    expect(unlisted).toMatchObject({ code: 'DATABASE_HOST_FORBIDDEN' })
    expect(String(unknown)).toBe(String(unlisted))
  })

  it('is a timeout where the name server does not answer', async () => {
    const connect = createDial({ resolve: () => new Promise(() => undefined) })
    await expect(connect({ host: 'db', port, timeoutMs: 50 })).rejects.toMatchObject({
      code: 'DATABASE_CONNECT_TIMEOUT',
    })
  })
})
