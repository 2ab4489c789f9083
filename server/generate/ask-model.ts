import { createHash } from 'node:crypto'
import { AppError } from '../errors.ts'
import type { ModelUsage } from '../domain.ts'
import type { LanguageModel, ModelMessage, ModelRequest, ModelTokens } from '../llm/language-model.ts'
import type { GenerationEvents, GenerationInput } from './generation-task.ts'
import type { Generation } from './generation.ts'
import { systemPrompt, userPrompt } from './model-prompt.ts'
import type { ModelReply } from './model-reply.ts'
import { readReply, repairMessages, sqlProblem } from './model-reply.ts'
import { MODEL_TOOLS } from './model-tools.ts'

export interface ModelLimits {
  /** Requests for one question, repairs included. */
  maxRequests: number
  /** Milliseconds for all of them. */
  timeoutMs: number
  /** Milliseconds until a reply begins. */
  firstTokenTimeoutMs: number
  /** Of one reply: a long query, and what a model reasons before it writes. */
  maxOutputTokens: number
  /** Milliseconds on a clock that never goes back. */
  now: () => number
}

/**
 * Asks a model, and has it mend what the guard or the database will not take. One request on the ordinary path.
 * Throws the model's own LLM_ failures, LLM_TIMEOUT when the time for all requests is up, and the signal's reason.
 */
export async function askModel(
  model: LanguageModel,
  limits: ModelLimits,
  input: GenerationInput,
  events: GenerationEvents,
): Promise<Generation> {
  const deadline = limits.now() + limits.timeoutMs
  const system = systemPrompt(input)
  const messages: ModelMessage[] = [{ role: 'user', text: userPrompt(input) }]
  const usage: ModelUsage = {
    model: model.model,
    inputTokens: 0,
    cachedInputTokens: 0,
    outputTokens: 0,
    latencyMs: 0,
  }
  let shown = ''
  let lastProblem: string | null = null

  for (let attempt = 1; attempt <= limits.maxRequests; attempt++) {
    const timeoutMs = deadline - limits.now()
    if (timeoutMs <= 0) throw outOfTime(limits.timeoutMs)
    await events.onStage('model', attempt === 1 ? model.model : `${model.model}, mending (${attempt})`)
    const request: ModelRequest = {
      system,
      messages,
      tools: MODEL_TOOLS,
      maxOutputTokens: limits.maxOutputTokens,
      firstTokenTimeoutMs: limits.firstTokenTimeoutMs,
      timeoutMs,
      signal: input.signal,
    }
    const onText = (delta: string) => (attempt === 1 ? events.onExplanation(delta) : undefined)
    const reply = await requestReply(model, limits, request, events, onText, usage)
    if (attempt === 1) shown = reply.text.trim()

    const meaning = readReply(reply)
    switch (meaning.kind) {
      case 'ask-back':
        return { kind: 'clarification', message: meaning.question, suggestions: meaning.choices }
      case 'cannot-answer':
        return {
          kind: meaning.wantsChange ? 'refusal' : 'declined',
          message: meaning.reason,
          suggestions: meaning.suggestions,
        }
      case 'withheld':
        return { kind: 'declined', message: 'The model declined to answer this question.', suggestions: [] }
      case 'unusable':
        messages.push(...repairMessages(reply, meaning.why))
        break
      case 'sql': {
        await events.onStage('check', null)
        const verdict = await input.verify(meaning.sql)
        input.signal.throwIfAborted()
        if (verdict.ok) {
          // After a repair the reading that came with the SQL is the true one, not what was written before.
          const explanation = (attempt === 1 && shown) || meaning.reading || shown
          if (shown === '' && explanation !== '') await events.onExplanation(explanation)
          const { sql, confidence } = meaning
          return { kind: 'query', sql, explanation, confidence, origin: 'MODEL', model: model.model, usage }
        }
        lastProblem = verdict.message
        messages.push(...repairMessages(reply, sqlProblem(verdict)))
      }
    }
  }
  return { kind: 'declined', message: givenUp(lastProblem), suggestions: [] }
}

function givenUp(lastProblem: string | null): string {
  return lastProblem === null
    ? 'The model gave no answer that could be used. Please put the question in other words.'
    : `The model found no SQL for this that passes the checks. The last try failed with: ${lastProblem}`
}

function outOfTime(timeoutMs: number): AppError {
  return new AppError('LLM_TIMEOUT', `The model found no answer within ${Math.round(timeoutMs / 1000)} s.`, {
    hints: ['Ask again, or ask a simpler question.', 'Raise LLM_TIMEOUT_SECONDS.'],
    retryable: true,
  })
}

/** One request, on record before it is sent and after it has ended in whatever way. Adds to `usage`. */
async function requestReply(
  model: LanguageModel,
  { now }: ModelLimits,
  request: ModelRequest,
  events: GenerationEvents,
  onText: (delta: string) => void | Promise<void>,
  usage: ModelUsage,
): Promise<ModelReply> {
  await events.onModelCall({ model: model.model, promptHash: promptHash(request) })
  const startedAt = now()
  const answered = async (tokens: ModelTokens | null, code: string | null) => {
    const latencyMs = now() - startedAt
    usage.latencyMs += latencyMs
    await events.onModelAnswer({ model: model.model, ok: code === null, tokens, latencyMs, code })
  }
  let reply: ModelReply
  try {
    reply = await collectReply(model, request, onText)
  } catch (error) {
    await answered(null, failureCode(error, request.signal))
    throw error
  }
  usage.inputTokens += reply.tokens.inputTokens
  usage.cachedInputTokens += reply.tokens.cachedInputTokens
  usage.outputTokens += reply.tokens.outputTokens
  await answered(reply.tokens, null)
  return reply
}

async function collectReply(
  model: LanguageModel,
  request: ModelRequest,
  onText: (delta: string) => void | Promise<void>,
): Promise<ModelReply> {
  const toolCalls: ModelReply['toolCalls'][number][] = []
  let text = ''
  for await (const event of model.stream(request)) {
    switch (event.kind) {
      case 'text':
        text += event.text
        await onText(event.text)
        break
      case 'tool-call':
        toolCalls.push(event.call)
        break
      case 'finished': {
        const { tokens, stopReason, continuation } = event
        return { text, toolCalls, tokens, stopReason, continuation }
      }
    }
  }
  throw new AppError('LLM_BAD_REPLY', 'The model’s reply ended early.', {
    hints: ['Ask again.'],
    retryable: true,
  })
}

function failureCode(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return 'CANCELLED'
  return error instanceof AppError ? error.code : 'INTERNAL'
}

/** SHA-256, lower-case hex, over all that the model is sent: the audit proves what was said without keeping it. */
function promptHash({ system, messages, tools }: ModelRequest): string {
  return createHash('sha256').update(JSON.stringify({ system, messages, tools })).digest('hex')
}
