/**
 * The contract of a language model provider: a conversation in, a stream of text and tool-call events out.
 * Failures are `AppError`s with an LLM_ code. One file per provider; its SDK stays inside that file.
 */

export interface ModelTool {
  name: string
  description: string
  /** JSON Schema of the tool's input. */
  inputSchema: Readonly<Record<string, unknown>>
}

export type ModelMessage =
  | { role: 'user'; text: string }
  | {
      role: 'assistant'
      text: string
      toolCalls: readonly ModelToolCall[]
      /** As the `finished` event of that reply gave it. */
      continuation?: unknown
    }
  | { role: 'tool'; results: readonly { id: string; text: string; isError: boolean }[] }

export interface ModelToolCall {
  id: string
  name: string
  /** Parsed JSON, not yet checked against the schema; null when it is no JSON, e.g. cut off at the length limit. */
  input: unknown
}

export interface ModelRequest {
  /** What stays the same from question to question: providers that cache prompts cache it, with the tools. */
  system: string
  messages: readonly ModelMessage[]
  tools: readonly ModelTool[]
  maxOutputTokens: number
  /** Milliseconds until the reply begins, retries included. */
  firstTokenTimeoutMs: number
  /** Milliseconds for the whole reply, retries included. */
  timeoutMs: number
  signal: AbortSignal
}

export interface ModelTokens {
  /** All of them, `cachedInputTokens` and those written to the cache included. */
  inputTokens: number
  cachedInputTokens: number
  outputTokens: number
}

/** `max-tokens`: cut off at the length limit; `withheld`: the provider's own safety net ended the reply. */
export type StopReason = 'done' | 'tool-call' | 'max-tokens' | 'withheld'

export type ModelEvent =
  | { kind: 'text'; text: string }
  | { kind: 'tool-call'; call: ModelToolCall }
  | {
      kind: 'finished'
      /** As the provider counts them; where it does not, reckoned at four characters each. */
      tokens: ModelTokens
      stopReason: StopReason
      /** What the provider wants to see again when the conversation goes on, e.g. signed reasoning. Opaque. */
      continuation?: unknown
    }

export interface LanguageModel {
  /** As people call the provider, e.g. `Anthropic`. */
  provider: string
  /** As the provider names it, e.g. `claude-sonnet-4-5`. */
  model: string
  /**
   * Ends with exactly one `finished` event or throws an `AppError` with an LLM_ code. Aborting `signal` ends it
   * at once, with the signal's reason thrown. Retries what may pass (429, 5xx, 529, lost before it began) at most
   * twice, after as long as the server asks for.
   */
  stream(request: ModelRequest): AsyncIterable<ModelEvent>
}
