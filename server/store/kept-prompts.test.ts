import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  addOwner,
  historyOf,
  promptOf,
  queryOf,
  resultSetOf,
  startTestStore,
} from '../../tests/fixtures/store.ts'
import type { TestStore } from '../../tests/fixtures/store.ts'
import type { Prompt } from '../domain.ts'
import type { Store } from './store.ts'

let test: TestStore
let store: Store
beforeAll(async () => {
  test = await startTestStore()
  store = test.store
})
afterAll(() => test?.stop())

const at = (seconds: number) => new Date(Date.UTC(2026, 2, 1) + seconds * 1000)
type Owner = Awaited<ReturnType<typeof addOwner>>

async function add(owner: Owner, changes: Partial<Prompt> = {}): Promise<Prompt> {
  const prompt = promptOf(owner, changes)
  await store.prompts.add(prompt, null)
  return prompt
}
async function offer(prompt: Prompt): Promise<string> {
  const query = queryOf(prompt, { promptId: prompt.id })
  await store.queries.add(query)
  await store.keptPrompts.offer({ promptId: prompt.id, queryId: query.id, title: 'Shelf', at: at(9) })
  return query.id
}
async function colleague(owner: Owner): Promise<Owner> {
  return { ...(await addOwner(store)), connectionId: owner.connectionId }
}
const ids = (prompts: readonly Prompt[]) => prompts.map(({ id }) => id)

describe('kept prompts', () => {
  it('are found by words or meaning by their author, and by others when they are approved', async () => {
    const ada = await addOwner(store)
    const bob = await colleague(ada)
    const same = { askedWords: 'all customers', meaning: 'm1' }
    await add(ada, same)
    const favourite = await add(ada, { ...same, favourite: true, createdAt: at(1) })
    const shared = await add(bob, { ...same, askedWords: 'every customer', createdAt: at(2) })
    const queryId = await offer(shared)
    const find = (viewer: Owner, askedWords: string | null, meaning: string | null, on = ada.connectionId) =>
      store.keptPrompts.findAskedBefore({ connectionId: on, viewerId: viewer.authorId, askedWords, meaning })
    expect(ids(await find(ada, 'all customers', null))).toEqual([favourite.id])
    expect(await find(bob, 'all customers', 'm1')).toEqual([])
    await store.keptPrompts.approve(shared.id, queryId, bob.authorId, at(10))
    expect(ids(await find(ada, 'all customers', 'm1'))).toEqual([favourite.id, shared.id])
    expect(ids(await find(ada, 'every customer', 'm1'))).toEqual([shared.id, favourite.id])
    expect(await find(ada, 'all customers', 'm1', randomUUID())).toEqual([])
    expect(await find(ada, null, null)).toEqual([])
  })

  it('are offered by the beginnings of words, favourites first', async () => {
    const ada = await addOwner(store)
    const bob = await colleague(ada)
    const shared = await add(bob, { text: 'Customers of Rome', createdAt: at(5) })
    await store.keptPrompts.approve(shared.id, await offer(shared), bob.authorId, at(10))
    const favourite = await add(ada, { text: 'Revenue', createdAt: at(1) })
    await store.prompts.setFavourite(favourite.id, true, 'What customers pay')
    const find = (typed: string) => store.keptPrompts.findBeginning(ada.connectionId, ada.authorId, typed, 5)
    expect(ids(await find('cust'))).toEqual([favourite.id, shared.id])
    expect(ids(await find('rome cus'))).toEqual([shared.id])
    expect(await find('?')).toEqual([])
    await store.prompts.setFavourite(favourite.id, true, null)
    expect(ids(await find('cust'))).toEqual([shared.id])
  })

  it('are approved once, as the very SQL that is offered, until they are withdrawn or offered anew', async () => {
    const ada = await addOwner(store)
    const [bob, eve] = [await colleague(ada), await colleague(ada)]
    const prompt = await add(ada)
    const queryId = await offer(prompt)
    const { approve } = store.keptPrompts
    expect(await approve(prompt.id, randomUUID(), bob.authorId, at(10))).toBe(false)
    expect(await approve(prompt.id, queryId, bob.authorId, at(10))).toBe(true)
    expect(await approve(prompt.id, queryId, eve.authorId, at(20))).toBe(true)
    expect(await store.prompts.find(prompt.id)).toMatchObject({
      ...{ sharing: 'APPROVED', approvedById: bob.authorId, approvedAt: at(10), title: 'Shelf' },
    })
    await offer(prompt)
    expect(await store.prompts.find(prompt.id)).toMatchObject({ sharing: 'REQUESTED', approvedById: null })
    await store.keptPrompts.withdraw(prompt.id)
    expect(await store.prompts.find(prompt.id)).toMatchObject({ sharing: null, sharedQueryId: null })
    expect(await approve(prompt.id, queryId, bob.authorId, at(30))).toBe(false)
  })

  it('are listed for the team while their connection is there', async () => {
    const ada = await addOwner(store)
    const prompt = await add(ada)
    await offer(prompt)
    const filter = { ...historyOf(await addOwner(store)), scope: 'REQUESTED', search: 'shelf' } as const
    await store.prompts.setFavourite(prompt.id, false, 'Shelf')
    expect(ids((await store.prompts.history(filter)).nodes)).toEqual([prompt.id])
    expect((await store.prompts.history({ ...filter, connectionIds: [] })).nodes).toEqual([])
    await store.connections.remove(ada.connectionId, at(50))
    expect((await store.prompts.history(filter)).nodes).toEqual([])
  })
})

describe('prompts', () => {
  it('are gone with their SQL and result sets when they are removed, and nothing else is', async () => {
    const owner = await addOwner(store)
    const [gone, stays] = [await add(owner), await add(owner)]
    const [query, other] = [gone, stays].map(({ id }) => queryOf(owner, { promptId: id }))
    if (!query || !other) throw new Error('two are made')
    for (const each of [query, other]) {
      await store.queries.add(each)
      await store.resultSets.add(resultSetOf(owner, each.id, { id: each.id }), null)
    }
    await store.prompts.remove(gone.id)
    expect(await store.prompts.find(gone.id)).toBeNull()
    expect(await store.queries.find(query.id)).toBeNull()
    expect(await store.resultSets.find(query.id)).toBeNull()
    expect(await store.resultSets.find(other.id)).not.toBeNull()
    expect(ids((await store.prompts.history(historyOf(owner))).nodes)).toEqual([stays.id])
  })

  it('stand for the newest of their SQL that may run', async () => {
    const owner = await addOwner(store)
    const prompt = await add(owner)
    const made = (seconds: number, allowed: boolean) => {
      const query = queryOf(owner, { promptId: prompt.id, createdAt: at(seconds) })
      return { ...query, check: { ...query.check, allowed } }
    }
    const [first, second, refused] = [made(1, true), made(2, true), made(3, false)]
    for (const query of [first, second, refused]) await store.queries.add(query)
    expect((await store.queries.findNewestAllowed(prompt.id))?.id).toBe(second.id)
  })
})
