/** What administrators see and do about the model: which it is, whether it works, what it was used for. */
import type { ModelUsageOfDay, Problem, Translator, User } from '../domain.ts'
import { AppError } from '../errors.ts'
import type { ModelTest } from '../llm/test-model.ts'
import { requireMay } from '../permissions.ts'
import type { Dependencies } from './dependencies.ts'

export interface ModelSettings {
  /** As people call it; null: none, the built-in translator answers alone. */
  provider: string | null
  model: string | null
  /** Null: the provider's own. */
  baseUrl: string | null
  /** Never the key itself. */
  hasKey: boolean
  maxRequests: number
  timeoutSeconds: number
  firstTokenSeconds: number
  contextTokens: number
  /** 0 each: no limit. */
  tokensPerDay: number
  userTokensPerDay: number
  prices: ModelPrices | null
}

/** In US dollars for a million tokens. */
export interface ModelPrices {
  input: number
  cachedInput: number
  output: number
}

export type ModelTestOutcome = Omit<ModelTest, 'problem'> & { problem: Problem | null }

/** `costUsd` at the prices that are set now; null where none are. */
export type UsageRow = Omit<ModelUsageOfDay, 'userId'> & { user: User | null; costUsd: number | null }

const MOST_DAYS = 366
const TOKENS_OF_PRICE = 1_000_000

export function createModelSettings({
  store,
  audit,
  now,
  model,
  limits,
}: Pick<Dependencies, 'store' | 'audit' | 'now' | 'model' | 'limits'>) {
  return {
    translators: (): readonly Translator[] =>
      model.settings.model === null ? ['BUILT_IN'] : ['BUILT_IN', 'MODEL'],

    /** What comparing drafts may take; null where nobody writes any. */
    careful: () => (model.settings.model === null ? null : limits.careful),

    settings(user: User): ModelSettings {
      requireMay(user, 'SEE_SETTINGS')
      return model.settings
    },

    /** INPUT_INVALID where no model is configured. */
    async test(user: User): Promise<ModelTestOutcome> {
      requireMay(user, 'CHANGE_SETTINGS')
      const { settings, test } = model
      if (test === null || settings.model === null)
        throw new AppError('INPUT_INVALID', 'No model is configured, so there is none to test', {
          hints: ['Set LLM_PROVIDER and a key, and start the server anew: docs/models.md'],
        })
      const act = { actorId: user.id, connectionId: null, subjectId: null }
      await audit.record({ ...act, action: 'model.test.started', detail: { model: settings.model } })
      try {
        const { problem, ...tested } = await test()
        const code = problem?.code ?? null
        const { reachable, callsTools } = tested
        await audit.record({
          ...act,
          action: 'model.test.finished',
          detail: { outcome: 'DONE', reachable, callsTools, code },
        })
        return {
          ...tested,
          problem: problem && {
            ...{ code: problem.code, message: problem.message },
            ...{ hints: problem.hints, retryable: problem.retryable },
          },
        }
      } catch (error) {
        const code = error instanceof AppError ? error.code : 'INTERNAL'
        await audit.record({ ...act, action: 'model.test.finished', detail: { outcome: 'FAILED', code } })
        throw error
      }
    },

    /** Today and the days before, the newest first. */
    async usage(user: User, days: number): Promise<readonly UsageRow[]> {
      requireMay(user, 'SEE_USAGE')
      const back = Math.max(1, Math.min(Math.floor(days), MOST_DAYS)) - 1
      const since = new Date(now().getTime() - back * 86_400_000).toISOString().slice(0, 10)
      const rows = await store.modelUsage.listSince(since)
      const people = new Map<string, User | null>()
      for (const { userId } of rows)
        if (!people.has(userId)) people.set(userId, await store.users.find(userId))
      return rows.map(({ userId, ...row }) => ({
        ...row,
        user: people.get(userId) ?? null,
        costUsd: model.settings.prices && costOf(row, model.settings.prices),
      }))
    },
  }
}

function costOf(
  row: Pick<ModelUsageOfDay, 'inputTokens' | 'cachedInputTokens' | 'outputTokens'>,
  { input, cachedInput, output }: ModelPrices,
): number {
  const { inputTokens, cachedInputTokens, outputTokens } = row
  const cost =
    (inputTokens - cachedInputTokens) * input + cachedInputTokens * cachedInput + outputTokens * output
  return cost / TOKENS_OF_PRICE
}
