/** A result in words by a model, over facts that were computed here. */
import { AppError } from '../../errors.ts'
import type { PrivacyLevel } from '../../domain.ts'
import type { LanguageModel } from '../../llm/language-model.ts'
import type { ModelLimits } from '../ask-model.ts'
import { sendRequest } from '../send-request.ts'
import type { RequestEvents } from '../send-request.ts'
import { holdsNumbers, knownNumbers } from './hold-numbers.ts'
import { createSentences } from './sentences.ts'
import { SUGGEST_TOOL, suggestedQuestions } from './suggest-tool.ts'
import type { SuggestedQuestion } from './suggest-tool.ts'
import { writeSummaryPrompt } from './summary-prompt.ts'
import type { SummaryTask } from './summary-prompt.ts'

export type { Fact } from './fact.ts'
export type { SuggestedQuestion } from './suggest-tool.ts'

const MAX_SENTENCES = 5
const MAX_OUTPUT_TOKENS = 3_000

export interface SummaryInput extends SummaryTask {
  privacy: PrivacyLevel
  signal: AbortSignal
}

export interface SummaryEvents extends RequestEvents {
  /** A few words at a time, of sentences whose numbers hold. */
  onWords(text: string): void | Promise<void>
}

export interface Summary {
  /** Empty where the model said nothing that holds, or failed. */
  words: string
  /** Nothing was left out, and nothing failed: no more needs to be said. */
  whole: boolean
  questions: readonly SuggestedQuestion[]
}

export interface Summarizer {
  /** Null where no model is to be asked: none is configured, or results may not go out. Throws the signal's reason only. */
  summarize(input: SummaryInput, events: SummaryEvents): Promise<Summary | null>
}

type SummaryLimits = Pick<ModelLimits, 'timeoutMs' | 'firstTokenTimeoutMs' | 'now'>

/**
 * One request. Sentences are shown as soon as each is whole and its numbers are among the facts; one that says another
 * number is left out. The model's own failures and a spent budget end it early.
 */
export function createSummarizer({
  model,
  ...limits
}: SummaryLimits & { model: LanguageModel | null }): Summarizer {
  return {
    async summarize(input, events) {
      if (model === null || input.privacy !== 'ROWS' || input.facts.length === 0) return null
      const { system, user } = writeSummaryPrompt(input)
      const known = knownNumbers(input.facts, [input.question, input.reading])
      const sentences = createSentences()
      const shown: string[] = []
      let leftOut = 0
      const show = async (sentence: string) => {
        if (shown.length === MAX_SENTENCES || shown.includes(sentence) || !holdsNumbers(sentence, known)) {
          leftOut += 1
          return
        }
        const lead = shown.length === 0 ? '' : ' '
        shown.push(sentence)
        for (const piece of `${lead}${sentence}`.match(PIECE) ?? []) await events.onWords(piece)
      }
      const summary = (whole: boolean, questions: readonly SuggestedQuestion[]): Summary => ({
        words: shown.join(' '),
        whole: whole && leftOut === 0 && shown.length > 0,
        questions,
      })
      try {
        const reply = await sendRequest(
          model,
          {
            system,
            messages: [{ role: 'user', text: user }],
            tools: [SUGGEST_TOOL],
            maxOutputTokens: MAX_OUTPUT_TOKENS,
            firstTokenTimeoutMs: limits.firstTokenTimeoutMs,
            timeoutMs: limits.timeoutMs,
            signal: input.signal,
          },
          events,
          async delta => {
            for (const sentence of sentences.add(delta)) await show(sentence)
          },
          limits.now,
        )
        const ended = reply.stopReason === 'done' || reply.stopReason === 'tool-call'
        // Of a reply that was cut off, the last sentence is half a one.
        if (ended) for (const sentence of sentences.rest()) await show(sentence)
        return summary(ended, suggestedQuestions(reply))
      } catch (error) {
        if (!(error instanceof AppError && error.code.startsWith('LLM_'))) throw error
        return summary(false, [])
      }
    },
  }
}

const PIECE = /\s*\S+/gu
