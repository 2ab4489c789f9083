/** A server whose own database goes away and comes back. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { connectApi } from '../fixtures/api-client.ts'
import type { ApiClient } from '../fixtures/api-client.ts'
import { startApp } from '../fixtures/app-server.ts'
import type { AppServer } from '../fixtures/app-server.ts'
import { createTestDatabase } from '../fixtures/postgres.ts'
import type { TestDatabase } from '../fixtures/postgres.ts'
import { postGraphql } from '../fixtures/post-graphql.ts'
import { startTcpProxy } from '../fixtures/tcp-proxy.ts'
import type { TcpProxy } from '../fixtures/tcp-proxy.ts'
import { ask, ASK_EVENTS, connectionId, editedQuery, RUN } from './documents.ts'
import type { AskedQuery, RunEvent } from './documents.ts'

const ENDLESS = 'select a.order_id, b.order_id as other from orders a, orders b, orders c'

let store: TestDatabase
let proxy: TcpProxy
let app: AppServer
let api: ApiClient
let prod: string
let endless: AskedQuery

beforeAll(async () => {
  store = await createTestDatabase()
  const url = new URL(store.url)
  proxy = await startTcpProxy(Number(url.port))
  url.port = String(proxy.port)
  app = await startApp({ DATABASE_URL: url.href, DATABASE_IDLE_SECONDS: '3600' }, store)
  api = await connectApi(app.url, 'reader@demo.local')
  prod = await connectionId(api, 'Northwind prod')
  endless = await editedQuery(api, prod, ENDLESS)
})

beforeEach(() => proxy.accept())

afterAll(async () => {
  await api?.close()
  await app?.stop()
  await proxy?.stop()
  await store?.drop()
})

function loseStore(): void {
  proxy.refuse()
  proxy.cut('reset')
}

const readiness = async () => (await fetch(`${app.url}/readyz`)).status

async function expectToWorkAgain(): Promise<void> {
  proxy.accept()
  await expect.poll(readiness).toBe(200)
  expect(await ask(api, { connectionId: prod, text: 'Show me all shippers' })).toMatchObject({
    outcome: 'QUERY',
  })
}

const unavailable = { code: 'STORE_UNAVAILABLE' }

describe('while the store is away', () => {
  it('the server is alive but not ready, says so to every caller, and goes on when the store is back', async () => {
    loseStore()
    expect(await readiness()).toBe(503)
    expect((await fetch(`${app.url}/healthz`)).status).toBe(200)
    const over = async (cookie: string) =>
      (await postGraphql(app.url, '{ viewer { id } }', {}, { cookie })).errors
    expect(await over(api.cookie)).toMatchObject([{ extensions: { ...unavailable, retryable: true } }])
    expect(await over('')).toEqual([])
    await expect(
      api.collect(ASK_EVENTS, { input: { connectionId: prod, text: 'Show me all shippers' } }),
    ).rejects.toMatchObject(unavailable)
    const SIGN_IN = 'mutation { signIn(email: "reader@demo.local", password: "x") { id } }'
    expect((await postGraphql(app.url, SIGN_IN)).errors).toMatchObject([{ extensions: unavailable }])
    await expectToWorkAgain()
  })

  it.each(['/', '/history', '/graphql'])('the page %s answers with words instead of a stack', async path => {
    loseStore()
    const response = await fetch(`${app.url}${path}`, {
      headers: { cookie: api.cookie, accept: 'text/html' },
    })
    expect(response.status).toBeGreaterThanOrEqual(500)
    const page = await response.text()
    expect(page).toContain('database does not answer')
    expect(page).not.toMatch(/Failed query|select |\.ts:\d/)
    await expectToWorkAgain()
  })

  it('whoever leaves a run leaves it, and the server lives', async () => {
    const leaving = await connectApi(app.url, 'reader@demo.local')
    const events = leaving.iterate<RunEvent>(RUN, {
      input: { queryId: endless.id, sqlHash: endless.sqlHash },
    })
    for (let batch = 0; batch < 3; batch++) await events.next()
    loseStore()
    await leaving.close()
    await new Promise(resolve => setTimeout(resolve, 300))
    await expectToWorkAgain()
  })

  it('unsubscribing from a run and cancelling one does no harm either', async () => {
    const events = api.iterate<RunEvent>(RUN, { input: { queryId: endless.id, sqlHash: endless.sqlHash } })
    for (let batch = 0; batch < 3; batch++) await events.next()
    loseStore()
    await events.return?.()
    await new Promise(resolve => setTimeout(resolve, 300))
    await expectToWorkAgain()
  })

  it('the log gets the reason, and nothing of what was asked', () => {
    expect(app.output()).toMatch(/"code":"ECONN/)
    expect(app.output()).not.toMatch(/Failed query|insert into|select "|reader@demo\.local:|lovable_session/)
  })
})

describe('a store whose sessions are lost again and again', () => {
  it('leaves a server that answers', async () => {
    for (let round = 0; round < 12; round++) {
      const asking = Promise.allSettled(
        Array.from({ length: 6 }, () => ask(api, { connectionId: prod, text: 'Show me all shippers' })),
      )
      await new Promise(resolve => setTimeout(resolve, round * 5))
      proxy.cut(round % 2 === 0 ? 'reset' : 'close')
      for (const result of await asking)
        if (result.status === 'rejected') expect(result.reason).toMatchObject(unavailable)
    }
    await expectToWorkAgain()
  })
})
