/** Signing in with GitHub and Google against a provider that speaks the real flow, and what attackers try with it. */
import { randomUUID } from 'node:crypto'
import postgres from 'postgres'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { DEMO_PASSWORD } from '../fixtures/api-client.ts'
import { startApp } from '../fixtures/app-server.ts'
import type { AppServer } from '../fixtures/app-server.ts'
import { createBrowser } from '../fixtures/browser-of.ts'
import type { TestBrowser } from '../fixtures/browser-of.ts'
import { startOAuthProvider } from '../fixtures/oauth-provider.ts'
import type { TestProvider } from '../fixtures/oauth-provider.ts'
import { postGraphql } from '../fixtures/post-graphql.ts'

let provider: TestProvider
let app: AppServer
/** Lets nobody in who is not there already. */
let closed: AppServer

beforeAll(async () => {
  provider = await startOAuthProvider()
  const environment = { ...provider.environment, TRUST_PROXY: 'loopback' }
  app = await startApp({
    ...environment,
    OAUTH_NEW_USERS: 'READ_ONLY',
    OAUTH_EMAIL_DOMAINS: 'example.com,demo.local',
  })
  closed = await startApp(environment)
})
afterAll(async () => {
  await Promise.all([app?.stop(), closed?.stop()])
  await provider?.stop()
})

let nextId = 100
let browser: TestBrowser
beforeEach(() => {
  provider.misbehaviour = {}
  provider.denies = false
  provider.refusals = []
  nextId += 1
  provider.account = { id: nextId, name: 'Ada', email: `ada-${nextId}@example.com`, verified: true }
  browser = createBrowser()
})

const sessionIn = (from: TestBrowser) =>
  [...from.cookies].find(([key]) => key.endsWith(' lovable_session'))?.[1]

async function viewerOf(from: TestBrowser, at = app): Promise<unknown> {
  const session = sessionIn(from)
  if (session === undefined) return null
  const { data } = await postGraphql(
    at.url,
    '{ viewer { email role name } }',
    {},
    { cookie: `lovable_session=${session}` },
  )
  return data?.viewer
}

/** Begins in this browser, and stops at the door: the address that the provider sends it back to. */
async function wayBack(from: TestBrowser, id: string, at = app, next = ''): Promise<URL> {
  const there = (await from.get(`${at.url}/sign-in/${id}${next}`)).headers.get('location') ?? ''
  const back = await from.get(there)
  return new URL(back.headers.get('location') ?? '')
}

/** The sentence on the sign-in page that the browser ends up on. */
async function toldBy(from: TestBrowser, url: string): Promise<string> {
  const end = await from.follow(url)
  expect(end.url.pathname).toBe('/sign-in')
  expect(sessionIn(from)).toBeUndefined()
  return (
    /role="(?:alert|status)"[^>]*>(.*?)<\/(?:div|section)>/s.exec(end.text)?.[1]?.replace(/<[^>]*>/g, ' ') ??
    end.text
  )
}

const SENTENCES = {
  attempt: 'This sign-in was begun somewhere else, or took too long',
  denied: 'You have not let the provider tell us who you are',
  failed: 'The provider does not answer as it should',
  unverified: 'The provider has not verified an e-mail address of yours',
  taken: 'There is an account with your e-mail address already',
  notAdmitted: 'You have no account here',
}

describe.each(['github', 'google'])('signing in with %s', id => {
  it('makes a reader of somebody new, once, and knows them again whatever their address is then', async () => {
    const { email } = provider.account
    const end = await browser.follow(`${app.url}/sign-in/${id}?next=/history`)
    expect([end.status, end.url.href]).toEqual([200, `${app.url}/history`])
    expect(await viewerOf(browser)).toEqual({ email, role: 'READ_ONLY', name: 'Ada' })
    provider.account = { ...provider.account, email: 'renamed@example.com', verified: false }
    const other = createBrowser()
    await other.follow(`${app.url}/sign-in/${id}`)
    expect(await viewerOf(other)).toMatchObject({ email })
  })

  it('begins with a state, PKCE and, where there are ID tokens, a nonce, none of them twice', async () => {
    const seen = []
    for (let n = 0; n < 2; n++) {
      const response = await createBrowser().get(`${app.url}/sign-in/${id}`)
      const { searchParams } = new URL(response.headers.get('location') ?? '')
      const values = ['state', 'code_challenge', ...(id === 'google' ? ['nonce'] : [])].map(name =>
        searchParams.get(name),
      )
      for (const value of values) expect(value).toMatch(/^[\w-]{43}$/)
      seen.push(...values)
      expect(response.headers.get('set-cookie')).toMatch(
        /^lovable_oauth=[\w-]{43}; HttpOnly; SameSite=Lax; Path=\/; Max-Age=600$/,
      )
    }
    expect(new Set(seen).size).toBe(seen.length)
  })

  it.each([
    ['another state', (url: URL) => url.searchParams.set('state', 'x'.repeat(43))],
    ['no state', (url: URL) => url.searchParams.delete('state')],
    ['two states', (url: URL) => url.searchParams.append('state', url.searchParams.get('state') ?? '')],
    ['a code that is none', (url: URL) => url.searchParams.set('code', 'made-up')],
    ['no code', (url: URL) => url.searchParams.delete('code')],
  ])('takes no answer with %s', async (_, change) => {
    const back = await wayBack(browser, id)
    change(back)
    expect(await toldBy(browser, back.href)).toContain(SENTENCES.attempt)
  })

  it('takes no answer that was begun in another browser: nobody is signed in as somebody else', async () => {
    const back = await wayBack(createBrowser(), id)
    expect(await toldBy(browser, back.href)).toContain(SENTENCES.attempt)
    const own = createBrowser()
    await wayBack(own, id)
    expect(await toldBy(own, back.href)).toContain(SENTENCES.attempt)
  })

  it('takes an answer once', async () => {
    const back = await wayBack(browser, id)
    const cookies = new Map(browser.cookies)
    await browser.follow(back.href)
    expect(await viewerOf(browser)).not.toBeNull()
    expect(await toldBy(createBrowser(cookies), back.href)).toContain(SENTENCES.attempt)
  })

  it('takes a code of somebody else for nothing: it is bound to the browser that asked', async () => {
    const stolen = (await wayBack(createBrowser(), id)).searchParams.get('code') ?? ''
    const back = await wayBack(browser, id)
    back.searchParams.set('code', stolen)
    expect(await toldBy(browser, back.href)).toContain(SENTENCES.attempt)
    expect(provider.refusals).toEqual(['PKCE'])
  })

  it('takes no answer that one provider gave for another', async () => {
    const back = await wayBack(browser, id)
    back.pathname = back.pathname.replace(id, id === 'github' ? 'google' : 'github')
    expect(await toldBy(browser, back.href)).toContain(SENTENCES.attempt)
    expect(provider.refusals).toEqual([])
  })

  it('lets nobody in whose address the provider has not verified, or of another domain', async () => {
    provider.account.verified = false
    expect(await toldBy(browser, `${app.url}/sign-in/${id}`)).toContain(SENTENCES.unverified)
    provider.account = { ...provider.account, verified: true, email: 'eve@example.com.evil' }
    expect(await toldBy(browser, `${app.url}/sign-in/${id}`)).toContain(SENTENCES.notAdmitted)
  })

  it.each(['admin@demo.local', 'ADMIN@demo.local'])(
    'opens no account that has the address %s',
    async email => {
      provider.account.email = email
      expect(await toldBy(browser, `${app.url}/sign-in/${id}`)).toContain(SENTENCES.taken)
    },
  )

  it('makes nobody where new people are not let in', async () => {
    expect(await toldBy(browser, `${closed.url}/sign-in/${id}`)).toContain(SENTENCES.notAdmitted)
    const sql = postgres(closed.store.url, { max: 1 })
    expect(await sql`select from users where email = ${provider.account.email}`).toHaveLength(0)
    await sql.end()
  })

  it.each([
    ['is silent', 'silent'],
    ['talks nonsense', 'garbage'],
    ['never comes to an end', 'endless'],
    ['breaks off', 'broken'],
    ['does not know us', 'refuses-client'],
  ] as const)('says so when the provider %s', async (_, token) => {
    provider.misbehaviour = { token }
    expect(await toldBy(browser, `${app.url}/sign-in/${id}`)).toContain(SENTENCES.failed)
  })

  it('says so when somebody does not want to', async () => {
    provider.denies = true
    expect(await toldBy(browser, `${app.url}/sign-in/${id}`)).toContain(SENTENCES.denied)
  })

  it.each(['//evil.example', 'https://evil.example', '/.//evil.example', '/\\evil.example'])(
    'goes nowhere else afterwards: %s',
    async next => {
      const end = await browser.follow(`${app.url}/sign-in/${id}?next=${encodeURIComponent(next)}`)
      const hosts = new Set(end.hops.map(hop => new URL(hop).host))
      expect([...hosts].sort()).toEqual([new URL(app.url).host, new URL(provider.url).host].sort())
    },
  )
})

describe('an ID token', () => {
  it.each([
    ['with a foreign nonce', { nonce: 'x'.repeat(43) }, SENTENCES.attempt],
    ['without a nonce', { nonce: undefined }, SENTENCES.attempt],
    ['for another client', { aud: 'another' }, SENTENCES.failed],
    ['for several clients, not made for us', { aud: ['another', 'x'], azp: 'another' }, SENTENCES.failed],
    ['of another issuer', { iss: 'https://evil.example' }, SENTENCES.failed],
    ['that is over', { exp: 1 }, SENTENCES.failed],
    ['whose verification is a word', { email_verified: 'true' }, SENTENCES.failed],
    ['of nobody', { sub: '' }, SENTENCES.failed],
  ])('%s opens nothing', async (_, claims, sentence) => {
    provider.misbehaviour = { claims }
    expect(await toldBy(browser, `${app.url}/sign-in/google`)).toContain(sentence)
  })

  it('comes of an answer that names its issuer, ours and no other', async () => {
    const back = await wayBack(browser, 'google')
    back.searchParams.set('iss', 'https://evil.example')
    expect(await toldBy(browser, back.href)).toContain(SENTENCES.attempt)
    const other = createBrowser()
    const right = await wayBack(other, 'google')
    right.searchParams.set('iss', provider.url)
    await other.follow(right.href)
    expect(await viewerOf(other)).not.toBeNull()
  })
})

describe("GitHub's word on who somebody is", () => {
  it.each(['garbage', 'redirect', 'server-error'] as const)(
    'counts for nothing when it is %s',
    async userinfo => {
      provider.misbehaviour = { userinfo }
      expect(await toldBy(browser, `${app.url}/sign-in/github`)).toContain(SENTENCES.failed)
    },
  )
})

describe('linking an account', () => {
  const LINK =
    'mutation ($provider: String!, $password: String!) { linkAccount(provider: $provider, password: $password) }'

  async function signIn(from: TestBrowser, email: string): Promise<string> {
    const { headers } = await postGraphql(
      app.url,
      'mutation ($email: String!, $password: String!) { signIn(email: $email, password: $password) { id } }',
      { email, password: DEMO_PASSWORD },
    )
    const [, value = ''] = /lovable_session=([^;]+)/.exec(headers.get('set-cookie') ?? '') ?? []
    from.cookies.set(`${new URL(app.url).host} lovable_session`, value)
    return `lovable_session=${value}`
  }

  async function beginLinking(from: TestBrowser, cookie: string, password: string, id = 'github') {
    const { data, errors, headers } = await postGraphql(app.url, LINK, { provider: id, password }, { cookie })
    const [, secret] = /lovable_oauth=([^;]+)/.exec(headers.get('set-cookie') ?? '') ?? []
    if (secret !== undefined) from.cookies.set(`${new URL(app.url).host} lovable_oauth`, secret)
    return { url: data?.linkAccount as string | undefined, code: errors[0]?.extensions.code, secret }
  }

  it('takes the password, and then opens that account and no other', async () => {
    const cookie = await signIn(browser, 'developer@demo.local')
    expect(await beginLinking(browser, cookie, 'not it')).toMatchObject({
      code: 'ACCOUNTS_WRONG_CREDENTIALS',
      secret: undefined,
    })
    const { url = '' } = await beginLinking(browser, cookie, DEMO_PASSWORD)
    expect((await browser.follow(url)).url.pathname).toBe('/profile')
    const other = createBrowser()
    await other.follow(`${app.url}/sign-in/github`)
    expect(await viewerOf(other)).toMatchObject({ email: 'developer@demo.local' })

    // Somebody else does not get what is linked already.
    const admin = createBrowser()
    const second = await beginLinking(admin, await signIn(admin, 'admin@demo.local'), DEMO_PASSWORD)
    expect((await admin.follow(second.url ?? '')).url.search).toBe('?problem=OAUTH_ALREADY_LINKED')

    const list = await postGraphql(app.url, '{ linkedAccounts { provider email } }', {}, { cookie })
    expect(list.data).toEqual({ linkedAccounts: [{ provider: 'github', email: provider.account.email }] })
    const unlink = 'mutation { unlinkAccount(provider: "github") }'
    expect((await postGraphql(app.url, unlink, {}, { cookie })).data).toEqual({ unlinkAccount: true })
    expect((await postGraphql(app.url, unlink, {}, { cookie })).data).toEqual({ unlinkAccount: false })
  })

  it('cannot be begun by one and finished by another, nor by nobody', async () => {
    const attacker = createBrowser()
    const { url = '', secret = '' } = await beginLinking(
      attacker,
      await signIn(attacker, 'reader@demo.local'),
      DEMO_PASSWORD,
    )
    const back = new URL((await attacker.get(url)).headers.get('location') ?? '')
    for (const email of ['admin@demo.local', null]) {
      const victim = createBrowser()
      const cookie = email === null ? '' : await signIn(victim, email)
      victim.cookies.set(`${new URL(app.url).host} lovable_oauth`, secret)
      const end = await victim.follow(back.href)
      expect(end.url.search).toBe('?problem=OAUTH_ATTEMPT_INVALID')
      if (email === null) continue
      const { data } = await postGraphql(app.url, '{ linkedAccounts { provider } }', {}, { cookie })
      expect(data).toEqual({ linkedAccounts: [] })
    }
  })

  it('leaves whoever came by a provider a way in', async () => {
    await browser.follow(`${app.url}/sign-in/google`)
    const cookie = `lovable_session=${sessionIn(browser)}`
    const { errors } = await postGraphql(
      app.url,
      'mutation { unlinkAccount(provider: "google") }',
      {},
      { cookie },
    )
    expect(errors[0]?.extensions.code).toBe('INPUT_INVALID')
  })
})

describe('what surrounds it', () => {
  it('is not there where no provider is configured, and two buttons where two are', async () => {
    const page = await (await browser.get(`${app.url}/sign-in`)).text()
    expect(page).toContain('Sign in with <!-- -->GitHub')
    expect(page).toContain('href="/sign-in/google"')
    const none = await startApp()
    expect(await (await browser.get(`${none.url}/sign-in`)).text()).not.toContain('/sign-in/')
    expect((await browser.get(`${none.url}/sign-in/github`)).status).toBe(404)
    await none.stop()
  })

  it('says nothing for codes that are not its own', async () => {
    const page = await (await browser.get(`${app.url}/sign-in?problem=%3Cscript%3Ealert(1)`)).text()
    expect(page).not.toContain('<script>alert')
    const { data } = await postGraphql(app.url, '{ signInProblem(code: "toString") { message } }')
    expect(data).toEqual({ signInProblem: null })
  })

  it('is not begun by another site', async () => {
    const response = await browser.get(`${app.url}/sign-in/github`, { 'sec-fetch-site': 'cross-site' })
    expect(response.headers.get('location')).toBe('/sign-in')
  })

  it('is begun so often from one network and no more', async () => {
    const from = { 'x-forwarded-for': '203.0.113.7' }
    const codes = []
    for (let n = 0; n < 31; n++)
      codes.push((await createBrowser().get(`${app.url}/sign-in/github`, from)).headers.get('location'))
    expect(codes[29]).toContain(provider.url)
    expect(codes[30]).toBe('/sign-in?problem=ACCOUNTS_THROTTLED')
    const other = await createBrowser().get(`${app.url}/sign-in/github`, { 'x-forwarded-for': '203.0.113.8' })
    expect(other.headers.get('location')).toContain(provider.url)
  })

  it('is on record, with who and why not, and without a secret anywhere', async () => {
    const marker = randomUUID()
    provider.account.name = marker
    await browser.follow(`${app.url}/sign-in/github`)
    provider.misbehaviour = { token: 'refuses-client' }
    await createBrowser().follow(`${app.url}/sign-in/google`)
    const sql = postgres(app.store.url, { max: 1 })
    const events = await sql<
      { action: string; detail: string }[]
    >`select action, detail from audit_events order by sequence`
    const everything = JSON.stringify([
      events,
      await sql`select * from users`,
      await sql`select * from oauth_identities`,
      await sql`select * from oauth_attempts`,
    ])
    await sql.end()
    const actions = events.map(({ action }) => action)
    expect(actions).toEqual(
      expect.arrayContaining([
        'account.create-by-provider.started',
        'account.create-by-provider.finished',
        'account.signed-in',
      ]),
    )
    expect(events.at(-1)).toMatchObject({
      action: 'account.provider-failed',
      detail: expect.stringContaining('OAUTH_PROVIDER_FAILED') as string,
    })
    expect(everything).toContain(marker)
    const secrets = provider.secrets.filter(secret => secret !== '')
    expect(secrets.length).toBeGreaterThan(50)
    for (const secret of secrets) {
      expect(everything).not.toContain(secret)
      expect(app.output()).not.toContain(secret)
    }
  })
})
