/** What goes around every request to a model: its budget, its intent and outcome on record, its use counted. */
import type { Connection, ModelRequestRecord, ModelTurn, User } from '../domain.ts'
import { AppError } from '../errors.ts'
import type { GenerationEvents, SentRequest } from '../generate/generate.ts'
import type { Dependencies } from './dependencies.ts'

export interface ModelBudgets {
  /** Input and output, from midnight to midnight in UTC; 0 each: no limit. */
  tokensPerDay: number
  userTokensPerDay: number
}

export type ModelCallEvents = Pick<GenerationEvents, 'onModelCall' | 'onModelAnswer'>
export type ModelCalls = ReturnType<typeof createModelCalls>

/** What the call is for: its subject on record, and the prompt for whose author what is sent is kept. */
export interface ModelCallSubject {
  user: User
  connection: Pick<Connection, 'id'>
  subjectId: string
  keepFor: string | null
  /** Told of each that is sent, for what keeps them in its own way. */
  onSent?: (sent: KeptRequest) => void
}

export type KeptRequest = Omit<ModelRequestRecord, 'position'>

export function createModelCalls({
  store,
  audit,
  limits,
  now,
  model: { settings },
}: Pick<Dependencies, 'store' | 'audit' | 'limits' | 'now' | 'model'>) {
  const today = () => now().toISOString().slice(0, 10)

  /** Throws LLM_BUDGET_SPENT. Requests that are under way at the same moment may together go a little beyond it. */
  async function requireBudget(user: User): Promise<void> {
    const { tokensPerDay, userTokensPerDay } = limits.model
    if (tokensPerDay === 0 && userTokensPerDay === 0) return
    const used = await store.modelUsage.tokensOf(today(), user.id)
    const ofUser = userTokensPerDay > 0 && used.user >= userTokensPerDay
    if (!ofUser && !(tokensPerDay > 0 && used.everybody >= tokensPerDay)) return
    throw new AppError(
      'LLM_BUDGET_SPENT',
      ofUser ? 'Your tokens for today are used up.' : 'The tokens of this server for today are used up.',
      {
        hints: [
          'Ask again tomorrow (UTC), or in words that the built-in translator can read.',
          'An administrator can see the usage in the settings, and raise the budget.',
        ],
      },
    )
  }

  return {
    eventsOf({ user, connection, subjectId, keepFor, onSent }: ModelCallSubject): ModelCallEvents {
      const act = { actorId: user.id, connectionId: connection.id, subjectId }
      return {
        async onModelCall({ model, promptHash, sent }) {
          try {
            await requireBudget(user)
          } catch (error) {
            if (error instanceof AppError)
              await audit.record({ ...act, action: 'model.refused', detail: { model, code: error.code } })
            throw error
          }
          const { provider } = settings
          await audit.record({ ...act, action: 'model.called', detail: { provider, model, promptHash } })
          const kept = { at: now(), model, system: sent.system, tools: sent.tools, turns: turnsOf(sent) }
          onSent?.(kept)
          if (keepFor !== null) await store.modelRequests.add(keepFor, kept)
        },
        async onModelAnswer(answered) {
          const { model, tokens, ok } = answered
          await store.modelUsage.add({
            ...{ day: today(), userId: user.id, model, requests: 1, failures: ok ? 0 : 1 },
            inputTokens: tokens?.inputTokens ?? 0,
            cachedInputTokens: tokens?.cachedInputTokens ?? 0,
            outputTokens: tokens?.outputTokens ?? 0,
          })
          await audit.record({ ...act, action: 'model.answered', detail: answered })
        },
      }
    },
  }
}

/** A conversation as plain text, in turns. */
function turnsOf({ messages }: SentRequest): ModelTurn[] {
  return messages.map(message => {
    switch (message.role) {
      case 'user':
        return { role: 'USER', text: message.text }
      case 'assistant':
        return {
          role: 'MODEL',
          text: [
            message.text,
            ...message.toolCalls.map(({ name, input }) => `${name}(${JSON.stringify(input)})`),
          ]
            .filter(text => text !== '')
            .join('\n'),
        }
      case 'tool':
        return { role: 'TOOL', text: message.results.map(({ text }) => text).join('\n') }
    }
  })
}
