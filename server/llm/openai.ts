import OpenAI from 'openai'
import type { LanguageModel, ModelMessage, ModelRequest, ModelTokens } from './language-model.ts'
import { assembleChat } from './openai-reply.ts'
import { MAX_RETRIES, streamFromProvider } from './provider-stream.ts'
import type { ProviderError } from './provider-stream.ts'

export const DEFAULT_OPENAI_MODEL = 'gpt-5.4' satisfies OpenAI.ChatModel

const DEFAULT_BASE_URL = 'https://api.openai.com/v1'
/** In English and SQL. */
const CHARS_PER_TOKEN = 4

export interface OpenAiModelOptions {
  /** Null for servers that want none, such as a local one. */
  apiKey: string | null
  /** With `/v1` where the server has it; OpenAI's own when null. */
  baseUrl: string | null
  model: string
  fetch?: typeof fetch
}

/**
 * Any model behind the chat completions protocol, streamed: OpenAI's own, and what Ollama, llama.cpp, vLLM and others
 * serve. Servers that cache prompts do so by their beginning, so that the system prompt comes first.
 * Errors and what is none: as `anthropic.ts`.
 */
export function createOpenAiModel(options: OpenAiModelOptions): LanguageModel {
  const { model, baseUrl } = options
  const provider = baseUrl === null ? 'OpenAI' : new URL(baseUrl).host
  const transport = options.fetch ?? fetch
  const client = new OpenAI({
    // The SDK insists on one; servers without keys do not look at it.
    apiKey: options.apiKey ?? 'none',
    baseURL: baseUrl ?? DEFAULT_BASE_URL,
    // What the SDK reads from the environment by itself belongs to config.ts.
    organization: null,
    project: null,
    logLevel: 'off',
    maxRetries: MAX_RETRIES,
  })

  return {
    provider,
    model,
    stream: request =>
      streamFromProvider({
        provider,
        model,
        request,
        fetch: transport,
        open: (watchedFetch, signal) =>
          client
            .withOptions({ fetch: watchedFetch })
            .chat.completions.create(toParams(model, baseUrl === null, request), {
              signal,
              // The SDKs take whole milliseconds only.
              timeout: Math.ceil(request.timeoutMs),
            }),
        assemble: (events, onBegin) =>
          assembleChat(events, onBegin, replyChars => reckonTokens(request, replyChars)),
        readError,
      }),
  }
}

function toParams(
  model: string,
  atOpenAi: boolean,
  request: ModelRequest,
): OpenAI.ChatCompletionCreateParamsStreaming {
  return {
    model,
    stream: true,
    stream_options: { include_usage: true },
    // OpenAI's newer models know only the one, other servers often only the other.
    ...(atOpenAi
      ? { max_completion_tokens: request.maxOutputTokens }
      : { max_tokens: request.maxOutputTokens }),
    messages: [{ role: 'system', content: request.system }, ...request.messages.flatMap(toMessageParams)],
    ...(request.tools.length > 0 && {
      tools: request.tools.map(tool => ({
        type: 'function' as const,
        function: { name: tool.name, description: tool.description, parameters: { ...tool.inputSchema } },
      })),
      tool_choice: 'auto',
      parallel_tool_calls: false,
    }),
  }
}

function toMessageParams(message: ModelMessage): OpenAI.ChatCompletionMessageParam[] {
  switch (message.role) {
    case 'user':
      return [{ role: 'user', content: message.text }]
    case 'assistant':
      return [
        {
          role: 'assistant',
          content: message.text,
          ...(message.toolCalls.length > 0 && {
            tool_calls: message.toolCalls.map(call => ({
              id: call.id,
              type: 'function' as const,
              function: { name: call.name, arguments: JSON.stringify(call.input ?? {}) },
            })),
          }),
        },
      ]
    case 'tool':
      // The protocol has no mark for results that are errors; their words say so.
      return message.results.map(({ id, text }) => ({ role: 'tool', tool_call_id: id, content: text }))
  }
}

function reckonTokens(request: ModelRequest, replyChars: number): ModelTokens {
  const sent = JSON.stringify([request.system, request.messages, request.tools]).length
  return {
    inputTokens: Math.ceil(sent / CHARS_PER_TOKEN),
    cachedInputTokens: 0,
    outputTokens: Math.ceil(replyChars / CHARS_PER_TOKEN),
  }
}

function readError(error: unknown): ProviderError | null {
  if (error instanceof OpenAI.APIConnectionError) return { kind: 'unreachable' }
  if (error instanceof OpenAI.APIError) {
    const { status, code, type, requestID } = error as {
      status?: unknown
      code?: unknown
      type?: unknown
      requestID?: unknown
    }
    return {
      kind: 'refused',
      status: typeof status === 'number' ? status : null,
      // The code is the finer word of the two, where there is one.
      type: typeof code === 'string' ? code : typeof type === 'string' ? type : null,
      requestId: typeof requestID === 'string' ? requestID : null,
    }
  }
  return error instanceof OpenAI.OpenAIError ? { kind: 'malformed' } : null
}
