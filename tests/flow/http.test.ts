/** What surrounds the API: origins, limits, security headers, GraphiQL, pages. */
import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import { connectApi } from '../fixtures/api-client.ts'
import { startApp } from '../fixtures/app-server.ts'
import type { AppServer } from '../fixtures/app-server.ts'
import { postGraphql } from '../fixtures/post-graphql.ts'

let app: AppServer
let cookie: string
beforeAll(async () => {
  app = await startApp()
  const reader = await connectApi(app.url, 'reader@demo.local')
  cookie = reader.cookie
  await reader.close()
})
afterAll(() => app?.stop())

const VIEWER = '{ viewer { email } }'
const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${app.url}${path}`, { redirect: 'manual', headers: { accept: 'text/html', ...headers } })

/** The status that a WebSocket upgrade is answered with; 101 when it is taken. */
function upgrade(path: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${app.url.replace('http', 'ws')}${path}`, 'graphql-transport-ws', {
      headers,
    })
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0))
    socket.on('open', () => {
      socket.close()
      resolve(101)
    })
    socket.on('error', reject)
  })
}

describe('a page of another origin', () => {
  it.each(['https://evil.example', 'null', 'http://127.0.0.1:1'])('%s may not call the API', async origin => {
    const { status, errors } = await postGraphql(app.url, VIEWER, {}, { origin, cookie })
    expect([status, errors[0]?.extensions.code]).toEqual([403, 'FORBIDDEN'])
    expect(await upgrade('/graphql', { origin, cookie })).toBe(403)
  })

  it('may not have a form posted, nor a simple request made', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
      const body = JSON.stringify({ query: VIEWER })
      const response = await fetch(`${app.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': type, cookie },
        body,
      })
      expect(response.status).toBeGreaterThanOrEqual(400)
      expect(await response.text()).not.toContain('demo.local')
    }
  })

  it('is told from our own', async () => {
    expect((await postGraphql(app.url, VIEWER, {}, { origin: app.url, cookie })).data).toEqual({
      viewer: { email: 'reader@demo.local' },
    })
    expect(await upgrade('/graphql', { origin: app.url })).toBe(101)
  })
})

describe('the limits of the API', () => {
  it.each([
    ['of more tokens than may be', `{ ${'viewer { id } '.repeat(2000)} }`],
    ['that is no GraphQL', '{ viewer { '],
    ['of unknown fields', '{ everything }'],
  ])('refuse a document %s, over POST and over a socket', async (_, query) => {
    const { errors } = await postGraphql(app.url, query)
    expect(errors[0]?.extensions.code).toMatch(/^[A-Z_]+$/)
    expect(errors[0]?.extensions.hints).toHaveLength(1)
    const api = await connectApi(app.url, null)
    await expect(api.collect(query, {})).rejects.toMatchObject({ code: errors[0]?.extensions.code })
    expect(await api.collect(VIEWER, {})).toEqual([null])
    await api.close()
  })

  it.each([
    ['too large', JSON.stringify({ query: VIEWER, variables: { text: 'x'.repeat(1_100_000) } }), 413],
    ['no JSON', '{"query": ', 400],
  ])('answer a body that is %s with a problem in JSON', async (_, body, status) => {
    const response = await fetch(`${app.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'INPUT_INVALID' } }] })
  })

  it('point a subscription to the socket', async () => {
    const { errors } = await postGraphql(
      app.url,
      'subscription { explain(resultSetId: "1") { __typename } }',
      {},
      { cookie },
    )
    expect(errors[0]).toMatchObject({
      extensions: {
        code: 'INPUT_INVALID',
        hints: [expect.stringContaining('graphql-transport-ws'), expect.stringContaining('/graphql/stream')],
      },
    })
  })

  it('let introspection through', async () => {
    const { data } = await postGraphql(app.url, '{ __schema { queryType { name } } }')
    expect(data).toEqual({ __schema: { queryType: { name: 'Query' } } })
  })
})

describe('GraphiQL', () => {
  it('is for those who are signed in; others are sent to sign in', async () => {
    const response = await get('/graphql')
    expect([response.status, response.headers.get('location')]).toEqual([302, '/sign-in?next=/graphql'])
  })

  it('comes with all its files from us', async () => {
    const response = await get('/graphql', { cookie })
    const page = await response.text()
    const files = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(match => match[1] ?? '')
    expect(files.length).toBeGreaterThan(4)
    for (const file of files) {
      expect(file).toMatch(/^\/[^/]/)
      expect([file, (await get(file)).status]).toEqual([file, 200])
    }
  })
})

describe('security headers', () => {
  it.each(['/sign-in', '/graphql', '/', '/nowhere', '/healthz'])('stand on %s', async path => {
    const { headers } = await get(path, path === '/sign-in' ? {} : { cookie })
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toMatch(/script-src 'self' 'nonce-[\w+/=]{20,}'/)
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toContain("object-src 'none'")
    expect(policy).not.toMatch(/https?:|\*|unsafe-eval/)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('x-powered-by')).toBeNull()
    expect(headers.get('referrer-policy')).toBeTruthy()
  })

  it.each(['/sign-in', '/graphql', '/history'])(
    'of %s carry a nonce that its own scripts have, another each time',
    async path => {
      const nonces = []
      for (let n = 0; n < 2; n++) {
        const response = await get(path, path === '/sign-in' ? {} : { cookie })
        const nonce = /'nonce-([^']+)'/.exec(response.headers.get('content-security-policy') ?? '')?.[1]
        const page = await response.text()
        const inline = [...page.matchAll(/<script(?![^>]*\bsrc=)([^>]*)>/g)].map(match => match[1] ?? '')
        expect(inline.length).toBeGreaterThan(0)
        for (const attributes of inline) expect(attributes).toContain(`nonce="${nonce}"`)
        nonces.push(nonce)
      }
      expect(nonces[0]).not.toBe(nonces[1])
    },
  )
})

describe('a socket', () => {
  const open = async (headers: Record<string, string> = {}) => {
    const socket = new WebSocket(`${app.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
      headers,
    })
    await once(socket, 'open')
    return socket
  }

  it.each([
    ['a message that is too large', (socket: WebSocket) => socket.send('x'.repeat(1_100_000))],
    ['what is no message', (socket: WebSocket) => socket.send('{"type": "nonsense"}')],
    [
      'bytes that are no text',
      (socket: WebSocket) => socket.send(Buffer.from([0xff, 0xfe]), { binary: false }),
    ],
  ])('that sends %s is closed, and nothing else happens', async (_, misbehave) => {
    const socket = await open()
    socket.on('error', () => undefined)
    misbehave(socket)
    await once(socket, 'close')
    expect((await get('/healthz')).status).toBe(200)
  })

  it('answers each operation as who is signed in then', async () => {
    const api = await connectApi(app.url, 'developer@demo.local')
    expect(await api.collect(VIEWER, {})).toEqual([{ email: 'developer@demo.local' }])
    await postGraphql(app.url, 'mutation { signOut }', {}, { cookie: api.cookie })
    expect(await api.collect(VIEWER, {})).toEqual([null])
    await api.close()
  })
})

describe('odd requests', () => {
  /** As it is: fetch would mend the path. */
  const raw = (path: string) =>
    new Promise<number>((resolve, reject) => {
      const { hostname, port } = new URL(app.url)
      httpRequest({ hostname, port, path }, response => {
        response.resume()
        resolve(response.statusCode ?? 0)
      })
        .on('error', reject)
        .end()
    })

  it.each([
    '//',
    '//evil.example/',
    '/%',
    '/..%2f..%2fetc/passwd',
    '/graphiql/../../package.json',
    '/assets/%00',
  ])('such as %s are answered and leave the server standing', async path => {
    expect(await raw(path)).toBeGreaterThanOrEqual(200)
    expect((await get('/healthz')).status).toBe(200)
  })

  it.each(['/graphql', '//'])('to upgrade %s that are given up half way leave it standing', async path => {
    for (const end of ['resetAndDestroy', 'destroy'] as const) {
      const socket = connect(Number(new URL(app.url).port), '127.0.0.1')
      socket.on('error', () => undefined)
      const head = ['Host: x', 'Upgrade: websocket', 'Connection: Upgrade', 'Origin: https://evil.example']
      socket.write([`GET ${path} HTTP/1.1`, ...head, '', ''].join('\r\n'), () => socket[end]())
      await once(socket, 'close')
    }
    expect((await get('/healthz')).status).toBe(200)
  })

  it.each(['//', '/nowhere', '/graphql/other'])('to upgrade %s are refused, not left waiting', async path => {
    expect(await upgrade(path, {})).toBeGreaterThanOrEqual(400)
    expect((await get('/healthz')).status).toBe(200)
  })
})
