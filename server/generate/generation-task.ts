import type { ModelTokens } from '../llm/language-model.ts'
import type { Generation } from './generation.ts'
import type { PromptInput } from './model-prompt.ts'

export interface GenerationInput extends PromptInput {
  /** The answer of the built-in translator. Called at most once, and only when it is wanted. */
  builtIn: () => Generation
  /** Guard and EXPLAIN. `message` goes to the model and may go to the user. */
  verify: (sql: string) => Promise<{ ok: true } | { ok: false; message: string; refused: boolean }>
  signal: AbortSignal
}

/** Each is awaited. What `onModelCall` throws keeps the request from being sent. */
export interface GenerationEvents {
  onStage(stage: 'model' | 'check' | 'built-in', detail: string | null): void | Promise<void>
  /** The reading of the question, in words, as it is written. */
  onExplanation(textDelta: string): void | Promise<void>
  onModelCall(call: { model: string; promptHash: string }): void | Promise<void>
  onModelAnswer(answer: {
    model: string
    ok: boolean
    tokens: ModelTokens | null
    latencyMs: number
    /** An error code, `CANCELLED`, or null when all went well. */
    code: string | null
  }): void | Promise<void>
}
