import type { Translator } from '../domain.ts'
import type { ModelMessage, ModelTokens } from '../llm/language-model.ts'
import type { Generation } from './generation.ts'
import type { PromptInput } from './prompt-input.ts'

export interface GenerationInput extends PromptInput {
  /** Who is to answer; null: the built-in translator what it is certain of, the model the rest. */
  translator: Translator | null
  /** The person wants drafts compared; null: one answer. */
  careful: CarefulTask | null
  /** The answer of the built-in translator, the same each time. */
  builtIn: () => Generation
  /** Guard, EXPLAIN and the values that are known. */
  verify: (sql: string) => Promise<Verdict>
  signal: AbortSignal
}

/** Runs drafts and tells which of them answer alike: nothing of their rows comes back. */
export interface CarefulTask {
  /** At most. */
  drafts: number
  /** By the order of the drafts; each has passed `verify`. */
  compare: (drafts: readonly string[]) => Promise<readonly DraftAnswer[]>
}

export type DraftAnswer =
  /** The same number: the same answer. */
  | { answer: number }
  /** It cannot be compared. */
  | { answer: null; why: string }

export type Verdict =
  /** `doubts` go to the model once: they hold no value that the privacy level keeps back. */
  | { ok: true; doubts?: readonly string[] }
  /** `message` goes to the model and may go to the user. */
  | { ok: false; message: string; refused: boolean }

/** All that one request tells a model, for whoever wants to see it. */
export interface SentRequest {
  model: string
  system: string
  /** In turns: what the model had said before is there as well. */
  messages: readonly ModelMessage[]
  tools: readonly string[]
}

/** Each is awaited. What `onModelCall` throws keeps the request from being sent. */
export interface GenerationEvents {
  onStage(
    stage: 'model' | 'look-up' | 'check' | 'compare' | 'built-in',
    detail: string | null,
  ): void | Promise<void>
  /** The reading of the question, in words, as it is written. */
  onExplanation(textDelta: string): void | Promise<void>
  onModelCall(call: { model: string; promptHash: string; sent: SentRequest }): void | Promise<void>
  onModelAnswer(answer: {
    model: string
    ok: boolean
    tokens: ModelTokens | null
    latencyMs: number
    /** An error code, `CANCELLED`, or null when all went well. */
    code: string | null
  }): void | Promise<void>
}
