import { AppError } from '../errors.ts'
import type { LanguageModel } from '../llm/language-model.ts'
import type { ModelLimits } from './ask-model.ts'
import { askModel } from './ask-model.ts'
import type { Generation } from './generation.ts'
import type { GenerationEvents, GenerationInput } from './generation-task.ts'

export type { GenerationEvents, GenerationInput } from './generation-task.ts'

export interface Generator {
  generate(input: GenerationInput, events: GenerationEvents): Promise<Generation>
}

/**
 * A grounded question becomes SQL, or honest words about why there is none. A configured model answers; when it fails
 * from outside or by time, the built-in translator takes over if it is sure, else the failure is thrown (LLM_ codes).
 * Without a model the built-in translator answers. An abort throws the signal's reason.
 */
export function createGenerator({
  model,
  ...limits
}: ModelLimits & { model: LanguageModel | null }): Generator {
  return {
    async generate(input, events) {
      if (model === null) return tellBuiltIn(input.builtIn(), null, events)
      let shown = ''
      const watched: GenerationEvents = {
        onStage: (stage, detail) => events.onStage(stage, detail),
        onModelCall: call => events.onModelCall(call),
        onModelAnswer: answer => events.onModelAnswer(answer),
        onExplanation: delta => {
          shown += delta
          return events.onExplanation(delta)
        },
      }
      try {
        return await askModel(model, limits, input, watched)
      } catch (error) {
        if (!(error instanceof AppError && error.code.startsWith('LLM_'))) throw error
        const answer = input.builtIn()
        if (answer.kind !== 'query') throw error
        if (shown.trim() !== '') await events.onExplanation('\n\n')
        return tellBuiltIn(answer, error.message, events)
      }
    },
  }
}

async function tellBuiltIn(
  answer: Generation,
  reason: string | null,
  events: GenerationEvents,
): Promise<Generation> {
  await events.onStage('built-in', reason)
  if (answer.kind === 'query') await events.onExplanation(answer.explanation)
  return answer
}
