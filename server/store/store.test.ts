import { describe, expect, it } from 'vitest'
import { adminUrl, createTestDatabase, createTestLogin } from '../../tests/fixtures/postgres.ts'
import { openStore } from './store.ts'

const open = (url: string) =>
  openStore({ url, migrationsFolder: 'drizzle', keys: [{ id: 'k1', key: Buffer.alloc(32) }] })

const changed = (change: (url: URL) => void) => {
  const url = new URL(adminUrl())
  change(url)
  return url.href
}

describe('opening the store', () => {
  it('makes its tables once, whoever comes first', async () => {
    const database = await createTestDatabase()
    const stores = await Promise.all([open(database.url), open(database.url), open(database.url)])
    expect(await Promise.all(stores.map(store => store.users.count()))).toEqual([0, 0, 0])
    await Promise.all(stores.map(store => store.close()))
    const again = await open(database.url)
    expect(await again.auditEvents.list(0, 1)).toEqual([])
    await again.close()
    await database.drop()
  })

  it.each([
    [
      'nothing listens',
      changed(url => (url.port = '1')),
      '127.0.0.1:1/postgres cannot be used: nothing listens there',
    ],
    [
      'a wrong password',
      changed(url => (url.password = 'canary')),
      'does not accept the user name and password',
    ],
    ['an unknown database', changed(url => (url.pathname = '/nowhere')), 'no database of that name'],
    [
      'an unknown host',
      changed(url => (url.hostname = 'nowhere.invalid')),
      'its host name could not be found',
    ],
  ])('with %s says where it looked and why it failed', async (_, url, words) => {
    await expect(open(url)).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringContaining(words) as string,
      hints: expect.arrayContaining(['Check DATABASE_URL']) as string[],
    })
    await expect(open(url)).rejects.not.toThrow('canary')
  })

  it('with a login that may make nothing says so', async () => {
    const database = await createTestDatabase()
    const login = await createTestLogin(database)
    await expect(open(login.url)).rejects.toMatchObject({
      message: expect.stringContaining('may not make tables') as string,
    })
    await login.drop()
    await database.drop()
  })
})
