import { createAnthropicModel, DEFAULT_ANTHROPIC_MODEL } from '../../server/llm/anthropic.ts'
import type { LanguageModel } from '../../server/llm/language-model.ts'
import { createOpenAiModel, DEFAULT_OPENAI_MODEL } from '../../server/llm/openai.ts'

/**
 * The model that the environment names, as the server reads it: ANTHROPIC_API_KEY, else OPENAI_API_KEY or OPENAI_BASE_URL,
 * with LLM_MODEL. `baseUrl` goes in place of theirs. The base URLs lead the same run to a local stand-in or to a recording of replies.
 */
export function openModel(environment: NodeJS.ProcessEnv, baseUrl: string | null = null): LanguageModel {
  const { ANTHROPIC_API_KEY, ANTHROPIC_BASE_URL, OPENAI_API_KEY, OPENAI_BASE_URL, LLM_MODEL } = environment
  if (ANTHROPIC_API_KEY)
    return createAnthropicModel({
      apiKey: ANTHROPIC_API_KEY,
      baseUrl: baseUrl ?? ANTHROPIC_BASE_URL ?? null,
      model: LLM_MODEL ?? DEFAULT_ANTHROPIC_MODEL,
    })
  if (OPENAI_API_KEY || OPENAI_BASE_URL)
    return createOpenAiModel({
      apiKey: OPENAI_API_KEY ?? null,
      baseUrl: baseUrl ?? OPENAI_BASE_URL ?? null,
      model: LLM_MODEL ?? DEFAULT_OPENAI_MODEL,
    })
  throw new Error('Set ANTHROPIC_API_KEY, OPENAI_API_KEY or OPENAI_BASE_URL for the model')
}

/** Where that model lives, as its SDK takes it. */
export function modelAddress({
  ANTHROPIC_API_KEY,
  ANTHROPIC_BASE_URL,
  OPENAI_BASE_URL,
}: NodeJS.ProcessEnv): string {
  return ANTHROPIC_API_KEY
    ? (ANTHROPIC_BASE_URL ?? 'https://api.anthropic.com')
    : (OPENAI_BASE_URL ?? 'https://api.openai.com/v1')
}
