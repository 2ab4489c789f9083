import { beforeEach, describe, expect, it } from 'vitest'
import { plainDialect, shopCatalog } from '../../tests/fixtures/shop-catalog.ts'
import { AppError } from '../errors.ts'
import type {
  LanguageModel,
  ModelEvent,
  ModelRequest,
  ModelToolCall,
  StopReason,
} from '../llm/language-model.ts'
import { shareRequests } from './careful/ask-carefully.ts'
import type { CarefulTask, GenerationInput } from './generate.ts'
import { createGenerator } from './generate.ts'
import type { Generation } from './generation.ts'

const SQL = 'select count(*) as customer_count from customers'

const builtInQuery: Generation = {
  kind: 'query',
  sql: 'select 1',
  explanation: 'Counts the customers.',
  confidence: 0.8,
  origin: 'BUILT_IN',
  model: null,
  usage: null,
}
const builtInUnsure: Generation = { kind: 'declined', message: 'I do not know "gadgets".', suggestions: [] }

const NOTHING_KNOWN = {
  ...{ translator: null, mentions: [], usage: new Map<string, number>(), allowedPersonal: [], approved: [] },
  ...{ serverVersion: null, role: 'READ_ONLY' as const, timeZone: 'UTC', careful: null },
}

/** One reply of a scripted model: its text, its calls, how it ends. */
interface Script {
  text?: string
  calls?: readonly [name: string, input: unknown][]
  fails?: Error
  stopReason?: StopReason
}

const proposes = (sql: string, text = 'I count the customers.'): Script => ({
  text,
  calls: [['propose_sql', { sql, reading: `reading of ${sql}`, confidence: 0.9 }]],
})

/** Runs a question through a generator whose model follows a script, and records all that happens. */
async function run(setup: {
  scripts?: readonly Script[]
  builtIn?: Generation
  refusals?: Readonly<Record<string, { message: string; refused: boolean }>>
  maxRequests?: number
  timeoutMs?: number
  maxCatalogTokens?: number
  doubts?: Readonly<Record<string, readonly string[]>>
  onModelCall?: () => void
  /** Milliseconds that each request takes. */
  requestMs?: number
  input?: Partial<GenerationInput>
}) {
  const requests: ModelRequest[] = []
  const log: string[] = []
  let clock = 0
  const model: LanguageModel | null = setup.scripts
    ? {
        provider: 'Fake',
        model: 'claude-test',
        async *stream(request): AsyncGenerator<ModelEvent> {
          requests.push({ ...request, messages: [...request.messages] })
          const script = setup.scripts?.[requests.length - 1]
          if (!script) throw new Error('the script has no more replies')
          clock += setup.requestMs ?? 100
          if (script.text !== undefined)
            yield await Promise.resolve({ kind: 'text', text: script.text } as const)
          if (script.fails !== undefined) throw script.fails
          const calls = script.calls ?? []
          for (const [at, [name, input]] of calls.entries()) {
            const call: ModelToolCall = { id: `call-${at}`, name, input }
            yield { kind: 'tool-call', call }
          }
          const tokens = { inputTokens: 1000, cachedInputTokens: 900, outputTokens: 50 }
          yield { kind: 'finished', tokens, stopReason: script.stopReason ?? 'tool-call' }
        },
      }
    : null
  const generator = createGenerator({
    model,
    maxRequests: setup.maxRequests ?? 4,
    timeoutMs: setup.timeoutMs ?? 60_000,
    firstTokenTimeoutMs: 30_000,
    maxOutputTokens: 8_000,
    maxCatalogTokens: setup.maxCatalogTokens ?? 6_000,
    now: () => clock,
  })
  let told = ''
  const answer = generator.generate(
    {
      ...NOTHING_KNOWN,
      text: 'How many customers are there?',
      conversation: [],
      catalog: shopCatalog,
      values: [],
      glossary: [],
      dialect: plainDialect,
      privacy: 'CATALOG',
      today: '2026-03-01',
      builtIn: () => {
        log.push('built-in asked')
        return setup.builtIn ?? builtInUnsure
      },
      verify: sql => {
        log.push(`verify ${sql}`)
        const refusal = setup.refusals?.[sql]
        return Promise.resolve(
          refusal ? { ok: false, ...refusal } : { ok: true, doubts: setup.doubts?.[sql] },
        )
      },
      signal: new AbortController().signal,
      ...setup.input,
    },
    {
      onStage: (stage, detail) => void log.push(`stage ${stage}${detail === null ? '' : `: ${detail}`}`),
      onExplanation: delta => void (told += delta),
      onModelCall: ({ model: name, promptHash, sent }) => {
        expect(sent.messages.length).toBeGreaterThan(0)
        log.push(`call ${name} ${promptHash.length}`)
        setup.onModelCall?.()
      },
      onModelAnswer: ({ ok, code, latencyMs, tokens }) =>
        void log.push(`answer ${ok} ${code} ${latencyMs} ms ${tokens?.inputTokens ?? 'no'} tokens`),
    },
  )
  const outcome = await answer.then(
    generation => ({ generation, error: null }),
    (error: unknown) => ({ generation: null, error }),
  )
  return { ...outcome, requests, log, told }
}

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

describe('when the model fails from outside', () => {
  const overloaded = new AppError('LLM_OVERLOADED', 'Anthropic is overloaded.', { retryable: true })

  it('lets the built-in translator take over where it is sure', async () => {
    const { generation, log, told } = await run({
      scripts: [{ text: 'I count', fails: overloaded }],
      builtIn: builtInQuery,
    })
    expect(generation).toBe(builtInQuery)
    expect(told).toBe('I count\n\nCounts the customers.')
    expect(log).toEqual([
      'built-in asked',
      'stage model: claude-test',
      'call claude-test 64',
      'answer false LLM_OVERLOADED 100 ms no tokens',
      'built-in asked',
      'stage built-in: Anthropic is overloaded.',
    ])
  })

  it('throws the failure where the built-in translator is not sure', async () => {
    expect((await run({ scripts: [{ fails: overloaded }] })).error).toBe(overloaded)
  })

  it('takes a stream that ends without an end for a bad reply', async () => {
    const silent: LanguageModel = {
      provider: 'Fake',
      model: 'claude-test',
      async *stream() {
        yield await Promise.resolve({ kind: 'text', text: 'I' } as const)
      },
    }
    const generator = createGenerator({
      model: silent,
      maxRequests: 1,
      timeoutMs: 1000,
      firstTokenTimeoutMs: 1000,
      maxOutputTokens: 8_000,
      maxCatalogTokens: 6_000,
      now: () => 0,
    })
    const answer = generator.generate(
      {
        ...NOTHING_KNOWN,
        text: 'q',
        conversation: [],
        catalog: shopCatalog,
        values: [],
        glossary: [],
        dialect: plainDialect,
        privacy: 'CATALOG',
        today: '2026-03-01',
        builtIn: () => builtInUnsure,
        verify: () => Promise.resolve({ ok: true }),
        signal: new AbortController().signal,
      },
      { onStage: () => {}, onExplanation: () => {}, onModelCall: () => {}, onModelAnswer: () => {} },
    )
    await expect(answer).rejects.toMatchObject({ code: 'LLM_BAD_REPLY' })
  })

  it('records a cancellation as such, and does not fall back', async () => {
    const gone = new Error('the user left')
    const { error, log } = await run({
      scripts: [{ fails: gone }],
      builtIn: builtInQuery,
      input: { signal: AbortSignal.abort(gone) },
    })
    expect(error).toBe(gone)
    expect(log.at(-1)).toBe('answer false CANCELLED 100 ms no tokens')
  })

  it('stops after a check in whose time the user left', async () => {
    const stop = new AbortController()
    const { error } = await run({
      scripts: [proposes(SQL)],
      input: {
        signal: stop.signal,
        verify: () => {
          stop.abort(new Error('the user left'))
          return Promise.resolve({ ok: true })
        },
      },
    })
    expect(error).toMatchObject({ message: 'the user left' })
  })

  it('does not hide a bug behind the built-in answer', async () => {
    const bug = new TypeError('x is undefined')
    const { error, log } = await run({ scripts: [{ fails: bug }], builtIn: builtInQuery })
    expect(error).toBe(bug)
    expect(log.at(-1)).toBe('answer false INTERNAL 100 ms no tokens')
  })
})

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
