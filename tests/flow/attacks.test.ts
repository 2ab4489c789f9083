/** What an attacker tries against the built server, wall by wall: each is refused, says why, and gives nothing away. */
import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import { ApiError, connectApi } from '../fixtures/api-client.ts'
import type { ApiClient } from '../fixtures/api-client.ts'
import { startApp } from '../fixtures/app-server.ts'
import type { AppServer } from '../fixtures/app-server.ts'
import { openEventStream } from '../fixtures/event-stream.ts'
import { postGraphql } from '../fixtures/post-graphql.ts'
import { ask, connectionId } from './documents.ts'

const EVIL = 'https://evil.example'
/** How a browser says that another site asks. */
const FOREIGN: readonly Record<string, string>[] = [
  { origin: EVIL },
  { origin: 'null' },
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
]
const OWN: readonly Record<string, string>[] = [{ 'sec-fetch-site': 'same-origin' }, {}]
const TOKEN = 'a-token-for-metrics-of-this-test'

let app: AppServer
let reader: ApiClient
let exportPath: string

beforeAll(async () => {
  app = await startApp({
    ...{
      HTTP_HEADERS_SECONDS: '1',
      SOCKETS_PER_ADDRESS: '12',
      SOCKETS_PER_USER: '3',
      OPERATIONS_PER_SOCKET: '2',
    },
    ...{ SUBSCRIPTIONS_PER_USER: '2', TRUST_PROXY: 'loopback', LOG_LEVEL: 'trace' },
  })
  reader = await connectApi(app.url, 'reader@demo.local')
  const { query } = await ask(reader, {
    connectionId: await connectionId(reader, 'Northwind dev'),
    text: 'Show me all customers',
  })
  exportPath = `/exports/${query?.id}.csv?sqlHash=${query?.sqlHash}`
})
afterAll(async () => {
  await reader?.close()
  await app?.stop()
})

const send = (path: string, init: RequestInit = {}) =>
  fetch(`${app.url}${path}`, { redirect: 'manual', ...init })
const open = (headers: Record<string, string> = {}) =>
  new WebSocket(`${app.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { headers })

describe('a document that is too much', () => {
  const many = (count: number, field: (n: number) => string) =>
    Array.from({ length: count }, (_, n) => field(n)).join(' ')
  const doubling = many(
    30,
    n => `fragment F${n} on Query { ${n < 29 ? `...F${n + 1} ...F${n + 1}` : 'viewer { id }'} }`,
  )
  const cases: [string, string][] = [
    ['16 levels', `{ ${'a { '.repeat(15)} a ${'} '.repeat(15)} }`],
    ['51 aliases', `{ ${many(51, n => `a${n}: __typename`)} }`],
    ['101 directives', `{ __typename ${'@skip(if: false) '.repeat(101)} }`],
    ['5,001 tokens', `{ ${'viewer { id } '.repeat(2000)} }`],
    ['a billion fields by fragments', `{ ...F0 } ${doubling}`],
    ['41 acts', `mutation { ${many(41, n => `a${n}: signOut`)} }`],
    ['an endless page', '{ history(first: 2000000000) { nodes { id } } }'],
  ]

  it.each(cases)('of %s is refused over POST, SSE and a socket alike', async (_, query) => {
    const post = await postGraphql(app.url, query, {}, { cookie: reader.cookie })
    expect([post.status, post.errors[0]?.extensions.code]).toEqual([400, 'INPUT_INVALID'])
    const stream = await (await openEventStream(app.url, query, {}, { cookie: reader.cookie })).text()
    expect(stream).toContain('"INPUT_INVALID"')
    const error = await reader.collect(query, {}).catch((thrown: unknown) => thrown)
    expect(error instanceof ApiError && error.code).toBe('INPUT_INVALID')
  })

  it('is not taken in batches, nor by its hash, nor in an address', async () => {
    const headers = { 'content-type': 'application/json', cookie: reader.cookie }
    for (const body of [
      [{ query: '{ viewer { email } }' }, { query: '{ viewer { email } }' }],
      { extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } } },
    ])
      for (const path of ['/graphql', '/graphql/stream']) {
        const response = await send(path, {
          method: 'POST',
          headers: { ...headers, accept: path.endsWith('stream') ? 'text/event-stream' : 'application/json' },
          body: JSON.stringify(body),
        })
        expect(await response.text()).not.toContain('reader@demo.local')
      }
    const byAddress = await send('/graphql?query={viewer{email}}', {
      headers: { cookie: reader.cookie, accept: 'application/json' },
    })
    expect([byAddress.status, await byAddress.text()]).toEqual([405, 'Send a POST'])
  })
})

describe('another site', () => {
  it.each(['/graphql', '/graphql/stream', '/sign-in', '/sign-out', '/history', '/nowhere'])(
    'gets nothing done by a POST to %s, whatever it sends',
    async path => {
      for (const site of FOREIGN) {
        const response = await send(path, {
          method: 'POST',
          headers: {
            ...site,
            cookie: reader.cookie,
            'content-type': 'application/x-www-form-urlencoded',
          },
          body: 'email=reader%40demo.local&password=lovable-demo',
        })
        expect([path, site, response.status, response.headers.get('set-cookie')]).toEqual([
          path,
          site,
          403,
          null,
        ])
      }
      expect(
        (await postGraphql(app.url, '{ viewer { email } }', {}, { cookie: reader.cookie })).data,
      ).toEqual({
        viewer: { email: 'reader@demo.local' },
      })
    },
  )

  it('gets no export by a link, a picture or a frame; our own page and a script do', async () => {
    for (const site of ['cross-site', 'same-site']) {
      const response = await send(exportPath, { headers: { cookie: reader.cookie, 'sec-fetch-site': site } })
      expect([response.status, await response.text()]).toEqual([403, expect.not.stringContaining('Alfreds')])
    }
    for (const headers of OWN)
      expect(
        await (await send(exportPath, { headers: { cookie: reader.cookie, ...headers } })).text(),
      ).toContain('Alfreds')
    expect((await send(exportPath)).status).toBe(401)
  })

  it('opens no socket', async () => {
    const socket = open({ origin: EVIL, cookie: reader.cookie })
    socket.on('error', () => undefined)
    const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }]
    expect(response.statusCode).toBe(403)
  })

  it('is given no leave to read by CORS', async () => {
    const response = await send('/graphql', {
      method: 'OPTIONS',
      headers: {
        origin: EVIL,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      },
    })
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
  })
})

describe('too many at once', () => {
  it('sockets of an address are refused, those of others are not, also behind a proxy', async () => {
    const from = { 'x-forwarded-for': '203.0.113.9' }
    const sockets = []
    for (let n = 0; n < 12; n++) {
      const socket = open(from)
      await once(socket, 'open')
      sockets.push(socket)
    }
    const refused = open(from)
    refused.on('error', () => undefined)
    const [, response] = (await once(refused, 'unexpected-response')) as [unknown, { statusCode: number }]
    expect(response.statusCode).toBe(429)
    const other = open({ 'x-forwarded-for': '203.0.113.10' })
    await once(other, 'open')
    for (const socket of [...sockets, other]) socket.terminate()
  })

  it('sockets of a person are closed', async () => {
    const developer = await connectApi(app.url, 'developer@demo.local')
    const sockets = []
    for (let n = 0; n < 4; n++) {
      const socket = open({ cookie: developer.cookie })
      await once(socket, 'open')
      socket.send('{"type":"connection_init"}')
      if (n < 3) await once(socket, 'message')
      sockets.push(socket)
    }
    const [code] = (await once(sockets[3] as WebSocket, 'close')) as [number]
    expect(code).toBe(4429)
    for (const socket of sockets) socket.terminate()
    await developer.close()
  })

  it('a request that does not come to its end is cut off', async () => {
    const socket = connect(Number(new URL(app.url).port), '127.0.0.1')
    socket.on('error', () => undefined)
    socket.write('POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Le')
    let text = ''
    for await (const chunk of socket.setEncoding('utf8')) text += chunk as string
    expect(text).toContain('408')
  })

  it('a form without a size, or with a large one, is not read', async () => {
    const { port } = new URL(app.url)
    for (const [head, status] of [
      ['Transfer-Encoding: chunked', '411'],
      ['Content-Length: 2000000', '413'],
    ]) {
      const socket = connect(Number(port), '127.0.0.1')
      socket.on('error', () => undefined)
      socket.write(`POST /sign-in HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${head}\r\n\r\n`)
      const [answer] = (await once(socket.setEncoding('utf8'), 'data')) as [string]
      expect(answer.split('\r\n')[0]).toContain(status)
      socket.destroy()
    }
  })
})

describe('a curious stranger', () => {
  it('reads no metrics through a proxy; a program on this machine does, and a token is for who has it', async () => {
    const local = await send('/metrics')
    expect(await local.text()).toMatch(
      /^lovable_http_requests_total\{route="\/graphql",method="POST",status="200"\} \d+$/m,
    )
    const proxied = await send('/metrics', { headers: { 'x-forwarded-for': '127.0.0.1' } })
    expect(await proxied.text()).not.toContain('lovable_http_requests_total')
    const guarded = await startApp({
      METRICS_TOKEN: TOKEN,
      GRAPHQL_INTROSPECTION: 'false',
      GRAPHIQL: 'false',
    })
    const read = async (headers: Record<string, string>) =>
      (await fetch(`${guarded.url}/metrics`, { headers })).text()
    expect(await read({})).not.toContain('lovable_')
    expect(await read({ authorization: 'Bearer wrong' })).not.toContain('lovable_http')
    expect(await read({ authorization: `Bearer ${TOKEN}` })).toContain('lovable_http')

    // What is closed there is closed on every transport, and not given away by suggestions.
    for (const query of ['{ __schema { queryType { name } } }', '{ viewr { id } }']) {
      const post = await postGraphql(guarded.url, query)
      const stream = await (await openEventStream(guarded.url, query)).text()
      expect(post.errors).toHaveLength(1)
      for (const text of [JSON.stringify(post), stream]) {
        expect(text).not.toMatch(/"queryType"|Did you mean/)
        expect(text).toContain('INPUT_INVALID')
      }
    }
    expect((await fetch(`${guarded.url}/graphql`, { headers: { accept: 'text/html' } })).status).toBe(405)
    await guarded.stop()
  })

  it('learns of each answer its id, which is not theirs to choose, and finds it on the log', async () => {
    const response = await send('/sign-in', { headers: { 'x-request-id': 'chosen-by-a-proxy' } })
    expect(response.headers.get('x-request-id')).toBe('chosen-by-a-proxy')
    const odd = (await send('/sign-in', { headers: { 'x-request-id': '"},{"level":60' } })).headers.get(
      'x-request-id',
    )
    expect(odd).toMatch(/^[\da-f-]{36}$/)
    await expect.poll(() => app.output()).toContain(`"requestId":"${odd}"`)
  })

  it('finds no page in a cache, and strict headers on all', async () => {
    for (const path of ['/sign-in', '/', '/nowhere']) {
      const { headers } = await send(path, { headers: { cookie: path === '/sign-in' ? '' : reader.cookie } })
      expect(headers.get('cache-control')).toContain('no-store')
      expect(headers.get('content-security-policy')).toContain("default-src 'none'")
      expect(headers.get('permissions-policy')).toContain('camera=()')
    }
  })

  it('leaves nothing on the log that opens anything', async () => {
    await postGraphql(
      app.url,
      'mutation { signIn(email: "reader@demo.local", password: "canary-password") { id } }',
    )
    await send('/sign-in?next=/canary-query', {
      headers: { authorization: 'Bearer canary-token', cookie: 'lovable_session=canary-cookie' },
    })
    await expect.poll(() => app.output()).toContain('"path":"/sign-in"')
    expect(app.output()).not.toContain('canary')
    expect(app.output()).not.toContain(reader.cookie.split('=')[1] ?? 'nothing')
  })
})
