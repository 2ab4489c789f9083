import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addOwner, promptOf, queryOf, resultSetOf, startTestStore } from '../../tests/fixtures/store.ts'
import type { TestStore } from '../../tests/fixtures/store.ts'

let test: TestStore
let owner: Awaited<ReturnType<typeof addOwner>>

beforeAll(async () => {
  test = await startTestStore()
  owner = await addOwner(test.store)
})

afterAll(() => test?.stop())

async function ask(text: string, more: Parameters<typeof promptOf>[1] = {}, sql = 'select 1') {
  const query = queryOf(owner, { sql, sqlHash: sql.padEnd(64, 'x').slice(0, 64) })
  const prompt = promptOf(owner, { text, queryId: query.id, ...more })
  await test.store.prompts.add({ ...prompt, outcome: null }, null)
  await test.store.queries.add({ ...query, promptId: prompt.id })
  await test.store.prompts.end(prompt.id, prompt)
  return { prompt, query }
}

describe('what people keep of a connection', () => {
  it('is what is approved, by its title, and favourites without a word of whose', async () => {
    const kept = await ask('Who pays late?')
    await test.store.prompts.setFavourite(kept.prompt.id, true, 'Mine')
    const shared = await ask('Top buyers', {}, 'select 2')
    await test.store.keptPrompts.offer({
      ...{ promptId: shared.prompt.id, queryId: shared.query.id, title: 'Buyers', at: new Date() },
    })
    await test.store.keptPrompts.approve(shared.prompt.id, shared.query.id, owner.authorId, new Date())
    await ask('Neither', {}, 'select 3')
    const found = await test.store.keptEvidence.queries(owner.connectionId)
    expect(found.sort((one, other) => one.sql.localeCompare(other.sql))).toEqual([
      { kind: 'FAVOURITE', title: null, sql: 'select 1', tables: ['customers'] },
      { kind: 'APPROVED', title: 'Buyers', sql: 'select 2', tables: ['customers'] },
    ])
  })
})

describe('what ran again and again', () => {
  it('is counted by its SQL, the most time first, without what ran too rarely or failed', async () => {
    const { query } = await ask('Slow', {}, 'select slow')
    const { query: rare } = await ask('Rare', {}, 'select rare')
    const run = (queryId: string, durationMs: number, state: 'COMPLETED' | 'FAILED' = 'COMPLETED') =>
      test.store.resultSets.add(resultSetOf(owner, queryId, { state, durationMs }), null)
    await Promise.all([
      run(query.id, 100),
      run(query.id, 300),
      run(query.id, 9000, 'FAILED'),
      run(rare.id, 9),
    ])
    expect(await test.store.keptEvidence.repeatedRuns(owner.connectionId, new Date(0), 2)).toEqual([
      { sql: 'select slow', runs: 2, meanMs: 200, longestMs: 300, tables: ['customers'] },
    ])
  })
})

describe('where the same SQL was applied', () => {
  it('is nowhere while nothing was', async () => {
    expect(await test.store.keptEvidence.appliedElsewhere('select 1', owner.connectionId)).toEqual([])
  })
})
