/** A change of structure asked for where questions are asked: a proposal, never a run. */
import type { Connection, Prompt, User } from '../domain.ts'
import { AppError } from '../errors.ts'
import { requireMay } from '../permissions.ts'
import type { Ended } from './answer-question.ts'
import type { Dependencies } from './dependencies.ts'
import type { ModelCalls } from './model-calls.ts'
import { createDraftChange } from './draft-change.ts'
import type { createProposals } from './proposals.ts'

export type AnswerChange = ReturnType<typeof createAnswerChange>

export function createAnswerChange(
  dependencies: Dependencies,
  proposals: Pick<ReturnType<typeof createProposals>, 'propose'>,
  modelCalls: ModelCalls,
) {
  const { read } = createDraftChange(dependencies, modelCalls)

  const hasModel = dependencies.model.settings.model !== null

  /** Null: the words ask for no change of structure. */
  return async function answerChange(
    user: User,
    prompt: Prompt,
    connection: Connection,
  ): Promise<Ended | null> {
    const drafted = await read(connection, prompt.text, { asked: 'ANYTHING' })
    if (drafted.kind === 'NO_CHANGE') return null
    const end = { message: null, suggestions: [], query: null, askedWords: null, meaning: null } as const
    try {
      requireMay(user, 'PROPOSE')
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      const message = `This asks for a change of the structure. ${[error.message, ...error.hints].join('. ')}.`
      return { ...end, outcome: 'REFUSAL', message }
    }
    const unclear = (message: string, suggestions: readonly string[]): Ended => ({
      ...end,
      ...{ outcome: 'CLARIFICATION', message, suggestions },
    })
    // Where there is nothing to choose between, a model may know what is meant.
    const settled = drafted.kind === 'UNCLEAR' && (drafted.choices.length > 0 || !hasModel)
    if (settled) return unclear(drafted.message, drafted.choices)
    const request = {
      connectionId: connection.id,
      title: null,
      text: prompt.text,
      sql: null,
      rollbackSql: null,
    }
    try {
      await proposals.propose(user, request, prompt.id)
    } catch (error) {
      // The catalog is read anew for a proposal.
      if (error instanceof AppError && error.code === 'PROPOSAL_UNCLEAR')
        return unclear(error.message, error.hints)
      throw error
    }
    return { ...end, outcome: 'PROPOSAL' }
  }
}
