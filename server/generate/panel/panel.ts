/**
 * A model speaks for one role of the roundtable: from its slice of the evidence, unaware of what the other roles say.
 * What it says is checked by whoever asks; nothing here decides.
 */
import type { Evidence, PrivacyLevel, RoundtableStance } from '../../domain.ts'
import type { Dialect } from '../../databases/database.ts'
import { AppError } from '../../errors.ts'
import type { LanguageModel, ModelRequest } from '../../llm/language-model.ts'
import { sendRequest } from '../send-request.ts'
import type { RequestEvents } from '../send-request.ts'
import { writePanelPrompt } from './panel-prompt.ts'
import { readPosition, STATE_POSITION } from './state-position.ts'

export interface PanelInput {
  title: string
  questions: readonly string[]
  evidence: readonly Evidence[]
  /** What was asked for in words; null where the change began as SQL. */
  request: string | null
  sql: string
  dialect: Pick<Dialect, 'displayName' | 'quoteIdentifier'>
  privacy: PrivacyLevel
  /** Names that ours go into the database by: nobody outside needs them. */
  logins: readonly string[]
  signal: AbortSignal
}

export interface PanelWord {
  stance: RoundtableStance
  sentences: readonly { text: string; evidence: readonly string[] }[]
  model: string
  promptHash: string
}

export interface PanelLimits {
  /** Milliseconds for one role; the others do not wait for it. */
  timeoutMs: number
  /** Milliseconds until a reply begins. */
  firstTokenTimeoutMs: number
  maxOutputTokens: number
  /** Milliseconds on a clock that never goes back. */
  now: () => number
}

export interface Panel {
  /** As the provider names the model. */
  model: string
  /**
   * Fails with the model's own LLM_ codes, LLM_BAD_REPLY for a reply that states no position, or the signal's reason.
   * One request, never a second one.
   */
  speak(input: PanelInput, events: RequestEvents): Promise<PanelWord>
}

export function createPanel({ model, ...limits }: PanelLimits & { model: LanguageModel }): Panel {
  return {
    model: model.model,
    async speak(input, events) {
      const { system, user } = writePanelPrompt(input)
      const request: ModelRequest = {
        system,
        messages: [{ role: 'user', text: user }],
        tools: [STATE_POSITION],
        maxOutputTokens: limits.maxOutputTokens,
        firstTokenTimeoutMs: Math.min(limits.firstTokenTimeoutMs, limits.timeoutMs),
        timeoutMs: limits.timeoutMs,
        signal: input.signal,
      }
      let promptHash = ''
      const watched: RequestEvents = {
        onModelCall(call) {
          promptHash = call.promptHash
          return events.onModelCall(call)
        },
        onModelAnswer: answer => events.onModelAnswer(answer),
      }
      const reply = await sendRequest(model, request, watched, () => undefined, limits.now)
      const position = readPosition(reply)
      if (position === null)
        throw new AppError('LLM_BAD_REPLY', 'The model stated no position that could be read.', {
          hints: ['Hold the roundtable again.'],
          retryable: true,
        })
      return { ...position, model: model.model, promptHash }
    },
  }
}
