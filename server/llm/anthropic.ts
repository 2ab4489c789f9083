import Anthropic from '@anthropic-ai/sdk'
import type { AppError } from '../errors.ts'
import { assembleReply, MalformedReply } from './anthropic-reply.ts'
import type { LanguageModel, ModelEvent, ModelMessage, ModelRequest } from './language-model.ts'
import { badReplyFailure, refusalFailure, timeoutFailure, unreachableFailure } from './provider-failure.ts'

export const DEFAULT_ANTHROPIC_MODEL = 'claude-sonnet-5-5' satisfies Anthropic.Model

const PROVIDER = 'Anthropic'
const DEFAULT_BASE_URL = 'https://api.anthropic.com'
/** On 408, 409, 429, 5xx and lost connections, by the SDK: after `retry-after`, else after about 0.5 s and 1 s. */
const MAX_RETRIES = 2

export interface AnthropicModelOptions {
  apiKey: string
  /** Without `/v1`; Anthropic's own when null. */
  baseUrl: string | null
  model: string
  fetch?: typeof fetch
}

/**
 * A Claude model over the Messages API, streamed, with the system prompt and the tools in the prompt cache.
 * Bounds: `request.timeoutMs` for everything, retries included. Errors: LLM_AUTH_FAILED, LLM_RATE_LIMITED,
 * LLM_OVERLOADED, LLM_UNREACHABLE, LLM_TIMEOUT, LLM_BAD_REPLY, LLM_REQUEST_REJECTED.
 * A refusal or a reply cut off at the length limit is no error: `finished.stopReason` says so.
 */
export function createAnthropicModel(options: AnthropicModelOptions): LanguageModel {
  const { model } = options
  const transport = options.fetch ?? fetch
  const client = new Anthropic({
    apiKey: options.apiKey,
    baseURL: options.baseUrl ?? DEFAULT_BASE_URL,
    // The SDK would log requests, with prompts in them, to the console.
    logLevel: 'off',
    maxRetries: MAX_RETRIES,
  })

  return {
    model,
    async *stream(request) {
      request.signal.throwIfAborted()
      const clock = new AbortController()
      const stop = () => clock.abort()
      const timer = setTimeout(stop, request.timeoutMs)
      request.signal.addEventListener('abort', stop, { once: true })
      let lastStatus: number | null = null

      const watchedFetch: typeof fetch = async (url, init) => {
        const response = await transport(url, init)
        lastStatus = response.ok ? null : response.status
        return withoutHopelessRetry(response, request.timeoutMs)
      }
      try {
        const stream = await client
          .withOptions({ fetch: watchedFetch })
          .messages.create(toParams(model, request), { signal: clock.signal, timeout: request.timeoutMs })
        yield* untilAborted(assembleReply(stream), clock.signal)
      } catch (error) {
        request.signal.throwIfAborted()
        // Time that ran out while waiting for the next try is the provider's refusal, not slowness.
        if (clock.signal.aborted && lastStatus === null) throw timeoutFailure(PROVIDER, request.timeoutMs)
        throw toFailure(error, model, clock.signal.aborted ? lastStatus : null)
      } finally {
        clearTimeout(timer)
        request.signal.removeEventListener('abort', stop)
        clock.abort()
      }
    },
  }
}

/** The SDK ends an aborted stream as if it were complete. */
async function* untilAborted(
  events: AsyncIterable<ModelEvent>,
  signal: AbortSignal,
): AsyncGenerator<ModelEvent> {
  for await (const event of events) {
    signal.throwIfAborted()
    yield event
  }
}

/** The SDK sleeps as long as `retry-after` says, however long: not worth it when the time is up before that. */
function withoutHopelessRetry(response: Response, timeoutMs: number): Response {
  const waitSeconds = Number(response.headers.get('retry-after') ?? 0)
  if (response.ok || !(waitSeconds * 1000 >= timeoutMs)) return response
  const headers = new Headers(response.headers)
  headers.set('x-should-retry', 'false')
  return new Response(response.body, { status: response.status, headers })
}

function toParams(model: string, request: ModelRequest): Anthropic.MessageCreateParamsStreaming {
  return {
    model,
    stream: true,
    max_tokens: request.maxOutputTokens,
    // One breakpoint after the system prompt caches the tools as well, because they come before it.
    system: [{ type: 'text', text: request.system, cache_control: { type: 'ephemeral' } }],
    messages: request.messages.map(toMessageParam),
    ...(request.tools.length > 0 && {
      tools: request.tools.map(tool => ({
        name: tool.name,
        description: tool.description,
        input_schema: { ...tool.inputSchema, type: 'object' as const },
      })),
      tool_choice: { type: 'auto', disable_parallel_tool_use: true },
    }),
  }
}

function toMessageParam(message: ModelMessage): Anthropic.MessageParam {
  switch (message.role) {
    case 'user':
      return { role: 'user', content: message.text }
    case 'assistant':
      return {
        role: 'assistant',
        content: [
          // Signed reasoning has to come back unchanged, before the tool calls that it led to.
          ...((message.continuation ?? []) as Anthropic.ContentBlockParam[]),
          ...(message.text.trim() === '' ? [] : [{ type: 'text' as const, text: message.text }]),
          ...message.toolCalls.map(call => ({
            type: 'tool_use' as const,
            id: call.id,
            name: call.name,
            input: call.input ?? {},
          })),
        ],
      }
    case 'tool':
      return {
        role: 'user',
        content: message.results.map(result => ({
          type: 'tool_result' as const,
          tool_use_id: result.id,
          content: result.text,
          is_error: result.isError,
        })),
      }
  }
}

function toFailure(error: unknown, model: string, statusBeforeTimeout: number | null): AppError {
  if (statusBeforeTimeout !== null)
    return refusalFailure({
      provider: PROVIDER,
      model,
      status: statusBeforeTimeout,
      type: null,
      requestId: null,
    })
  if (error instanceof Anthropic.APIConnectionError) return unreachableFailure(PROVIDER, error)
  if (error instanceof Anthropic.APIError) {
    const status: unknown = error.status
    return refusalFailure({
      provider: PROVIDER,
      model,
      status: typeof status === 'number' ? status : null,
      type: error.type,
      requestId: error.requestID ?? null,
    })
  }
  // A SyntaxError's message quotes what it could not parse, so it is not kept as a cause.
  if (error instanceof SyntaxError)
    return badReplyFailure(PROVIDER, new MalformedReply('An event is not JSON.'))
  if (error instanceof MalformedReply || error instanceof Anthropic.AnthropicError)
    return badReplyFailure(PROVIDER, error)
  // What is left is the body's: undici reports a connection lost in mid-stream as a TypeError ("terminated").
  if (error instanceof TypeError) return unreachableFailure(PROVIDER, error)
  throw error
}
