import { AppError } from '../errors.ts'
import type { LanguageModel, ModelRequest } from '../llm/language-model.ts'
import type { ModelReply } from './model-reply.ts'

/** A reading takes two sentences; what goes on like that has lost its way. */
const MAX_TEXT_LENGTH = 8_000
/** The same so many times over at the end of a text is no sentence any more. */
const REPEATS = 6
const MAX_PERIOD = 120
const MIN_REPEATED_LENGTH = 60

/**
 * A whole reply from its stream, its text told as it comes. One that repeats itself or never stops writing is ended here
 * and counts as cut off, with its tokens reckoned at four characters each.
 */
export async function collectReply(
  model: LanguageModel,
  request: ModelRequest,
  onText: (delta: string) => void | Promise<void>,
): Promise<ModelReply> {
  const toolCalls: ModelReply['toolCalls'][number][] = []
  let text = ''
  for await (const event of model.stream(request)) {
    switch (event.kind) {
      case 'text':
        text += event.text
        await onText(event.text)
        if (text.length > MAX_TEXT_LENGTH || repeatsItself(text)) return cutOff(request, text)
        break
      case 'tool-call':
        toolCalls.push(event.call)
        break
      case 'finished': {
        const { tokens, stopReason, continuation } = event
        return { text, toolCalls, tokens, stopReason, continuation }
      }
    }
  }
  throw new AppError('LLM_BAD_REPLY', 'The model’s reply ended early.', {
    hints: ['Ask again.'],
    retryable: true,
  })
}

function cutOff(request: ModelRequest, text: string): ModelReply {
  const sent = JSON.stringify([request.system, request.messages]).length
  return {
    // What it went on and on with is not said back to it.
    text: text.slice(0, 200),
    toolCalls: [],
    tokens: {
      inputTokens: Math.ceil(sent / 4),
      cachedInputTokens: 0,
      outputTokens: Math.ceil(text.length / 4),
    },
    stopReason: 'max-tokens',
  }
}

/** Whether the end is the same piece again and again. */
export function repeatsItself(text: string): boolean {
  for (let period = 1; period <= MAX_PERIOD; period++) {
    const length = Math.max(period * REPEATS, MIN_REPEATED_LENGTH)
    if (length > text.length) continue
    const end = text.slice(-length)
    const piece = end.slice(-period)
    if (piece.trim() !== '' && end === piece.repeat(Math.ceil(length / period)).slice(-length)) return true
  }
  return false
}
