import { AppError } from '../errors.ts'
import type { ModelUsage } from '../domain.ts'
import type { LanguageModel, ModelMessage, ModelRequest } from '../llm/language-model.ts'
import { lookUpTables } from './catalog-context.ts'
import type { CatalogRendering } from './catalog-text.ts'
import type { GenerationEvents, GenerationInput } from './generation-task.ts'
import type { Generation } from './generation.ts'
import { writePrompt } from './model-prompt.ts'
import type { ReplyMeaning } from './model-reply.ts'
import { lookUpMessages, readReply, repairMessages, sqlDoubts, sqlProblem } from './model-reply.ts'
import { ANSWER_TOOLS, LOOK_UP_TOOL } from './model-tools.ts'
import { outgoing } from './outgoing.ts'
import { sendRequest } from './send-request.ts'

/** Rounds in which the model sees what was wrong with its reply. */
const MAX_REPAIRS = 2
const MAX_LOOK_UPS = 2

export interface ModelLimits {
  /** Requests for one question, look-ups and repairs included. */
  maxRequests: number
  /** Milliseconds for all of them. */
  timeoutMs: number
  /** Milliseconds until a reply begins. */
  firstTokenTimeoutMs: number
  /** Of one reply: a long query, and what a model reasons before it writes. */
  maxOutputTokens: number
  /** Of the catalog; of a larger one it is told what belongs to the question. */
  maxCatalogTokens: number
  /** Milliseconds on a clock that never goes back. */
  now: () => number
}

/** What the model made of it; null where it gave no answer that may be shown, with what was wrong last. */
export type ModelAnswer = { generation: Generation } | { generation: null; lastProblem: string | null }

type Proposal = Extract<ReplyMeaning, { kind: 'sql' }>

/**
 * Asks a model, and has it mend what the guard or the database will not take. One request on the ordinary path.
 * Throws the model's own LLM_ failures, LLM_TIMEOUT when the time for all requests is up, and the signal's reason.
 */
export async function askModel(
  model: LanguageModel,
  limits: ModelLimits,
  input: GenerationInput,
  events: GenerationEvents,
  rendering: CatalogRendering = 'BLOCKS',
): Promise<ModelAnswer> {
  const deadline = limits.now() + limits.timeoutMs
  const going = outgoing(input)
  const { system, user, linked } = writePrompt(going, limits.maxCatalogTokens, rendering)
  const messages: ModelMessage[] = [{ role: 'user', text: user }]
  const usage: ModelUsage = {
    model: model.model,
    inputTokens: 0,
    cachedInputTokens: 0,
    outputTokens: 0,
    latencyMs: 0,
  }
  let shown = ''
  let repairs = 0
  let lookUps = 0
  let lastProblem: string | null = null
  /** Can be planned, though there are doubts about it. */
  let doubtful: Proposal | null = null
  const refused = new Set<string>()

  const answer = async (proposal: Proposal): Promise<ModelAnswer> => {
    // After a repair the reading that came with the SQL is the true one, not what was written before.
    const explanation = (repairs === 0 && shown) || proposal.reading || shown
    if (shown === '' && explanation !== '') await events.onExplanation(explanation)
    const { sql, confidence, assumptions } = proposal
    const reading = { kind: 'query', sql, explanation, assumptions, confidence } as const
    return { generation: { ...reading, origin: 'MODEL', model: model.model, usage } }
  }

  for (let sent = 0; sent < limits.maxRequests && repairs <= MAX_REPAIRS; sent++) {
    const timeoutMs = deadline - limits.now()
    if (timeoutMs <= 0) {
      if (doubtful) return answer(doubtful)
      throw outOfTime(limits.timeoutMs)
    }
    await events.onStage('model', repairs === 0 ? model.model : `${model.model}, mending (${repairs + 1})`)
    const mayLookUp = linked && lookUps < MAX_LOOK_UPS && sent + 1 < limits.maxRequests
    const request: ModelRequest = {
      system,
      messages,
      // The same tools in every request, so that the cache serves them.
      tools: linked ? [...ANSWER_TOOLS, LOOK_UP_TOOL] : ANSWER_TOOLS,
      maxOutputTokens: limits.maxOutputTokens,
      firstTokenTimeoutMs: limits.firstTokenTimeoutMs,
      timeoutMs,
      signal: input.signal,
    }
    const isFirst = sent === 0
    const onText = (delta: string) => (isFirst ? events.onExplanation(delta) : undefined)
    const reply = await sendRequest(model, request, events, onText, limits.now, ({ tokens, latencyMs }) => {
      usage.latencyMs += latencyMs
      usage.inputTokens += tokens?.inputTokens ?? 0
      usage.cachedInputTokens += tokens?.cachedInputTokens ?? 0
      usage.outputTokens += tokens?.outputTokens ?? 0
    })
    if (isFirst) shown = reply.text.trim()
    const mend = (why: string) => {
      repairs += 1
      messages.push(...repairMessages(reply, why))
    }

    const meaning = readReply(reply)
    switch (meaning.kind) {
      case 'ask-back':
        return {
          generation: { kind: 'clarification', message: meaning.question, suggestions: meaning.choices },
        }
      case 'cannot-answer':
        return {
          generation: {
            kind: meaning.wantsChange ? 'refusal' : 'declined',
            message: meaning.reason,
            suggestions: meaning.suggestions,
          },
        }
      case 'withheld':
        return {
          generation: {
            kind: 'declined',
            message: 'The model declined to answer this question.',
            suggestions: [],
          },
        }
      case 'unusable':
        mend(meaning.why)
        break
      case 'look-up':
        if (!mayLookUp) {
          mend('There is no more looking up. Answer with what you know, or call cannot_answer.')
          break
        }
        lookUps += 1
        await events.onStage('look-up', meaning.words)
        messages.push(...lookUpMessages(reply, lookUpTables(going, meaning.words)))
        break
      case 'sql': {
        // Said again after the doubts about it: it is meant so.
        if (doubtful?.sql === meaning.sql) return answer(meaning)
        if (refused.has(meaning.sql)) return { generation: null, lastProblem }
        await events.onStage('check', null)
        const verdict = await input.verify(meaning.sql)
        input.signal.throwIfAborted()
        if (verdict.ok) {
          const doubts = verdict.doubts ?? []
          if (doubts.length === 0 || doubtful !== null || repairs === MAX_REPAIRS) return answer(meaning)
          doubtful = meaning
          mend(sqlDoubts(doubts))
          break
        }
        refused.add(meaning.sql)
        lastProblem = verdict.message
        mend(sqlProblem(verdict))
      }
    }
  }
  return doubtful ? answer(doubtful) : { generation: null, lastProblem }
}

function outOfTime(timeoutMs: number): AppError {
  return new AppError('LLM_TIMEOUT', `The model found no answer within ${Math.round(timeoutMs / 1000)} s.`, {
    hints: ['Ask again, or ask a simpler question.', 'Raise LLM_TIMEOUT_SECONDS.'],
    retryable: true,
  })
}
