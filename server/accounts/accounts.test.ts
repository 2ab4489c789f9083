import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startTestStore } from '../../tests/fixtures/store.ts'
import type { TestStore } from '../../tests/fixtures/store.ts'
import type { AuditRecord } from '../domain.ts'
import { AppError } from '../errors.ts'
import type { Accounts, AccountsOptions } from './accounts.ts'
import { createTestAccounts } from './test-accounts.fixture.ts'

const MINUTE_MS = 60_000
const PASSWORD = 'correct horse'

let test: TestStore
let accounts: Accounts
let at: number
let recorded: AuditRecord[]
let email: string
let address: string

const createFor = (more: Partial<AccountsOptions> = {}) =>
  createTestAccounts(test.store, {
    record: event => Promise.resolve(void recorded.push(event)),
    now: () => new Date(at),
    ...more,
  })

const signIn = (password = PASSWORD, from = accounts, as = email) =>
  from.signIn({ email: as, password, newPassword: null, address, userAgent: 'Test' })
const identify = (cookie: string | undefined, from = accounts) =>
  from.identify({ cookie, authorization: undefined, address })

beforeAll(async () => {
  test = await startTestStore()
})
afterAll(() => test?.stop())
beforeEach(async () => {
  at = Date.now()
  recorded = []
  accounts = createFor()
  email = `${randomUUID()}@example.com`
  address = randomUUID()
  await accounts.ensure({ email, name: 'Ada', role: 'DEVELOPER', password: PASSWORD })
})

const codeOf = async (signingIn: Promise<unknown>) => {
  try {
    await signingIn
  } catch (error) {
    return error instanceof AppError ? error.code : error
  }
  return 'signed in'
}

describe('signing in', () => {
  it('gives a cookie that says who it is, and is on record', async () => {
    const { user, cookie } = await signIn(PASSWORD, accounts, `  ${email.toUpperCase()} `)
    expect(user).toMatchObject({ email, role: 'DEVELOPER' })
    expect(user).not.toHaveProperty('passwordHash')
    const known = await identify(cookie.split(';')[0])
    expect(known?.user).toEqual(user)
    expect(recorded).toMatchObject([{ action: 'account.signed-in', actorId: user.id, detail: { address } }])
  })

  it('does not happen when it cannot be put on record', async () => {
    const deaf = createFor({ record: () => Promise.reject(new Error('no record')) })
    await expect(signIn(PASSWORD, deaf)).rejects.toThrow('no record')
    const user = await test.store.users.findByEmail(email)
    expect(await test.store.sessions.listOf(user?.id ?? '', new Date(at))).toEqual([])
  })

  it.each([
    ['case', PASSWORD.toUpperCase()],
    ['spaces', ` ${PASSWORD}`],
    ['length', 'x'.repeat(2000)],
  ])('minds the %s of a password', async (_, password) => {
    expect(await codeOf(signIn(password))).toBe('ACCOUNTS_WRONG_CREDENTIALS')
    expect(recorded).toMatchObject([{ action: 'account.sign-in-failed', detail: { email, address } }])
    expect(JSON.stringify(recorded)).not.toContain(password)
  })

  it('is shut after ten wrong tries, for ten minutes from the first', async () => {
    for (let n = 0; n < 10; n++) {
      expect(await codeOf(signIn('wrong'))).toBe('ACCOUNTS_WRONG_CREDENTIALS')
      at += MINUTE_MS / 2
    }
    const shut = signIn()
    await expect(shut).rejects.toMatchObject({
      code: 'ACCOUNTS_THROTTLED',
      hints: ['Wait 300 seconds, then try again'],
    })
    expect(recorded.at(-1)?.detail).toMatchObject({ throttled: true })
    at += 5 * MINUTE_MS - 1
    expect(await codeOf(signIn())).toBe('ACCOUNTS_THROTTLED')
    at += 2
    expect(await codeOf(signIn())).toBe('signed in')
  })

  it('in vain while it is shut does not keep it shut', async () => {
    for (let n = 0; n < 10; n++) await codeOf(signIn('wrong'))
    at += 9 * MINUTE_MS
    for (let n = 0; n < 10; n++) await codeOf(signIn('wrong'))
    at += MINUTE_MS + 1
    expect(await codeOf(signIn())).toBe('signed in')
  })

  it('lets no more than ten of many tries at once see the password', async () => {
    const codes = await Promise.all(Array.from({ length: 30 }, () => codeOf(signIn('wrong'))))
    expect(codes.filter(code => code !== 'ACCOUNTS_THROTTLED').length).toBeLessThanOrEqual(10)
  })
})

describe('a session', () => {
  it.each([undefined, '', 'lovable_session=', 'other=x', `lovable_session=${'0'.repeat(40)}`])(
    'is not in the cookies %s',
    async header => {
      expect(await identify(header)).toBeNull()
    },
  )

  it('ends with signing out, and with its time', async () => {
    const { user, cookie } = await signIn()
    const header = cookie.split(';')[0]
    const known = await identify(header)
    if (known?.credential.kind !== 'session') throw new Error('no session')
    expect(await accounts.signOut(known.credential, user)).toContain('Max-Age=0')
    expect(await identify(header)).toBeNull()
    const short = createFor({ session: { idleMs: -1, maxMs: 60 * MINUTE_MS } })
    const late = await signIn(PASSWORD, short)
    expect(await identify(late.cookie.split(';')[0], short)).toBeNull()
  })
})

describe('an account that is made sure of', () => {
  it('is made once, and gets the password that is given later', async () => {
    await accounts.ensure({ email: email.toUpperCase(), name: 'Eve', role: 'ADMIN', password: 'another one' })
    expect(await codeOf(signIn())).toBe('ACCOUNTS_WRONG_CREDENTIALS')
    const { user } = await signIn('another one')
    expect(user).toMatchObject({ name: 'Ada', role: 'DEVELOPER' })
  })

  it('has a hash that is slow to search, not the password', async () => {
    const user = await test.store.users.findByEmail(email)
    expect(user?.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  })
})
