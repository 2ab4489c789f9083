import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectionOf, startTestStore } from '../../tests/fixtures/store.ts'
import type { TestStore } from '../../tests/fixtures/store.ts'
import type { Store } from './store.ts'

let test: TestStore
let connections: Store['connections']
beforeAll(async () => {
  test = await startTestStore()
  connections = test.store.connections
})
afterAll(() => test?.stop())

const later = new Date('2026-05-01T00:00:00Z')
const sampleOf = (changes: Parameters<typeof connectionOf>[0] = {}) =>
  connectionOf({ sample: true, ...changes })

async function put(password: string, changes: Parameters<typeof connectionOf>[0] = {}) {
  const sample = randomUUID()
  const connection = sampleOf(changes)
  await connections.putSample(sample, connection, password)
  return { sample, connection }
}

describe('a sample connection', () => {
  it('stays the same connection when the sample moves, and says that it has', async () => {
    const { sample, connection } = await put('old', { port: 1111 })
    await connections.putSample(sample, sampleOf({ port: 2222, targetChangedAt: later }), 'new')
    expect(await connections.find(connection.id)).toEqual({
      ...connection,
      port: 2222,
      targetChangedAt: later,
    })
    expect(await connections.readPassword(connection.id)).toBe('new')
  })

  it.each([
    ['a new password only', 'new', {}, true],
    ['another database', 'old', { database: 'other' }, true],
    ['nothing new', 'old', {}, false],
    ['another name and privacy, which people choose,', 'old', { name: 'Other', privacy: 'ROWS' }, false],
  ] as const)('with %s', async (_, password, changes, isNewTarget) => {
    const { sample, connection } = await put('old')
    await connections.putSample(sample, { ...connection, ...changes, targetChangedAt: later }, password)
    const found = await connections.find(connection.id)
    expect(found).toMatchObject({ name: connection.name, privacy: connection.privacy })
    expect(found?.targetChangedAt).toEqual(isNewTarget ? later : connection.targetChangedAt)
    expect(await connections.readPassword(connection.id)).toBe(password)
  })

  it('is made once by several that start at the same moment', async () => {
    const others = (await test.openAgain()).connections
    const sample = randomUUID()
    const name = `Shop ${sample}`
    const starts = [connections, others, connections, others]
    await Promise.all(starts.map(each => each.putSample(sample, sampleOf({ name }), 'secret')))
    expect((await connections.list()).filter(found => found.name.startsWith(name))).toHaveLength(1)
  })

  it('that was deleted comes back as the same connection', async () => {
    const { sample, connection } = await put('old')
    await connections.remove(connection.id, new Date())
    await connections.putSample(sample, sampleOf({ targetChangedAt: later }), 'old')
    expect(await connections.find(connection.id)).toEqual({ ...connection, targetChangedAt: later })
    expect(await connections.readPassword(connection.id)).toBe('old')
  })

  it('leaves the connection of a person that has its name alone', async () => {
    const own = connectionOf()
    await connections.add(own, 'own')
    const { connection } = await put('sample', { name: own.name })
    expect(await connections.find(own.id)).toEqual(own)
    expect(await connections.readPassword(own.id)).toBe('own')
    expect(await connections.find(connection.id)).toMatchObject({ name: `${own.name} (sample)` })
    const { connection: third } = await put('sample', { name: own.name })
    expect(await connections.find(third.id)).toMatchObject({ name: `${own.name} (sample 2)` })
  })

  it('that comes back to find its name taken takes another', async () => {
    const { sample, connection } = await put('old')
    await connections.remove(connection.id, new Date())
    const own = connectionOf({ name: connection.name.toUpperCase() })
    expect(await connections.add(own, 'own')).toBe('added')
    await connections.putSample(sample, sampleOf(), 'old')
    expect(await connections.find(connection.id)).toMatchObject({
      name: `${connection.name} (sample)`,
      deletedAt: null,
    })
    expect(await connections.find(own.id)).toEqual(own)
  })
})
