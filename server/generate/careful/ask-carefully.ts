import type { ModelUsage } from '../../domain.ts'
import { AppError } from '../../errors.ts'
import type { LanguageModel } from '../../llm/language-model.ts'
import { askModel } from '../ask-model.ts'
import type { ModelAnswer, ModelLimits } from '../ask-model.ts'
import type { CatalogRendering } from '../catalog-text.ts'
import type { CarefulTask, DraftAnswer, GenerationEvents, GenerationInput } from '../generation-task.ts'
import { judgeDrafts } from './judge-drafts.ts'
import type { Draft } from './judge-drafts.ts'

/** One a draft: the more alike two prompts are, the more alike their mistakes. */
const RENDERINGS: readonly CatalogRendering[] = ['BLOCKS', 'DEFINITIONS', 'LINES']

/**
 * Several drafts at the same time, each from another rendering of the catalog, then compared by what they give: alike, and
 * the first of them is the answer, the surer for it; not alike, and it is a question back. `maxRequests` and `timeoutMs` are
 * for all drafts together. Throws as `askModel` does, where no draft came to an answer.
 */
export async function askCarefully(
  model: LanguageModel,
  limits: ModelLimits,
  input: GenerationInput,
  events: GenerationEvents,
): Promise<ModelAnswer> {
  const { careful } = input
  if (careful === null) return askModel(model, limits, input, events)
  const shares = shareRequests(limits.maxRequests, Math.min(careful.drafts, RENDERINGS.length))
  const usage = usageOf(model)
  const startedAt = limits.now()
  const asked = await Promise.allSettled(
    shares.map((maxRequests, index) =>
      askModel(model, { ...limits, maxRequests }, input, eventsOf(index), RENDERINGS[index]),
    ),
  )
  usage.latencyMs = limits.now() - startedAt
  input.signal.throwIfAborted()
  const failures = asked.flatMap(each => (each.status === 'rejected' ? [each.reason as Error] : []))
  const bug = failures.find(reason => !(reason instanceof AppError && reason.code.startsWith('LLM_')))
  if (bug !== undefined) throw bug
  const answers = asked.flatMap(each => (each.status === 'fulfilled' ? [each.value] : []))
  const [failure] = failures
  if (answers.length === 0 && failure !== undefined) throw failure

  const drafts = answers.flatMap(({ generation }) =>
    generation?.kind === 'query' ? [{ ...generation, usage }] : [],
  )
  if (drafts.length === 0)
    return answers.find(({ generation }) => generation !== null) ?? (answers[0] as ModelAnswer)
  const answered = await compare(drafts, careful)
  input.signal.throwIfAborted()
  const { generation, said } = judgeDrafts(input.text, drafts, answered, shares.length)
  await events.onExplanation(said)
  return { generation }

  /** The reading of the first is told as it is written; of the others, what they cost. */
  function eventsOf(index: number): GenerationEvents {
    return {
      onStage: (stage, detail) => {
        if (index > 0) return
        return events.onStage(stage, stage === 'model' ? `${detail ?? ''}, ${shares.length} drafts` : detail)
      },
      onExplanation: delta => (index > 0 ? undefined : events.onExplanation(delta)),
      onModelCall: call => events.onModelCall(call),
      onModelAnswer: answer => {
        usage.inputTokens += answer.tokens?.inputTokens ?? 0
        usage.cachedInputTokens += answer.tokens?.cachedInputTokens ?? 0
        usage.outputTokens += answer.tokens?.outputTokens ?? 0
        return events.onModelAnswer(answer)
      },
    }
  }

  /** The same SQL gives the same rows: it need not run to say so. */
  async function compare(
    of: readonly Draft[],
    { compare: run }: CarefulTask,
  ): Promise<readonly DraftAnswer[]> {
    const texts = [...new Set(of.map(({ sql }) => sql.trim()))]
    if (texts.length === 1) return of.map(() => ({ answer: 0 }))
    await events.onStage('compare', `${texts.length} drafts`)
    const distinct = texts.map(text => of.find(({ sql }) => sql.trim() === text)?.sql ?? text)
    const ran = await run(distinct)
    return of.map(({ sql }) => ran[texts.indexOf(sql.trim())] ?? { answer: null, why: 'It was not run' })
  }
}

/** Each draft gets one request, and those that are left for mending go round. */
export function shareRequests(maxRequests: number, drafts: number): number[] {
  const count = Math.min(drafts, maxRequests)
  return Array.from({ length: count }, (_, index) => Math.floor((maxRequests + count - 1 - index) / count))
}

function usageOf({ model }: LanguageModel): ModelUsage {
  return { model, inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, latencyMs: 0 }
}
