import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  addOwner,
  historyOf,
  promptOf,
  queryOf,
  resultSetOf,
  sessionOf,
  startTestStore,
  userOf,
} from '../../tests/fixtures/store.ts'
import type { TestStore } from '../../tests/fixtures/store.ts'
import type { Store } from './store.ts'

let test: TestStore
let store: Store
beforeAll(async () => {
  test = await startTestStore()
  store = test.store
})
afterAll(() => test?.stop())

const at = (seconds: number) => new Date(Date.UTC(2026, 2, 1) + seconds * 1000)

describe('users', () => {
  it('are found by their e-mail address whatever the case of its letters, and only once', async () => {
    const user = userOf({ email: 'Ada@Example.com' })
    expect(await store.users.add(user)).toBe(true)
    expect(await store.users.findByEmail('aDA@example.COM')).toMatchObject(user)
    expect(await store.users.add(userOf({ email: 'ada@example.com' }))).toBe(false)
  })

  it('come without their password but where it is checked', async () => {
    const { passwordHash, ...visible } = userOf()
    await store.users.add({ ...visible, passwordHash })
    expect(await store.users.find(visible.id)).toEqual(visible)
    expect(await store.users.findMany([visible.id, randomUUID()])).toEqual([visible])
  })
})

describe('sessions', () => {
  it('know their user until they are removed', async () => {
    const user = userOf()
    await store.users.add(user)
    for (const [idHash, seconds] of [
      ['short', 0],
      ['long', 100],
    ] as const)
      await store.sessions.add(sessionOf(user.id, { idHash, expiresAt: at(seconds) }))
    const long = await store.sessions.findWithUser('long', at(0))
    if (!long) throw new Error('no session')
    await store.sessions.touch(long.session, at(50), at(200))
    await store.sessions.removeExpired(at(150))
    expect(await store.sessions.findWithUser('short', at(-100))).toBeNull()
    const found = await store.sessions.findWithUser('long', at(150))
    expect(found?.session).toMatchObject({ expiresAt: at(200), lastSeenAt: at(50) })
    expect(found?.user).not.toHaveProperty('passwordHash')
    expect(await store.sessions.findWithUser('long', at(200))).toBeNull()
    await store.sessions.remove('long')
    expect(await store.sessions.listOf(user.id, at(0))).toEqual([])
  })
})

describe('failed sign-ins', () => {
  it('are counted per account and address, and per address, of the time that is asked for', async () => {
    const failures = store.signInFailures
    for (const [email, address, seconds] of [
      ['Ada@example.com', '10.0.0.1', 0],
      ['ada@example.com', '10.0.0.1', 10],
      ['ada@example.com', '10.0.0.2', 10],
      ['bob@example.com', '10.0.0.1', 20],
    ] as const)
      await failures.add({ id: randomUUID(), email, address, at: at(seconds) })
    expect(await failures.countForAccount('ADA@example.com', '10.0.0.1', at(0))).toEqual({
      failures: 2,
      oldest: at(0),
    })
    expect(await failures.countForAddress('10.0.0.1', at(5))).toEqual({ failures: 2, oldest: at(10) })
    await failures.forget('ada@EXAMPLE.com', '10.0.0.1')
    expect(await failures.countForAddress('10.0.0.1', at(0))).toEqual({ failures: 1, oldest: at(20) })
    await failures.removeBefore(at(15))
    expect(await failures.countForAddress('10.0.0.2', at(0))).toEqual({ failures: 0, oldest: null })
  })
})

describe('prompts', () => {
  it('take a request id once for each author', async () => {
    const [ada, bob] = [await addOwner(store), await addOwner(store)]
    const prompt = promptOf(ada)
    expect(await store.prompts.add(prompt, 'r1')).toBe(true)
    expect(await store.prompts.add(promptOf(ada), 'r1')).toBe(false)
    expect(await store.prompts.add(promptOf(bob), 'r1')).toBe(true)
    expect(await store.prompts.add(promptOf(ada), null)).toBe(true)
    expect(await store.prompts.add(promptOf(ada), null)).toBe(true)
    expect(await store.prompts.findByRequest(ada.authorId, 'r1')).toMatchObject({ id: prompt.id })
  })

  it('come newest first in parts that neither repeat nor leave out, also of the same instant', async () => {
    const owner = await addOwner(store)
    const prompts = Array.from({ length: 7 }, (_, n) => promptOf(owner, { createdAt: at(Math.floor(n / 3)) }))
    for (const prompt of prompts) await store.prompts.add(prompt, null)
    await store.prompts.add({ ...promptOf(owner), outcome: null }, null)
    const seen: string[] = []
    let after: string | null = null
    do {
      const page = await store.prompts.history({ ...historyOf(owner), first: 2, after })
      seen.push(...page.nodes.map(({ id }) => id))
      after = page.hasNextPage ? page.endCursor : null
    } while (after !== null)
    expect(new Set(seen)).toEqual(new Set(prompts.map(({ id }) => id)))
    expect(seen).toHaveLength(7)
    const times = seen.map(id => prompts.find(prompt => prompt.id === id)?.createdAt.getTime() ?? 0)
    expect(times).toEqual([...times].sort((a, b) => b - a))
  })

  it.each([
    ['100%', ['Is it 100% done?', 'Show 1000']],
    ['DONE is', ['Is it 100% done?']],
    ['wha b', ['What is a_b?']],
    ['IS', ['Is it 100% done?', 'What is a_b?', 'What is axb?']],
    ["back\\slash' | 'is", []],
    ['?', []],
  ])('are searched for the words, or their beginnings, of %s', async (search, expected) => {
    const owner = await addOwner(store)
    for (const text of ['Is it 100% done?', 'What is a_b?', 'What is axb?', 'Show 1000'])
      await store.prompts.add(promptOf(owner, { text }), null)
    const { nodes } = await store.prompts.history({ ...historyOf(owner), search })
    expect(nodes.map(({ text }) => text).sort()).toEqual(expected)
  })

  it('refuse a cursor that is none', async () => {
    const filter = historyOf(await addOwner(store))
    await expect(store.prompts.history({ ...filter, after: 'nonsense' })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
    })
  })

  it('whose process died are ended, and no others', async () => {
    const owner = await addOwner(store)
    const dead = promptOf(owner, { createdAt: at(0) })
    const young = promptOf(owner, { createdAt: at(100) })
    for (const prompt of [dead, young]) await store.prompts.add({ ...prompt, outcome: null }, null)
    const ended = await store.prompts.failUnfinishedBefore(at(50), 'The server stopped')
    expect(ended.map(({ id }) => id)).toEqual([dead.id])
    expect(await store.prompts.find(dead.id)).toMatchObject({
      outcome: 'FAILURE',
      message: 'The server stopped',
    })
    expect(await store.prompts.find(young.id)).toMatchObject({ outcome: null })
  })
})

describe('queries', () => {
  it('come back as they were kept; those of a prompt newest first', async () => {
    const owner = await addOwner(store)
    const prompt = promptOf(owner)
    await store.prompts.add(prompt, null)
    const usage = { model: 'm', inputTokens: 1, cachedInputTokens: 0, outputTokens: 2, latencyMs: 3.5 }
    const first = queryOf(owner, { promptId: prompt.id, createdAt: at(0), usage })
    const second = queryOf(owner, { promptId: prompt.id, createdAt: at(1), confidence: null })
    for (const query of [first, second]) await store.queries.add(query)
    expect(await store.queries.find(first.id)).toEqual(first)
    expect(await store.queries.listOfPrompt(prompt.id)).toEqual([second, first])
  })
})

describe('result sets', () => {
  it('are changed in part, and fail when nobody has spoken for them', async () => {
    const owner = await addOwner(store)
    const query = queryOf(owner)
    await store.queries.add(query)
    const [silent, alive, over] = [0, 0, 0].map(seconds =>
      resultSetOf(owner, query.id, { startedAt: at(seconds) }),
    )
    if (!silent || !alive || !over) throw new Error('three are made')
    for (const resultSet of [silent, alive, over])
      expect(await store.resultSets.add(resultSet, null)).toBe(true)
    await store.resultSets.heartbeat(alive.id, at(100))
    await store.resultSets.update(over.id, { state: 'COMPLETED', rowCount: 11, columns: [] })
    const problem = { code: 'RUN_INTERRUPTED', message: 'Stopped', hints: [], retryable: true }
    const failed = await store.resultSets.failSilentSince(at(50), problem)
    expect(failed.map(({ id }) => id)).toEqual([silent.id])
    expect(await store.resultSets.find(silent.id)).toMatchObject({ state: 'FAILED', problem })
    expect(await store.resultSets.find(alive.id)).toMatchObject({ state: 'RUNNING', problem: null })
    expect(await store.resultSets.find(over.id)).toMatchObject({ ...over, state: 'COMPLETED', rowCount: 11 })
    expect(await store.resultSets.listOfQuery(query.id)).toHaveLength(3)
  })

  it('take a request id once for each author', async () => {
    const owner = await addOwner(store)
    const query = queryOf(owner)
    await store.queries.add(query)
    const first = resultSetOf(owner, query.id)
    expect(await store.resultSets.add(first, 'r1')).toBe(true)
    expect(await store.resultSets.add(resultSetOf(owner, query.id), 'r1')).toBe(false)
    expect(await store.resultSets.findByRequest(owner.authorId, 'r1')).toMatchObject({ id: first.id })
  })
})
