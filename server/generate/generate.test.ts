import { describe, expect, it } from 'vitest'
import { AppError } from '../errors.ts'
import { SQL, builtInQuery, builtInUnsure, proposes, run } from './generate.fixture.ts'
import type { Script } from './generate.fixture.ts'
import type { Generation } from './generation.ts'

describe('generating with a model', () => {
  it('takes one request on the ordinary path, on record before and after', async () => {
    const { generation, log, told, requests } = await run({ scripts: [proposes(SQL)] })
    expect(generation).toEqual({
      kind: 'query',
      sql: SQL,
      explanation: 'I count the customers.',
      assumptions: [],
      confidence: 0.9,
      origin: 'MODEL',
      model: 'claude-test',
      usage: {
        model: 'claude-test',
        inputTokens: 1000,
        cachedInputTokens: 900,
        outputTokens: 50,
        latencyMs: 100,
      },
    })
    expect(told).toBe('I count the customers.')
    expect(log).toEqual([
      'built-in asked',
      'stage model: claude-test',
      'call claude-test 64',
      'answer true null 100 ms 1000 tokens',
      'stage check',
      `verify ${SQL}`,
    ])
    expect(requests[0]?.system).toContain('table customers')
    expect(requests[0]?.messages).toEqual([
      {
        role: 'user',
        text: expect.stringMatching(/<question>\nHow many customers are there\?\n<\/question>$/) as string,
      },
    ])
  })

  it('tells the reading of the tool call when the model wrote nothing before it', async () => {
    const { generation, told } = await run({ scripts: [proposes(SQL, '')] })
    expect(generation).toMatchObject({ explanation: `reading of ${SQL}` })
    expect(told).toBe(`reading of ${SQL}`)
  })

  it('gives what the database says back to the model, and sums the usage', async () => {
    const { generation, requests, told } = await run({
      scripts: [proposes('select nme'), proposes(SQL, 'Sorry!')],
      refusals: { 'select nme': { message: 'column "nme" does not exist', refused: false } },
    })
    expect(generation).toMatchObject({
      kind: 'query',
      sql: SQL,
      explanation: `reading of ${SQL}`,
      usage: { inputTokens: 2000, cachedInputTokens: 1800, outputTokens: 100, latencyMs: 200 },
    })
    expect(requests[1]?.messages.at(-1)).toMatchObject({
      role: 'tool',
      results: [{ id: 'call-0', isError: true, text: expect.stringContaining('nme') as string }],
    })
    expect(told).toBe('I count the customers.')
  })

  it.each<[string, Script]>([
    ['no tool call', { text: `\`\`\`sql\n${SQL}\n\`\`\`` }],
    ['nothing', {}],
    ['an unknown tool', { calls: [['run_sql', { sql: SQL }]] }],
    ['wrong input', { calls: [['propose_sql', { query: SQL }]] }],
    [
      'two tool calls',
      {
        calls: [
          ['propose_sql', { sql: SQL }],
          ['propose_sql', { sql: 'select 2' }],
        ],
      },
    ],
    ['a reply cut off', { calls: [['propose_sql', null]], stopReason: 'max-tokens' }],
  ])('asks again after %s', async (_title, nonsense) => {
    const { generation, requests } = await run({ scripts: [nonsense, proposes(SQL)] })
    expect(generation).toMatchObject({ kind: 'query', sql: SQL })
    expect(requests).toHaveLength(2)
  })

  it('declines in honest words when no try passes, after the requests allowed', async () => {
    const { generation, requests } = await run({
      scripts: [proposes('select 1'), proposes('select 2'), proposes('select 3')],
      refusals: {
        'select 1': { message: 'no such table', refused: false },
        'select 2': { message: 'pg_sleep is not allowed', refused: true },
      },
      maxRequests: 2,
    })
    expect(generation).toMatchObject({
      kind: 'declined',
      message: expect.stringContaining('pg_sleep is not allowed') as string,
    })
    expect(requests).toHaveLength(2)
  })

  it('lets the built-in translator answer in place of a model that gives nothing usable', async () => {
    const { generation, log, told } = await run({
      scripts: [{ text: 'Hm.' }, {}, {}],
      builtIn: builtInQuery,
    })
    expect(generation).toBe(builtInQuery)
    expect(told).toBe('Hm.\n\nCounts the customers.')
    expect(log.at(-1)).toBe('stage built-in: The model gave no SQL that passes the checks.')
  })

  it('has at most two rounds of repair, however many requests are allowed', async () => {
    const refusals = Object.fromEntries(
      [1, 2, 3, 4].map(n => [`select ${n}`, { message: 'no', refused: true }]),
    )
    const scripts = Object.keys(refusals).map(sql => proposes(sql))
    const { requests } = await run({ scripts, refusals, maxRequests: 10 })
    expect(requests).toHaveLength(3)
  })

  it('stops asking a model that proposes again what was refused', async () => {
    const { requests, generation } = await run({
      scripts: [proposes('select 1'), proposes('select 1')],
      refusals: { 'select 1': { message: 'no', refused: true } },
    })
    expect(requests).toHaveLength(2)
    expect(generation).toMatchObject({ kind: 'declined' })
  })

  it('tells the model once what makes its SQL suspicious, and takes the mended one', async () => {
    const { generation, requests } = await run({
      scripts: [proposes('select 1'), proposes('select 2')],
      doubts: { 'select 1': ["No row has the country 'Deutschland'. Did you mean 'Germany'?"] },
    })
    expect(generation).toMatchObject({ kind: 'query', sql: 'select 2' })
    expect(JSON.stringify(requests[1]?.messages.at(-1))).toContain("Did you mean 'Germany'?")
  })

  it.each<[string, Script]>([
    ['proposes it again', proposes('select 1')],
    ['has nothing better', {}],
  ])('takes suspicious SQL where the model %s', async (_title, second) => {
    const { generation, requests } = await run({
      scripts: [proposes('select 1'), second, {}],
      doubts: { 'select 1': ['By the plan there is no row.'] },
    })
    expect(generation).toMatchObject({ kind: 'query', sql: 'select 1' })
    expect(requests.length).toBeLessThanOrEqual(3)
  })

  it('looks tables up for the model where the catalog is told in part, at most twice', async () => {
    const looksUp: Script = { calls: [['look_up_tables', { words: 'daily sales' }]] }
    const { generation, requests, log } = await run({
      scripts: [looksUp, looksUp, proposes(SQL)],
      maxCatalogTokens: 50,
    })
    expect(generation).toMatchObject({ kind: 'query', sql: SQL })
    expect(requests[0]?.system).not.toContain('customers')
    expect(requests[0]?.tools.map(({ name }) => name)).toContain('look_up_tables')
    expect(JSON.stringify(requests[1]?.messages.at(-1))).toContain('view reports')
    expect(log).toContain('stage look-up: daily sales')
  })

  it('ends a reply that repeats itself, and asks for a shorter one', async () => {
    const { generation, requests } = await run({
      scripts: [{ text: 'I count, '.repeat(40) }, proposes(SQL)],
    })
    expect(generation).toMatchObject({ kind: 'query', sql: SQL })
    expect(JSON.stringify(requests[1]?.messages.at(-1))).toContain('cut off')
  })

  it('declines when the model only talks nonsense', async () => {
    const { generation } = await run({ scripts: [{}, {}], maxRequests: 2 })
    expect(generation).toMatchObject({
      kind: 'declined',
      message: expect.stringContaining('no answer') as string,
    })
  })

  it.each<[string, Script, Generation]>([
    [
      'asks back with choices',
      {
        calls: [['ask_back', { question: 'Best by what?', choices: ['Best by revenue', 'Best by orders'] }]],
      },
      {
        kind: 'clarification',
        message: 'Best by what?',
        suggestions: ['Best by revenue', 'Best by orders'],
      },
    ],
    [
      'says that the database does not hold it',
      {
        calls: [
          [
            'cannot_answer',
            { reason: 'No weather here.', suggestions: ['Orders per day'], wants_change: false },
          ],
        ],
      },
      { kind: 'declined', message: 'No weather here.', suggestions: ['Orders per day'] },
    ],
    [
      'refuses a request to change data',
      {
        calls: [['cannot_answer', { reason: 'Deleting changes data.', suggestions: [], wants_change: true }]],
      },
      { kind: 'refusal', message: 'Deleting changes data.', suggestions: [] },
    ],
    [
      'declines when the provider withholds the reply',
      { stopReason: 'withheld' },
      { kind: 'declined', message: 'The model declined to answer this question.', suggestions: [] },
    ],
  ])('%s', async (_title, script, generation) => {
    expect((await run({ scripts: [script] })).generation).toEqual(generation)
  })

  it('gives the second request only the time that is left', async () => {
    const { requests } = await run({ scripts: [{}, proposes(SQL)], timeoutMs: 1000, requestMs: 300 })
    expect(requests.map(({ timeoutMs }) => timeoutMs)).toEqual([1000, 700])
  })

  it('ends with LLM_TIMEOUT when the time for all requests is up', async () => {
    const { error, requests } = await run({ scripts: [{}, proposes(SQL)], timeoutMs: 1000, requestMs: 1000 })
    expect(error).toMatchObject({ code: 'LLM_TIMEOUT' })
    expect(requests).toHaveLength(1)
  })
})

describe('who answers', () => {
  const certain: Generation = { ...builtInQuery, confidence: 1 }

  it('is the built-in translator where it is certain, without a call', async () => {
    const { generation, requests } = await run({ scripts: [], builtIn: certain })
    expect(generation).toBe(certain)
    expect(requests).toHaveLength(0)
  })

  it('is the model where somebody wants it, also for what the other is certain of', async () => {
    const { generation } = await run({
      scripts: [proposes(SQL)],
      builtIn: certain,
      input: { translator: 'MODEL' },
    })
    expect(generation).toMatchObject({ origin: 'MODEL', sql: SQL })
  })

  it('is the built-in translator where somebody wants it, however sure it is', async () => {
    const { generation } = await run({ scripts: [], input: { translator: 'BUILT_IN' } })
    expect(generation).toBe(builtInUnsure)
  })
})

it('sends nothing when the intent cannot be recorded', async () => {
  const broken = new AppError('STORE_UNAVAILABLE', 'The store is not reachable.')
  const { error, requests } = await run({
    scripts: [proposes(SQL)],
    builtIn: builtInQuery,
    onModelCall: () => {
      throw broken
    },
  })
  expect(error).toBe(broken)
  expect(requests).toHaveLength(0)
})

describe('generating without a model', () => {
  it.each([builtInQuery, builtInUnsure])(
    'gives the answer of the built-in translator: $kind',
    async builtIn => {
      const { generation, log, told } = await run({ builtIn })
      expect(generation).toBe(builtIn)
      expect(log).toEqual(['built-in asked', 'stage built-in'])
      expect(told).toBe(builtIn.kind === 'query' ? builtIn.explanation : '')
    },
  )
})
