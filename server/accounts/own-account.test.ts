import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startTestStore } from '../../tests/fixtures/store.ts'
import type { TestStore } from '../../tests/fixtures/store.ts'
import type { AuditRecord, User } from '../domain.ts'
import type { Accounts, Caller } from './accounts.ts'
import { createTestAccounts } from './test-accounts.fixture.ts'

const PASSWORD = 'violet tractor ninety three'
const OTHER = 'olive harbour thirty six'
const DAY_MS = 86_400_000
const BEGUN = { address: '10.0.0.1', userAgent: 'Test' }

let test: TestStore
let accounts: Accounts
let admin: User
let user: User
let at: number
let recorded: AuditRecord[]

beforeAll(async () => {
  test = await startTestStore()
})
afterAll(() => test?.stop())
beforeEach(async () => {
  at = Date.now()
  recorded = []
  accounts = createTestAccounts(test.store, {
    record: event => Promise.resolve(void recorded.push(event)),
    now: () => new Date(at),
  })
  const make = async (role: 'ADMIN' | 'DEVELOPER') => {
    const email = `${randomUUID()}@example.com`
    await accounts.ensure({ email, name: 'Ada', role, password: PASSWORD })
    const found = await test.store.users.findByEmail(email)
    return { id: found?.id ?? '', email, name: 'Ada', role, createdAt: found?.createdAt ?? new Date() }
  }
  admin = await make('ADMIN')
  user = await make('DEVELOPER')
})

async function signIn(password = PASSWORD, newPassword: string | null = null): Promise<string> {
  const { cookie } = await accounts.signIn({ email: user.email, password, newPassword, ...BEGUN })
  return cookie.split(';')[0] ?? ''
}

const identify = (cookie: string): Promise<Caller | null> =>
  accounts.identify({ cookie, authorization: undefined, address: BEGUN.address })
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
  )

describe('changing one’s password', () => {
  it('takes the old one, ends all sessions, and goes on with a new one', async () => {
    const [here, elsewhere] = [await signIn(), await signIn()]
    const cookie = await accounts.own.changePassword(user, PASSWORD, OTHER, BEGUN)
    expect([await identify(here), await identify(elsewhere)]).toEqual([null, null])
    expect((await identify(cookie.split(';')[0] ?? ''))?.user.id).toBe(user.id)
    expect(await codeOf(signIn())).toBe('ACCOUNTS_WRONG_CREDENTIALS')
    expect(await codeOf(signIn(OTHER))).toBeNull()
    const kinds = recorded.map(({ action }) => action)
    expect(kinds).toContain('account.change-password.started')
    expect(kinds).toContain('account.change-password.finished')
    expect(JSON.stringify(recorded)).not.toMatch(/tractor|harbour/)
  })

  it('with another old one is refused, on record, and shut after ten tries', async () => {
    const guess = () => codeOf(accounts.own.changePassword(user, 'not the one', OTHER, BEGUN))
    const codes = []
    for (let n = 0; n < 11; n++) codes.push(await guess())
    expect(codes).toEqual([...Array<string>(10).fill('ACCOUNTS_WRONG_CREDENTIALS'), 'ACCOUNTS_THROTTLED'])
    expect(recorded[0]).toMatchObject({
      action: 'account.change-password.finished',
      detail: { outcome: 'REFUSED' },
    })
    expect(
      await codeOf(accounts.own.changePassword(user, PASSWORD, OTHER, { ...BEGUN, address: '10.0.0.9' })),
    ).toBeNull()
  })

  it.each([
    ['easy to guess', 'password123'],
    ['the old one', PASSWORD],
  ])('to one that is %s is refused', async (_, password) => {
    expect(await codeOf(accounts.own.changePassword(user, PASSWORD, password, BEGUN))).toBe(
      'ACCOUNTS_PASSWORD_REFUSED',
    )
    expect(await codeOf(signIn())).toBeNull()
  })

  it('does not happen when it cannot be put on record', async () => {
    const deaf = createTestAccounts(test.store, { record: () => Promise.reject(new Error('no record')) })
    await expect(deaf.own.changePassword(user, PASSWORD, OTHER, BEGUN)).rejects.toThrow('no record')
    expect(await codeOf(signIn())).toBeNull()
  })
})

describe('a password that an administrator has chosen', () => {
  it('is good for choosing another one, and nothing else', async () => {
    const before = await signIn()
    const { password } = await accounts.administration.resetPassword(admin, user.id)
    expect(await identify(before)).toBeNull()
    expect(await codeOf(signIn(PASSWORD))).toBe('ACCOUNTS_WRONG_CREDENTIALS')
    expect(await codeOf(signIn(password))).toBe('ACCOUNTS_NEW_PASSWORD_NEEDED')
    expect(await codeOf(signIn(password, password))).toBe('ACCOUNTS_NEW_PASSWORD_NEEDED')
    expect(await codeOf(signIn(password, 'password123'))).toBe('ACCOUNTS_PASSWORD_REFUSED')
    expect((await identify(await signIn(password, OTHER)))?.user.id).toBe(user.id)
    expect(await codeOf(signIn(password))).toBe('ACCOUNTS_WRONG_CREDENTIALS')
    expect(await codeOf(signIn(OTHER))).toBeNull()
    expect(JSON.stringify(recorded)).not.toContain(password)
  })

  it('is good for three days', async () => {
    const { password } = await accounts.administration.resetPassword(admin, user.id)
    at += 3 * DAY_MS + 1
    expect(await codeOf(signIn(password, OTHER))).toBe('ACCOUNTS_WRONG_CREDENTIALS')
  })

  it('is not for one’s own account', async () => {
    expect(await codeOf(accounts.administration.resetPassword(admin, admin.id))).toBe('FORBIDDEN')
  })
})

describe('a session', () => {
  it('that is not used ends after a week; used, it lasts a month at most', async () => {
    const idle = await signIn()
    const used = await signIn()
    for (let day = 0; day < 29; day++) {
      at += DAY_MS
      expect(await identify(used)).not.toBeNull()
      if (day === 6) expect(await identify(idle)).toBeNull()
    }
    at += DAY_MS + 1
    expect(await identify(used)).toBeNull()
  })

  it('is listed with where it was begun, and ended by its owner only', async () => {
    const [here, elsewhere] = [await signIn(), await signIn()]
    const caller = await identify(here)
    if (!caller) throw new Error('not signed in')
    const listed = await accounts.own.sessions(user, caller.credential)
    expect(listed).toHaveLength(2)
    expect(listed.find(({ current }) => current)).toMatchObject(BEGUN)
    expect(JSON.stringify(listed)).not.toContain(here.split('=')[1])
    const other = listed.find(({ current }) => !current)?.id ?? ''
    expect(await accounts.own.endSession(admin, other)).toBe(false)
    expect(await accounts.own.endSession(user, 'no id')).toBe(false)
    expect(await accounts.own.endSession(user, other)).toBe(true)
    expect(await identify(elsewhere)).toBeNull()
    expect(await identify(here)).not.toBeNull()
  })

  it('of a disabled user is over, and only who knows the password learns why', async () => {
    const cookie = await signIn()
    await accounts.administration.setDisabled(admin, user.id, true)
    expect(await identify(cookie)).toBeNull()
    expect(await codeOf(signIn('not the one'))).toBe('ACCOUNTS_WRONG_CREDENTIALS')
    expect(await codeOf(signIn())).toBe('ACCOUNTS_DISABLED')
    await accounts.administration.setDisabled(admin, user.id, false)
    expect(await codeOf(signIn())).toBeNull()
  })
})

describe('a stranger', () => {
  it('does not lock anybody out by wrong tries from elsewhere', async () => {
    const guess = (n: number) =>
      codeOf(
        accounts.signIn({
          ...{ email: user.email, password: 'wrong', newPassword: null, userAgent: '' },
          address: `2001:db8:0:1::${n}`,
        }),
      )
    const codes = []
    for (let n = 0; n < 11; n++) codes.push(await guess(n))
    // One network, whatever address of it: shut after ten.
    expect(codes.at(-1)).toBe('ACCOUNTS_THROTTLED')
    expect(await codeOf(signIn())).toBeNull()
  })
})

describe('a new user', () => {
  it.each([
    ['without an e-mail address', { email: 'nobody' }, 'email'],
    ['without a name', { name: '  ' }, 'name'],
    ['with a name that cannot be seen', { name: 'a\u202eb' }, 'name'],
  ])('%s is not made', async (_, wrong, field) => {
    const given = {
      email: 'new@example.com',
      name: 'New',
      password: OTHER,
      role: 'ADMIN' as const,
      oneTime: false,
    }
    await expect(accounts.administration.create(admin, { ...given, ...wrong })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      fields: [{ field }],
    })
  })

  it('with an e-mail address that is taken is not made, whatever its case', async () => {
    const given = { name: 'New', password: OTHER, role: 'ADMIN' as const, oneTime: false }
    await expect(
      accounts.administration.create(admin, { ...given, email: user.email.toUpperCase() }),
    ).rejects.toMatchObject({ code: 'INPUT_INVALID', fields: [{ field: 'email' }] })
  })
})

describe('the first administrator', () => {
  it('is made where there is nobody, with a password that is good', async () => {
    const empty = await startTestStore()
    const first = createTestAccounts(empty.store, { record: () => Promise.resolve() })
    const email = 'first@example.com'
    await expect(first.ensureFirstAdmin({ email, password: 'password123' })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
    })
    await first.ensureFirstAdmin({ email, password: PASSWORD })
    await first.ensureFirstAdmin({ email: 'second@example.com', password: 'password123' })
    expect(await empty.store.users.count()).toBe(1)
    const { user: signedIn } = await first.signIn({ email, password: PASSWORD, newPassword: null, ...BEGUN })
    expect(signedIn.role).toBe('ADMIN')
    await empty.stop()
  })
})
