import { expect } from 'vitest'
import { plainDialect, shopCatalog } from '../../tests/fixtures/shop-catalog.ts'
import type {
  LanguageModel,
  ModelEvent,
  ModelRequest,
  ModelToolCall,
  StopReason,
} from '../llm/language-model.ts'
import type { GenerationInput } from './generate.ts'
import { createGenerator } from './generate.ts'
import type { Generation } from './generation.ts'

export const SQL = 'select count(*) as customer_count from customers'

export const builtInQuery: Extract<Generation, { kind: 'query' }> = {
  kind: 'query',
  sql: 'select 1',
  explanation: 'Counts the customers.',
  confidence: 0.8,
  origin: 'BUILT_IN',
  model: null,
  usage: null,
}
export const builtInUnsure: Generation = {
  kind: 'declined',
  message: 'I do not know "gadgets".',
  suggestions: [],
}

export const NOTHING_KNOWN = {
  ...{ translator: null, mentions: [], usage: new Map<string, number>(), allowedPersonal: [], approved: [] },
  ...{ serverVersion: null, role: 'READ_ONLY' as const, timeZone: 'UTC', careful: null },
}

/** One reply of a scripted model: its text, its calls, how it ends. */
export interface Script {
  text?: string
  calls?: readonly [name: string, input: unknown][]
  fails?: Error
  stopReason?: StopReason
}

export const proposes = (sql: string, text = 'I count the customers.'): Script => ({
  text,
  calls: [['propose_sql', { sql, reading: `reading of ${sql}`, confidence: 0.9 }]],
})

/** Runs a question through a generator whose model follows a script, and records all that happens. */
export async function run(setup: {
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
