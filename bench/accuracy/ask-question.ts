import { groundQuestion } from '../../server/ask/ask.ts'
import type { GlossaryTerm } from '../../server/domain.ts'
import { createGenerator } from '../../server/generate/generate.ts'
import type { Generation } from '../../server/generate/generation.ts'
import { createGrammar } from '../../server/generate/grammar/grammar.ts'
import { createGuard } from '../../server/guard/guard.ts'
import { loadSqlParsers } from '../../server/sql/sql.ts'
import { openModel } from './open-model.ts'
import type { Target } from './open-target.ts'
import type { AccuracyQuestion } from './read-questions.ts'
import type { createSpent } from './spent.ts'

const MODEL_REQUESTS = 3
const MODEL_TIMEOUT_MS = 60_000

/**
 * Asks as the product does; `model` is the one of the environment. The first question of a database builds the
 * index of its catalog, which is not part of the latency.
 */
export async function createAsker(
  translator: 'built-in' | 'model',
  spent: Pick<ReturnType<typeof createSpent>, 'add'>,
  { baseUrl, today }: { baseUrl: string | null; today: string },
) {
  const guard = createGuard({ parsers: await loadSqlParsers() })
  const grammar = createGrammar({ ground: groundQuestion })
  const generator = createGenerator({
    model: translator === 'model' ? openModel(process.env, baseUrl) : null,
    maxRequests: MODEL_REQUESTS,
    timeoutMs: MODEL_TIMEOUT_MS,
    firstTokenTimeoutMs: MODEL_TIMEOUT_MS,
    maxOutputTokens: 8_000,
    maxCatalogTokens: 5_000,
    now: Date.now,
  })
  const warm = new WeakSet<Target>()
  const nothing = () => undefined

  return async (question: AccuracyQuestion, target: Target) => {
    const { catalog, values, engine, facts } = target
    const { dialect } = engine
    const glossary = glossaryOf(question.hint)
    const ground = () =>
      groundQuestion({ text: question.question, previous: question.previous, catalog, values, glossary })
    if (!warm.has(target)) grammar.translate({ question: ground(), dialect })
    warm.add(target)
    const refusalOf = (sql: string) => guard.judge({ engine: engine.engine, sql, facts }).refusals[0] ?? null
    const started = performance.now()
    const generation: Generation = await generator.generate(
      {
        translator: translator === 'model' ? 'MODEL' : 'BUILT_IN',
        text: question.question,
        conversation: [],
        catalog,
        mentions: ground().mentions,
        usage: new Map(),
        careful: null,
        allowedPersonal: [],
        approved: [],
        serverVersion: facts.serverVersion,
        role: 'DEVELOPER',
        timeZone: 'UTC',
        values,
        glossary,
        dialect,
        privacy: 'VALUES',
        today,
        signal: new AbortController().signal,
        builtIn: () => grammar.translate({ question: ground(), dialect }),
        verify: sql => {
          const refusal = refusalOf(sql)
          return Promise.resolve(
            refusal ? { ok: false, message: refusal.message, refused: true } : { ok: true },
          )
        },
      },
      { onStage: nothing, onExplanation: nothing, onModelCall: nothing, onModelAnswer: spent.add },
    )
    const latencyMs = performance.now() - started
    const refusal = generation.kind === 'query' ? refusalOf(generation.sql) : null
    return { generation, latencyMs, refusedByGuard: refusal?.message ?? null }
  }
}

/** A house rule such as `ASP = average sale price` is what a glossary holds; other hints are for readers. */
function glossaryOf(hint: string | undefined): GlossaryTerm[] {
  if (hint === undefined) return []
  return hint.split(/\.\s|;\s|\n/u).flatMap(part => {
    const [term, ...rest] = part.split('=')
    const meaning = rest.join('=').trim()
    if (!term || meaning === '' || term.trim().split(/\s+/u).length > 3) return []
    return [{ term: term.trim(), meaning, sql: null }]
  })
}
