import Anthropic from '@anthropic-ai/sdk'
import { assembleReply } from './anthropic-reply.ts'
import type { LanguageModel, ModelMessage, ModelRequest } from './language-model.ts'
import { MAX_RETRIES, streamFromProvider } from './provider-stream.ts'
import type { ProviderError } from './provider-stream.ts'

export const DEFAULT_ANTHROPIC_MODEL = 'claude-sonnet-5-5' satisfies Anthropic.Model

const PROVIDER = 'Anthropic'
const DEFAULT_BASE_URL = 'https://api.anthropic.com'

export interface AnthropicModelOptions {
  apiKey: string
  /** Without `/v1`; Anthropic's own when null. */
  baseUrl: string | null
  model: string
  fetch?: typeof fetch
}

/**
 * A Claude model over the Messages API, streamed, with the system prompt and the tools in the prompt cache.
 * Errors: LLM_AUTH_FAILED, LLM_RATE_LIMITED,
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
    provider: PROVIDER,
    model,
    stream: request =>
      streamFromProvider({
        provider: PROVIDER,
        model,
        request,
        fetch: transport,
        open: (watchedFetch, signal) =>
          client
            .withOptions({ fetch: watchedFetch })
            .messages.create(toParams(model, request), { signal, timeout: Math.ceil(request.timeoutMs) }),
        assemble: assembleReply,
        readError,
      }),
  }
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

function readError(error: unknown): ProviderError | null {
  if (error instanceof Anthropic.APIConnectionError) return { kind: 'unreachable' }
  if (error instanceof Anthropic.APIError) {
    const status: unknown = error.status
    return {
      kind: 'refused',
      status: typeof status === 'number' ? status : null,
      type: error.type,
      requestId: error.requestID ?? null,
    }
  }
  return error instanceof Anthropic.AnthropicError ? { kind: 'malformed' } : null
}
