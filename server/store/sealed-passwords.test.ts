import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connectionOf, KEYS, startTestStore } from '../../tests/fixtures/store.ts'
import type { TestStore } from '../../tests/fixtures/store.ts'
import type { Store } from './store.ts'

let test: TestStore
let old: Store['connections']
beforeEach(async () => {
  test = await startTestStore()
  old = test.store.connections
})
afterEach(() => test?.stop())

const key = (id: string, fill: number) => ({ id, key: Buffer.alloc(32, fill) })
const withKeys = async (...keys: { id: string; key: Buffer }[]) => (await test.openAgain(keys)).connections

async function addTo(connections: Store['connections'], name: string, password = `password of ${name}`) {
  const connection = connectionOf({ name })
  expect(await connections.add(connection, password)).toBe('added')
  return connection
}

describe('saved passwords', () => {
  it.each([
    ['without its key', key('k2', 2), 'MISSING', 'The key "k1" is not among APP_ENCRYPTION_KEYS'],
    ['with another key of its id', key('k1', 2), 'WRONG', 'The key "k1" is not the one that it was sealed'],
  ])('are named %s, and the others work', async (_, other, reason, words) => {
    const { id } = await addTo(old, 'Billing')
    const connections = await withKeys(other)
    const readable = await addTo(connections, 'Shop')
    expect(await connections.findUnreadable()).toEqual([{ id, name: 'Billing', keyId: 'k1', reason }])
    await expect(connections.readPassword(id)).rejects.toMatchObject({
      code: 'STORE_KEY_MISSING',
      message: `The saved password of the connection "Billing" cannot be read. ${words}${reason === 'WRONG' ? ' with' : ''}.`,
    })
    expect(await connections.readPassword(readable.id)).toBe('password of Shop')
  })

  it('that cannot be read stay as they are until a new one is entered', async () => {
    const connection = await addTo(old, 'Billing')
    const connections = await withKeys(key('k2', 2))
    expect(await connections.update({ ...connection, host: 'moved.example.com' }, null)).toBe('updated')
    expect(await connections.resealAll()).toMatchObject({ resealed: 0, unreadable: [{ name: 'Billing' }] })
    expect(await old.readPassword(connection.id)).toBe('password of Billing')
    expect(await connections.update(connection, 'entered anew')).toBe('updated')
    expect(await connections.findUnreadable()).toEqual([])
    expect(await connections.readPassword(connection.id)).toBe('entered anew')
  })

  it('of a sample are set anew by the next start', async () => {
    const connection = connectionOf({ sample: true })
    await old.putSample('one', connection, 'secret')
    const connections = await withKeys(key('k2', 2))
    await connections.putSample('one', connection, 'secret')
    expect(await connections.readPassword(connection.id)).toBe('secret')
  })
})

describe('logins for changes', () => {
  const login = { username: 'owner', password: 'canary of changes' }

  it('are sealed anew, and named when their key is missing', async () => {
    const connection = await addTo(old, 'Billing')
    await test.store.changeLogins.set(connection, login)
    const without = await test.openAgain([key('k2', 2)])
    expect(await without.changeLogins.findUnreadable()).toEqual([
      { id: connection.id, name: 'Billing (changes)', keyId: 'k1', reason: 'MISSING' },
    ])
    await expect(without.changeLogins.read(connection)).rejects.toMatchObject({ code: 'STORE_KEY_MISSING' })

    const both = await test.openAgain([key('k2', 2), ...KEYS])
    expect(await both.changeLogins.resealAll()).toEqual({
      resealed: 1,
      alreadyRight: 0,
      unreadable: [],
      keyIdsInUse: ['k2'],
    })
    const fresh = await test.openAgain([key('k2', 2)])
    expect(await fresh.changeLogins.read(connection)).toEqual(login)
    await expect(test.store.changeLogins.read(connection)).rejects.toMatchObject({
      code: 'STORE_KEY_MISSING',
    })
  })

  it('go with their connection', async () => {
    const connection = await addTo(old, 'Billing')
    await test.store.changeLogins.set(connection, login)
    expect(await old.remove(connection.id, new Date())).toBe(true)
    expect(await test.store.changeLogins.read(connection)).toBeNull()
  })
})

describe('sealing all passwords anew', () => {
  it('puts them under the first key, and leaves the old ones unused', async () => {
    const [one, two] = [await addTo(old, 'One'), await addTo(old, 'Two')]
    const deleted = await addTo(old, 'Deleted')
    await old.remove(deleted.id, new Date())
    const both = await withKeys(key('k2', 2), ...KEYS)
    await addTo(both, 'New')
    const before = await both.find(one.id)
    expect(await both.resealAll()).toEqual({
      resealed: 2,
      alreadyRight: 1,
      unreadable: [],
      keyIdsInUse: ['k2'],
    })
    expect(await both.resealAll()).toMatchObject({ resealed: 0, alreadyRight: 3 })
    const fresh = await withKeys(key('k2', 2))
    expect(await fresh.readPassword(one.id)).toBe('password of One')
    expect(await fresh.readPassword(two.id)).toBe('password of Two')
    expect(await fresh.find(one.id)).toEqual(before)
    await expect(old.readPassword(one.id)).rejects.toMatchObject({ code: 'STORE_KEY_MISSING' })
  })

  it('passes over what it cannot read, and names it', async () => {
    await addTo(old, 'Readable')
    const lost = await addTo(await withKeys(key('k9', 9)), 'Lost')
    const both = await withKeys(key('k2', 2), ...KEYS)
    expect(await both.resealAll()).toEqual({
      resealed: 1,
      alreadyRight: 0,
      unreadable: [{ id: lost.id, name: 'Lost', keyId: 'k9', reason: 'MISSING' }],
      keyIdsInUse: ['k2', 'k9'],
    })
  })

  it('loses no password that is saved meanwhile, and brings back none that is deleted', async () => {
    const connections = await Promise.all(
      Array.from({ length: 30 }, (_, n) => addTo(old, `Connection ${String(n).padStart(2, '0')}`)),
    )
    const both = await withKeys(key('k2', 2), ...KEYS)
    const others = await withKeys(key('k2', 2), ...KEYS)
    const [rotation, again] = await Promise.all([
      both.resealAll(),
      others.resealAll(),
      ...connections.map(async (connection, n) => {
        if (n % 3 === 0) await old.update(connection, `changed ${n}`)
        if (n % 3 === 1) await old.remove(connection.id, new Date())
      }),
    ])
    expect([...rotation.unreadable, ...again.unreadable]).toEqual([])
    for (const [n, { id, name }] of connections.entries()) {
      const read = both.readPassword(id)
      if (n % 3 === 1) await expect(read).rejects.toMatchObject({ code: 'NOT_FOUND' })
      else expect(await read).toBe(n % 3 === 0 ? `changed ${n}` : `password of ${name}`)
    }
  })
})
