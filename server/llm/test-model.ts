import { AppError } from '../errors.ts'
import type { LanguageModel } from './language-model.ts'

export interface ModelTest {
  reachable: boolean
  /** Null where it was not found out. */
  callsTools: boolean | null
  latencyMs: number
  /** Until the first sign of text or of a tool call; null where there was none. */
  firstTokenMs: number | null
  problem: AppError | null
}

/** Reasoning models think before they call. */
const MAX_OUTPUT_TOKENS = 2_000

/**
 * Asks for one call of a harmless tool, with nothing of anybody's data in it: shows in one request whether the address,
 * the key and the model are right, and whether the model can call tools, without which it can answer no question.
 */
export async function testModel(
  model: LanguageModel,
  { timeoutMs, now }: { timeoutMs: number; now: () => number },
): Promise<ModelTest> {
  const startedAt = now()
  let firstTokenMs: number | null = null
  let callsTools = false
  try {
    for await (const event of model.stream({
      system: 'This is a test of the connection. Call the tool `confirm` once, with the word "ready".',
      messages: [{ role: 'user', text: 'Call the tool now.' }],
      tools: [
        {
          name: 'confirm',
          description: 'Confirms that tools can be called.',
          inputSchema: {
            type: 'object',
            properties: { word: { type: 'string' } },
            required: ['word'],
            additionalProperties: false,
          },
        },
      ],
      maxOutputTokens: MAX_OUTPUT_TOKENS,
      firstTokenTimeoutMs: timeoutMs,
      timeoutMs,
      signal: new AbortController().signal,
    })) {
      if (event.kind !== 'finished') firstTokenMs ??= now() - startedAt
      if (event.kind === 'tool-call') callsTools ||= event.call.name === 'confirm'
    }
    return { reachable: true, callsTools, latencyMs: now() - startedAt, firstTokenMs, problem: null }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const reachable = error.code !== 'LLM_UNREACHABLE' && error.code !== 'LLM_TIMEOUT'
    return { reachable, callsTools: null, latencyMs: now() - startedAt, firstTokenMs, problem: error }
  }
}
