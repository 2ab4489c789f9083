import { createHash } from 'node:crypto'
import { AppError } from '../errors.ts'
import type { LanguageModel, ModelRequest, ModelTokens } from '../llm/language-model.ts'
import { collectReply } from './collect-reply.ts'
import type { GenerationEvents } from './generation-task.ts'
import type { ModelReply } from './model-reply.ts'

export type RequestEvents = Pick<GenerationEvents, 'onModelCall' | 'onModelAnswer'>

/** What one request took, however it ended. */
export interface RequestCost {
  tokens: ModelTokens | null
  latencyMs: number
}

/**
 * The only place that sends something to a model: on record before it is sent, and after it has ended in whatever way.
 * Throws what keeps it from being sent (`onModelCall`), the model's own LLM_ failures, and the signal's reason.
 */
export async function sendRequest(
  model: LanguageModel,
  request: ModelRequest,
  events: RequestEvents,
  onText: (delta: string) => void | Promise<void>,
  now: () => number,
  onCost: (cost: RequestCost) => void = () => undefined,
): Promise<ModelReply> {
  const { system, messages, tools } = request
  await events.onModelCall({
    model: model.model,
    promptHash: promptHash(request),
    sent: { model: model.model, system, messages: [...messages], tools: tools.map(({ name }) => name) },
  })
  const startedAt = now()
  const answered = async (tokens: ModelTokens | null, code: string | null) => {
    const latencyMs = now() - startedAt
    onCost({ tokens, latencyMs })
    await events.onModelAnswer({ model: model.model, ok: code === null, tokens, latencyMs, code })
  }
  let reply: ModelReply
  try {
    reply = await collectReply(model, request, onText)
  } catch (error) {
    await answered(null, failureCode(error, request.signal))
    throw error
  }
  await answered(reply.tokens, null)
  return reply
}

function failureCode(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return 'CANCELLED'
  return error instanceof AppError ? error.code : 'INTERNAL'
}

/** SHA-256, lower-case hex, over all that the model is sent: the audit proves what was said without keeping it. */
function promptHash({ system, messages, tools }: ModelRequest): string {
  return createHash('sha256').update(JSON.stringify({ system, messages, tools })).digest('hex')
}
