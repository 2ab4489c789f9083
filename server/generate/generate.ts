import { AppError } from '../errors.ts'
import type { LanguageModel } from '../llm/language-model.ts'
import type { ModelLimits } from './ask-model.ts'
import { askModel } from './ask-model.ts'
import { askCarefully } from './careful/ask-carefully.ts'
import { sureOf } from './sure-of.ts'
import type { Generation } from './generation.ts'
import type { GenerationEvents, GenerationInput } from './generation-task.ts'

export type {
  CarefulTask,
  DraftAnswer,
  GenerationEvents,
  GenerationInput,
  SentRequest,
} from './generation-task.ts'

export interface Generator {
  generate(input: GenerationInput, events: GenerationEvents): Promise<Generation>
}

/**
 * A grounded question becomes SQL, or honest words about why there is none. What the built-in translator reads with
 * certainty is answered by it, without a call; for the rest a configured model is asked. When that fails from outside or by
 * time, the built-in translator takes over if it has an answer at all, else the failure is thrown (LLM_ codes). Who asks
 * for one of the two gets that one, and who wants drafts compared (`careful`) gets the model. An abort throws the signal's reason.
 */
export function createGenerator({
  model,
  ...limits
}: ModelLimits & { model: LanguageModel | null }): Generator {
  return {
    async generate(input, events) {
      const { translator } = input
      if (model === null && translator === 'MODEL') return NO_MODEL
      if (model === null || translator === 'BUILT_IN') {
        const reason =
          model === null && input.careful !== null ? 'There is no model to compare drafts of' : null
        return tellBuiltIn(input.builtIn(), reason, events)
      }
      const sure = translator === 'MODEL' || input.careful !== null ? null : sureOf(input.builtIn())
      if (sure !== null) return tellBuiltIn(sure, null, events)
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
        const answered = await (input.careful === null ? askModel : askCarefully)(
          model,
          limits,
          input,
          watched,
        )
        if (answered.generation !== null) return answered.generation
        const { lastProblem } = answered
        const instead = inPlaceOfModel(input)
        if (instead === null) return declined(lastProblem)
        if (shown.trim() !== '') await events.onExplanation('\n\n')
        return await tellBuiltIn(instead, 'The model gave no SQL that passes the checks.', events)
      } catch (error) {
        if (!(error instanceof AppError && error.code.startsWith('LLM_'))) throw error
        const instead = inPlaceOfModel(input)
        if (instead === null) throw error
        if (shown.trim() !== '') await events.onExplanation('\n\n')
        return tellBuiltIn(instead, error.message, events)
      }
    },
  }
}

/** The built-in answer in place of a model's that did not come; null where it has none, or the model was asked for. */
function inPlaceOfModel({ builtIn, translator }: GenerationInput): Generation | null {
  const answer = translator === 'MODEL' ? null : builtIn()
  return answer?.kind === 'query' || answer?.kind === 'refusal' ? answer : null
}

function declined(lastProblem: string | null): Generation {
  const message =
    lastProblem === null
      ? 'The model gave no answer that could be used. Please put the question in other words.'
      : `The model found no SQL for this that passes the checks. The last try failed with: ${lastProblem}`
  return { kind: 'declined', message, suggestions: [] }
}

const NO_MODEL: Generation = {
  kind: 'declined',
  message: 'No model is configured here: the built-in translator answers alone.',
  suggestions: [],
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
