/** Signing in and out as a browser does it: cookies, wrong passwords, too many of them, what the store keeps. */
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEMO_PASSWORD } from '../fixtures/api-client.ts'
import { startApp } from '../fixtures/app-server.ts'
import type { AppServer } from '../fixtures/app-server.ts'
import { postGraphql } from '../fixtures/post-graphql.ts'

const SIGN_IN =
  'mutation ($email: String!, $password: String!) { signIn(email: $email, password: $password) { email } }'
const READER = 'reader@demo.local'
const DEVELOPER = 'developer@demo.local'

let app: AppServer
beforeAll(async () => {
  app = await startApp({ TRUST_PROXY: 'loopback', PUBLIC_URL: 'https://ask.example.com' })
})
afterAll(() => app?.stop())

const signIn = (email: string, password: string, address: string) =>
  postGraphql(app.url, SIGN_IN, { email, password }, { 'x-forwarded-for': address })

async function viewer(cookie: string): Promise<unknown> {
  const { data } = await postGraphql(app.url, '{ viewer { email } }', {}, { cookie })
  return data?.viewer
}

const cookieOf = (headers: Headers) => headers.get('set-cookie') ?? ''

describe('a session', () => {
  it('travels in a cookie that scripts, other sites and plain HTTP do not get', async () => {
    const { headers } = await signIn(READER, DEMO_PASSWORD, '10.0.0.1')
    const [value, ...attributes] = cookieOf(headers).split('; ')
    expect(attributes).toEqual(
      expect.arrayContaining([
        'HttpOnly',
        'SameSite=Lax',
        'Path=/',
        'Secure',
        expect.stringMatching(/^Max-Age=/),
      ]),
    )
    expect(await viewer(value ?? '')).toEqual({ email: READER })
  })

  it('ends with signing out, also for whoever has kept the cookie', async () => {
    const [cookie = ''] = cookieOf((await signIn(READER, DEMO_PASSWORD, '10.0.0.1')).headers).split(';')
    const out = await postGraphql(app.url, 'mutation { signOut }', {}, { cookie })
    expect(out.data).toEqual({ signOut: true })
    expect(cookieOf(out.headers)).toMatch(/^__Host-lovable_session=;.*Max-Age=0/)
    expect(await viewer(cookie)).toBeNull()
  })

  it('cannot be taken over by who reads the store', async () => {
    const signed = await signIn(READER, DEMO_PASSWORD, '10.0.0.1')
    const [cookie = ''] = cookieOf(signed.headers).split(';')
    const sql = postgres(app.store.url, { max: 1 })
    const rows = await sql`select * from sessions`
    await sql.end()
    expect(rows.length).toBeGreaterThan(0)
    for (const value of rows.flatMap(row => Object.values(row as Record<string, unknown>).map(String))) {
      expect(cookie).not.toContain(value)
      expect(await viewer(`__Host-lovable_session=${value}`)).toBeNull()
    }
  })

  it.each([
    '__Host-lovable_session=',
    '__Host-lovable_session=x',
    `__Host-lovable_session=${'a'.repeat(10_000)}`,
    '__Host-lovable_session=%00',
  ])('is not made of the cookie %.40s', async cookie => {
    expect(await viewer(cookie)).toBeNull()
  })
})

describe('wrong credentials', () => {
  it('get the same words whether the account exists or not', async () => {
    const wrongPassword = await signIn(READER, 'wrong', '10.0.0.2')
    const unknownAccount = await signIn('nobody@demo.local', DEMO_PASSWORD, '10.0.0.2')
    expect(wrongPassword.errors).toMatchObject([{ extensions: { code: 'ACCOUNTS_WRONG_CREDENTIALS' } }])
    expect(unknownAccount.errors).toEqual(wrongPassword.errors)
    expect(cookieOf(wrongPassword.headers)).toBe('')
  })

  it.each([
    ['an endless password', READER, 'x'.repeat(100_000)],
    ['an endless address', `${'x'.repeat(100_000)}@demo.local`, 'x'],
    ['nothing', '', ''],
  ])('that are %s are wrong credentials too', async (_, email, password) => {
    const { errors } = await signIn(email, password, '10.0.0.3')
    expect(errors).toMatchObject([{ extensions: { code: 'ACCOUNTS_WRONG_CREDENTIALS' } }])
  })

  it('with a zero byte are refused as what they are', async () => {
    const { errors } = await signIn('reader@demo.local\u0000', 'a\u0000b', '10.0.0.3')
    expect(errors).toMatchObject([{ extensions: { code: 'INPUT_INVALID' } }])
  })

  it('are forgotten by the right ones', async () => {
    for (let round = 0; round < 3; round++) {
      for (let n = 0; n < 4; n++) await signIn(READER, 'wrong', '10.0.0.4')
      expect((await signIn(READER, DEMO_PASSWORD, '10.0.0.4')).errors).toEqual([])
    }
  })

  it('ten times shut the account for that address only, and say for how long', async () => {
    for (let n = 0; n < 10; n++) {
      const { errors } = await signIn(READER, `wrong ${n}`, '10.0.0.5')
      expect(errors[0]?.extensions.code).toBe('ACCOUNTS_WRONG_CREDENTIALS')
    }
    for (const password of ['wrong', DEMO_PASSWORD]) {
      const { errors } = await signIn('READER@demo.local', password, '10.0.0.5')
      expect(errors).toMatchObject([{ extensions: { code: 'ACCOUNTS_THROTTLED', retryable: true } }])
      const seconds = Number(/Wait (\d+) seconds/.exec(errors[0]?.extensions.hints[0] ?? '')?.[1])
      expect(seconds).toBeGreaterThan(500)
      expect(seconds).toBeLessThanOrEqual(600)
    }
    expect((await signIn(DEVELOPER, DEMO_PASSWORD, '10.0.0.5')).errors).toEqual([])
    expect((await signIn(READER, DEMO_PASSWORD, '10.0.0.6')).errors).toEqual([])
  })

  it('all at once get no further than one after the other', async () => {
    const tries = await Promise.all(Array.from({ length: 25 }, () => signIn(DEVELOPER, 'wrong', '10.0.0.7')))
    const codes = tries.map(({ errors }) => errors[0]?.extensions.code)
    expect(codes.filter(code => code === 'ACCOUNTS_WRONG_CREDENTIALS').length).toBeLessThanOrEqual(10)
    expect(codes).toContain('ACCOUNTS_THROTTLED')
  })

  it('for many accounts from one address shut that address', async () => {
    for (let n = 0; n < 30; n++) await signIn(`guess-${n}@demo.local`, 'wrong', '10.0.0.8')
    const { errors } = await signIn(READER, DEMO_PASSWORD, '10.0.0.8')
    expect(errors[0]?.extensions.code).toBe('ACCOUNTS_THROTTLED')
  })

  it('are on record, without the password', async () => {
    await signIn('victim@demo.local', 'canary-password', '10.0.0.9')
    const sql = postgres(app.store.url, { max: 1 })
    const events = await sql<
      { detail: string }[]
    >`select detail from audit_events where action = 'account.sign-in-failed'`
    const canaries = await sql`select from audit_events where detail like '%canary%'`
    await sql.end()
    expect(events.map(({ detail }) => detail)).toContainEqual(expect.stringContaining('victim@demo.local'))
    expect(canaries).toHaveLength(0)
    expect(app.output()).not.toContain('canary')
  })
})
