import { randomUUID } from 'node:crypto'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectionOf, startTestStore } from '../../tests/fixtures/store.ts'
import type { TestStore } from '../../tests/fixtures/store.ts'
import type { Store } from './store.ts'

let test: TestStore
let connections: Store['connections']
let others: Store['connections']
beforeAll(async () => {
  test = await startTestStore()
  connections = test.store.connections
  others = (await test.openAgain()).connections
})
afterAll(() => test?.stop())

const at = (seconds: number) => new Date(Date.UTC(2026, 3, 1) + seconds * 1000)

async function added(changes: Parameters<typeof connectionOf>[0] = {}, password = 'secret') {
  const connection = connectionOf(changes)
  expect(await connections.add(connection, password)).toBe('added')
  return connection
}

async function rowAsText(id: string): Promise<string> {
  const sql = postgres(test.database.url, { max: 1 })
  const [row] = await sql<{ text: string }[]>`
    select connections::text || encode(sealed_password, 'escape') as text from connections where id = ${id}`
  await sql.end()
  return row?.text ?? ''
}

describe('connections', () => {
  it('give their password to whoever opens them, and nothing readable to whoever reads the table', async () => {
    const connection = await added({}, 'canary-password')
    expect(await connections.readPassword(connection.id)).toBe('canary-password')
    expect(await connections.find(connection.id)).toEqual(connection)
    expect(await connections.list()).toContainEqual(connection)
    const text = await rowAsText(connection.id)
    expect(text).toContain(connection.name)
    expect(text).not.toContain('canary')
  })

  it('that do not exist are null, have no glossary, and fail where a password is asked for', async () => {
    const id = randomUUID()
    expect(await connections.find(id)).toBeNull()
    expect(await connections.readGlossary(id)).toEqual([])
    await expect(connections.readPassword(id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await connections.update(connectionOf({ id }), 'x')).toBe('gone')
    expect(await connections.remove(id, at(0))).toBe(false)
    expect(await connections.setGlossary(id, [])).toBe(false)
    expect(await connections.setSampling(id, { enabled: false, never: [], always: [] })).toBe(false)
  })

  it('keep glossary and sampling apart from the rest', async () => {
    const connection = await added()
    const terms = [{ term: 'turnover', meaning: 'sum of all orders', sql: null }]
    const sampling = {
      enabled: true,
      never: [{ schema: 'public', table: 'people', column: 'name' }],
      always: [],
    }
    expect(await connections.setGlossary(connection.id, terms)).toBe(true)
    expect(await connections.setSampling(connection.id, sampling)).toBe(true)
    expect(await connections.update({ ...connection, name: randomUUID() }, null)).toBe('updated')
    expect(await connections.readGlossary(connection.id)).toEqual(terms)
    expect(await connections.find(connection.id)).toMatchObject({ sampling })
  })
})

describe('what is known of the database of a connection', () => {
  const functions = [{ schema: 'public', name: 'net price' }]
  const found = { serverVersion: 'MariaDB 10.11.6', loginCanWrite: true }

  it('is kept with it, also when it is renamed', async () => {
    const connection = await added({ targetChangedAt: at(0) })
    expect(await connections.setAllowedFunctions(connection.id, functions, at(0))).toBe(true)
    expect(await connections.setFound(connection.id, found, at(0))).toBe(true)
    const saved = await others.find(connection.id)
    expect(saved).toEqual({ ...connection, ...found, allowedFunctions: functions })
    await connections.update({ ...connection, ...found, name: randomUUID(), username: 'other' }, null)
    expect(await connections.find(connection.id)).toMatchObject({ ...found, allowedFunctions: functions })
  })

  it.each([{ host: 'other.example.com' }, { port: 1 }, { database: 'other' }, { engine: 'MYSQL' }] as const)(
    'no longer allows its functions in another place: %o',
    async changes => {
      const connection = await added({ targetChangedAt: at(0) })
      await connections.setAllowedFunctions(connection.id, functions, at(0))
      await others.update({ ...connection, ...changes, allowedFunctions: functions }, null)
      expect(await connections.find(connection.id)).toMatchObject({ ...changes, allowedFunctions: [] })
    },
  )

  it('is not taken from somebody who has seen an older target', async () => {
    const connection = await added({ targetChangedAt: at(1) })
    expect(await connections.setAllowedFunctions(connection.id, functions, at(0))).toBe(false)
    expect(await connections.setFound(connection.id, found, at(0))).toBe(false)
    expect(await connections.find(connection.id)).toEqual(connection)
  })
})

describe('the name of a connection', () => {
  it('is taken whatever the case of its letters', async () => {
    const { name } = await added({ name: `Čápi ${randomUUID()}` })
    expect(await connections.add(connectionOf({ name: name.toUpperCase() }), 'x')).toBe('name-taken')
    const other = await added()
    expect(await connections.update({ ...other, name: name.toLowerCase() }, 'x')).toBe('name-taken')
    expect(await connections.find(other.id)).toEqual(other)
    expect(await connections.readPassword(other.id)).toBe('secret')
  })

  it('goes to one of several that ask for it at once', async () => {
    const name = randomUUID()
    const adding = [connections, others, connections, others].map(each =>
      each.add(connectionOf({ name }), 'x'),
    )
    expect((await Promise.all(adding)).sort()).toEqual(['added', 'name-taken', 'name-taken', 'name-taken'])
    const [one, two] = [await added(), await added()]
    const renamed = randomUUID()
    const renaming = [
      connections.update({ ...one, name: renamed }, null),
      others.update({ ...two, name: renamed }, null),
    ]
    expect((await Promise.all(renaming)).sort()).toEqual(['name-taken', 'updated'])
  })

  it('is free again when the connection is deleted', async () => {
    const { id, name } = await added()
    await connections.remove(id, at(0))
    expect(await connections.add(connectionOf({ name }), 'x')).toBe('added')
  })
})

describe('changing a connection', () => {
  it('changes what is given, and the password only where there is a new one', async () => {
    const connection = await added({}, 'old')
    const changed = { ...connection, host: 'new.example.com', port: 6543, targetChangedAt: at(5) }
    expect(await connections.update(changed, null)).toBe('updated')
    expect(await connections.find(connection.id)).toEqual(changed)
    expect(await connections.readPassword(connection.id)).toBe('old')
    expect(await connections.update(changed, 'new')).toBe('updated')
    expect(await others.readPassword(connection.id)).toBe('new')
  })

  it.each([
    ['stays where only the name and the privacy change', { name: randomUUID(), privacy: 'ROWS' }, null, 0],
    ['rises for another host', { host: 'other.example.com' }, null, 1],
    ['rises for another port', { port: 1 }, null, 1],
    ['rises for another TLS mode', { tls: 'REQUIRE' }, null, 1],
    ['rises for a new password', {}, 'new', 1],
    ['is as given where that is later', { host: 'other.example.com', targetChangedAt: at(9) }, null, -1],
  ] as const)('targetChangedAt %s', async (_, changes, password, rises) => {
    const connection = await added({ targetChangedAt: at(0) })
    expect(await connections.update({ ...connection, ...changes }, password)).toBe('updated')
    const found = await connections.find(connection.id)
    expect(found?.targetChangedAt).toEqual(rises === -1 ? at(9) : new Date(at(0).getTime() + rises))
  })

  it('is refused to somebody who has seen an older target', async () => {
    const connection = await added({ targetChangedAt: at(0) })
    const moved = { ...connection, host: 'moved.example.com', targetChangedAt: at(1) }
    expect(await connections.update(moved, 'new', at(0))).toBe('updated')
    expect(await others.update({ ...connection, privacy: 'ROWS' }, null, at(0))).toBe('outdated')
    expect(await connections.find(connection.id)).toMatchObject({
      host: 'moved.example.com',
      privacy: 'CATALOG',
    })
  })

  it('by two that knew the same row raises targetChangedAt for both', async () => {
    const connection = await added({ targetChangedAt: at(0) })
    await connections.update({ ...connection, host: 'one.example.com', targetChangedAt: at(7) }, null)
    await others.update({ ...connection, host: 'two.example.com', targetChangedAt: at(3) }, null)
    const found = await connections.find(connection.id)
    expect(found).toMatchObject({ host: 'two.example.com' })
    expect(found?.targetChangedAt.getTime()).toBeGreaterThan(at(7).getTime())
  })
})

describe('deleting a connection', () => {
  it('leaves it to history without its password, and to nothing else', async () => {
    const connection = await added()
    const terms = [{ term: 'a', meaning: 'b', sql: null }]
    await connections.setGlossary(connection.id, terms)
    expect(await connections.remove(connection.id, at(1))).toBe(true)
    expect(await connections.remove(connection.id, at(2))).toBe(false)
    expect(await connections.find(connection.id)).toEqual({ ...connection, deletedAt: at(1) })
    expect((await connections.list()).map(({ id }) => id)).not.toContain(connection.id)
    expect(await connections.readGlossary(connection.id)).toEqual(terms)
    await expect(connections.readPassword(connection.id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const sql = postgres(test.database.url, { max: 1 })
    const rows = await sql`select length(sealed_password) as bytes, key_id from connections
      where id = ${connection.id}`
    await sql.end()
    expect([...rows]).toEqual([{ bytes: 0, key_id: '' }])
  })

  it('wins over changes that come after it', async () => {
    const connection = await added()
    await others.remove(connection.id, at(1))
    expect(await connections.update({ ...connection, name: randomUUID() }, 'new')).toBe('gone')
    expect(await connections.setGlossary(connection.id, [])).toBe(false)
    expect(await connections.find(connection.id)).toEqual({ ...connection, deletedAt: at(1) })
  })
})
