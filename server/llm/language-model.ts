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
  system: string
  messages: readonly ModelMessage[]
  tools: readonly ModelTool[]
  maxOutputTokens: number
  /** Milliseconds for the whole reply. */
  timeoutMs: number
  signal: AbortSignal
}

export interface ModelTokens {
  /** All of them, `cachedInputTokens` and those written to the cache included. */
  inputTokens: number
  cachedInputTokens: number
  outputTokens: number
}

export type ModelEvent =
  | { kind: 'text'; text: string }
  | { kind: 'tool-call'; call: ModelToolCall }
  | {
      kind: 'finished'
      tokens: ModelTokens
      stopReason: string
      /** What the provider wants to see again when the conversation goes on, e.g. signed reasoning. Opaque. */
      continuation?: unknown
    }

export interface LanguageModel {
  /** As the provider names it, e.g. `claude-sonnet-4-5`. */
  model: string
  /**
   * Ends with exactly one `finished` event or throws an `AppError` with an LLM_ code. Aborting `signal` ends it
   * at once, with the signal's reason thrown.
   */
  stream(request: ModelRequest): AsyncIterable<ModelEvent>
}
