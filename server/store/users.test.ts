import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sessionOf, startTestStore, userOf } from '../../tests/fixtures/store.ts'
import type { TestStore } from '../../tests/fixtures/store.ts'
import type { Store } from './store.ts'

const NOW = new Date('2026-06-01T12:00:00Z')

let test: TestStore
let store: Store
let one: string
let two: string

beforeAll(async () => {
  test = await startTestStore()
  store = test.store
})
afterAll(() => test?.stop())

/** The only administrators that there are. */
beforeEach(async () => {
  const accounts = await store.users.listAccounts(NOW)
  const admins = accounts.filter(({ role, disabledAt }) => role === 'ADMIN' && disabledAt === null)
  const keeper = userOf({ role: 'ADMIN' })
  await store.users.add(keeper)
  for (const { id } of admins) await store.users.setRole(keeper.id, id, 'READ_ONLY')
  const other = userOf({ role: 'ADMIN' })
  await store.users.add(other)
  ;[one, two] = [keeper.id, other.id]
})

async function adminsLeft(): Promise<string[]> {
  const accounts = await store.users.listAccounts(NOW)
  return accounts.flatMap(({ id, role, disabledAt }) => (role === 'ADMIN' && disabledAt === null ? [id] : []))
}

describe('administrators', () => {
  it('who take the role from each other at once leave one, in different processes', async () => {
    const elsewhere = await test.openAgain()
    for (let round = 0; round < 20; round++) {
      const came = await Promise.all([
        store.users.setRole(one, two, 'DEVELOPER'),
        elsewhere.users.setRole(two, one, 'DEVELOPER'),
      ])
      expect(came.sort()).toEqual(['done', 'not-admin'])
      const [left = ''] = await adminsLeft()
      expect(await adminsLeft()).toEqual([left])
      expect(await store.users.setRole(left, left === one ? two : one, 'ADMIN')).toBe('done')
    }
  })

  it('who give up the role at once leave one', async () => {
    const came = await Promise.all([
      store.users.setRole(one, one, 'DEVELOPER'),
      store.users.setRole(two, two, 'DEVELOPER'),
    ])
    expect(came.sort()).toEqual(['done', 'last-admin'])
    expect(await adminsLeft()).toHaveLength(1)
  })

  it('who disable each other at once leave one', async () => {
    const came = await Promise.all([
      store.users.setDisabled(one, two, NOW),
      store.users.setDisabled(two, one, NOW),
    ])
    expect(came.sort()).toEqual(['done', 'not-admin'])
    expect(await adminsLeft()).toHaveLength(1)
  })

  it('cannot take the role from the last one, be it themselves', async () => {
    await store.users.setRole(one, two, 'READ_ONLY')
    expect(await store.users.setRole(one, one, 'READ_ONLY')).toBe('last-admin')
    expect(await store.users.setDisabled(one, one, NOW)).toBe('last-admin')
    expect(await store.users.setRole(two, one, 'READ_ONLY')).toBe('not-admin')
    expect(await adminsLeft()).toEqual([one])
  })

  it('end the sessions of whom they change, and of nobody else', async () => {
    const other = userOf({ role: 'DEVELOPER' })
    await store.users.add(other)
    await Promise.all([other.id, one].map(id => store.sessions.add(sessionOf(id))))
    expect(await store.users.setRole(one, other.id, 'READ_ONLY')).toBe('done')
    expect(await store.sessions.listOf(other.id, NOW)).toEqual([])
    expect(await store.sessions.listOf(one, NOW)).toHaveLength(1)
    await store.sessions.add(sessionOf(other.id))
    expect(await store.users.setDisabled(one, other.id, NOW)).toBe('done')
    expect(await store.sessions.listOf(other.id, NOW)).toEqual([])
  })

  it('learn that there is no such user', async () => {
    expect(await store.users.setRole(one, userOf().id, 'ADMIN')).toBe('not-found')
  })
})

describe('a disabled user', () => {
  it('is known by no session and no token until enabled again', async () => {
    const user = userOf()
    await store.users.add(user)
    const token = {
      ...{ id: user.id, userId: user.id, name: 'script', secretHash: user.id, beginning: 'lovable_abcd' },
      ...{ role: 'READ_ONLY' as const, readOnly: true, connectionIds: null, createdAt: NOW },
      ...{ expiresAt: null, lastUsedAt: null },
    }
    await store.apiTokens.add(token)
    await store.users.setDisabled(one, user.id, NOW)
    const session = sessionOf(user.id)
    await store.sessions.add(session)
    expect(await store.sessions.findWithUser(session.idHash, NOW)).toBeNull()
    expect(await store.apiTokens.findWithUser(token.secretHash, NOW)).toBeNull()
    expect(await store.apiTokens.stillGood([token.id], NOW)).toEqual([])
    await store.users.setDisabled(one, user.id, null)
    expect((await store.apiTokens.findWithUser(token.secretHash, NOW))?.user.id).toBe(user.id)
  })
})

describe('accounts', () => {
  it('are listed with how many sessions and tokens they have, passwords left out', async () => {
    const user = userOf({ email: 'counted@example.com' })
    await store.users.add(user)
    await store.sessions.add(sessionOf(user.id))
    await store.sessions.add(sessionOf(user.id, { expiresAt: new Date('2026-05-01T00:00:00Z') }))
    const found = (await store.users.listAccounts(NOW)).find(({ id }) => id === user.id)
    expect(found).toEqual({
      ...{ id: user.id, email: user.email, name: user.name, role: user.role, createdAt: user.createdAt },
      ...{ disabledAt: null, lastSeenAt: null, oneTimeUntil: null },
      ...{ hasPassword: true, sessionCount: 1, tokenCount: 0 },
    })
  })
})

describe('a password that two change at once', () => {
  it('is changed by one of them', async () => {
    const user = userOf()
    await store.users.add(user)
    const changed = await Promise.all(
      ['a', 'b'].map(hash => store.users.replacePassword(user.id, user.passwordHash ?? '', hash)),
    )
    expect(changed.sort()).toEqual([false, true])
  })
})
