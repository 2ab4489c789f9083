import { beforeEach, describe, expect, it } from 'vitest'
import { shopCatalog } from '../../tests/fixtures/shop-catalog.ts'
import { AppError } from '../errors.ts'
import { shareRequests } from './careful/ask-carefully.ts'
import type { CarefulTask } from './generate.ts'
import { SQL, builtInQuery, proposes, run } from './generate.fixture.ts'
import type { Script } from './generate.fixture.ts'

describe('generating several drafts', () => {
  let compared: readonly string[] = []
  beforeEach(() => (compared = []))
  const careful: CarefulTask = {
    drafts: 3,
    compare: drafts => {
      compared = drafts
      return Promise.resolve(drafts.map(() => ({ answer: 0 })))
    },
  }
  const drafts = ['select 1', 'select 2', 'select 3'].map(sql => proposes(sql))

  it('tells each another rendering of the same catalog, and sums what they cost', async () => {
    const { generation, requests } = await run({ scripts: drafts, input: { careful } })
    expect(compared).toEqual(['select 1', 'select 2', 'select 3'])
    const systems = requests.map(({ system }) => system)
    expect(new Set(systems).size).toBe(3)
    for (const { name } of shopCatalog.tables) for (const system of systems) expect(system).toContain(name)
    expect(generation).toMatchObject({ sql: 'select 1', usage: { inputTokens: 3000, latencyMs: 300 } })
  })

  it('runs nothing where all are the same SQL', async () => {
    const { generation } = await run({ scripts: drafts.map(() => proposes(SQL)), input: { careful } })
    expect(generation).toMatchObject({ sql: SQL, confidence: 0.975 })
    expect(compared).toEqual([])
  })

  it('goes without those that fail, and says so', async () => {
    const failing: Script = { fails: new AppError('LLM_OVERLOADED', 'The provider is overloaded.') }
    const { generation } = await run({
      scripts: [drafts[0], failing, drafts[1]] as Script[],
      input: { careful },
    })
    expect(generation).toMatchObject({
      explanation: expect.stringContaining('One came to no SQL.') as string,
    })
    const { error } = await run({ scripts: [failing, failing, failing], input: { careful } })
    expect(error).toMatchObject({ code: 'LLM_OVERLOADED' })
  })

  it('asks the model also where the built-in translator is certain, and falls back on it', async () => {
    const failing: Script = { fails: new AppError('LLM_OVERLOADED', 'The provider is overloaded.') }
    const { generation, requests } = await run({
      ...{ scripts: [failing, failing, failing], builtIn: builtInQuery, input: { careful } },
    })
    expect(requests).toHaveLength(3)
    expect(generation).toBe(builtInQuery)
  })

  it('shares the requests of one question between them', () => {
    expect(shareRequests(4, 3)).toEqual([2, 1, 1])
    expect(shareRequests(8, 3)).toEqual([3, 3, 2])
    expect(shareRequests(2, 3)).toEqual([1, 1])
    expect(shareRequests(1, 3)).toEqual([1])
  })
})
