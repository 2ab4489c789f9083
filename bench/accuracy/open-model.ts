import { createAnthropicModel, DEFAULT_ANTHROPIC_MODEL } from '../../server/llm/anthropic.ts'
import type { LanguageModel } from '../../server/llm/language-model.ts'
import { createOpenAiModel, DEFAULT_OPENAI_MODEL } from '../../server/llm/openai.ts'

/**
 * The model that the environment names, as the server reads it: ANTHROPIC_API_KEY, else OPENAI_API_KEY or OPENAI_BASE_URL,
 * with LLM_MODEL. The base URLs lead the same run to a local stand-in or to a recording of replies.
 */
export function openModel(environment: NodeJS.ProcessEnv): LanguageModel {
  const { ANTHROPIC_API_KEY, ANTHROPIC_BASE_URL, OPENAI_API_KEY, OPENAI_BASE_URL, LLM_MODEL } = environment
  if (ANTHROPIC_API_KEY)
    return createAnthropicModel({
      apiKey: ANTHROPIC_API_KEY,
      baseUrl: ANTHROPIC_BASE_URL ?? null,
      model: LLM_MODEL ?? DEFAULT_ANTHROPIC_MODEL,
    })
  if (OPENAI_API_KEY || OPENAI_BASE_URL)
    return createOpenAiModel({
      apiKey: OPENAI_API_KEY ?? null,
      baseUrl: OPENAI_BASE_URL ?? null,
      model: LLM_MODEL ?? DEFAULT_OPENAI_MODEL,
    })
  throw new Error('Set ANTHROPIC_API_KEY, OPENAI_API_KEY or OPENAI_BASE_URL for the model')
}
