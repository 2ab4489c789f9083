import type { AskSubscription, Translator } from '../graphql/generated/graphql.ts'
import type { Problem } from '../graphql/problem.ts'

export interface Question {
  connectionId: string
  text: string
  followsUpId: string | null
  /** Sent again on a retry, so that the server never does the work twice. */
  requestId: string
  /** An earlier question whose SQL is wanted again. */
  reuseId?: string
  /** A new reading, also where an earlier answer would do. */
  fresh?: boolean
  /** Who is to read it anew. */
  translator?: Translator
  /** Drafts of the answer are to be run and compared. */
  careful?: boolean
}

export interface Stage {
  name: string
  detail: string | null
  startedAtMs: number
}

/** A question on its way: what the server has said of it so far. */
export type AskState =
  | { phase: 'idle' }
  | { phase: 'asking'; question: Question; stages: readonly Stage[]; words: string }
  | { phase: 'answered'; question: Question; stages: readonly Stage[]; words: string; promptId: string }
  | { phase: 'failed'; question: Question; problem: Problem }

export type AskAction =
  | { type: 'asked'; question: Question }
  | { type: 'heard'; event: AskSubscription['ask'] }
  | { type: 'ended'; problem: Problem }
  | { type: 'left' }

export function askReducer(state: AskState, action: AskAction): AskState {
  switch (action.type) {
    case 'asked':
      return { phase: 'asking', question: action.question, stages: [], words: '' }
    case 'heard':
      return state.phase === 'asking' ? hear(state, action.event) : state
    case 'ended':
      return state.phase === 'asking'
        ? { phase: 'failed', question: state.question, problem: action.problem }
        : state
    case 'left':
      return { phase: 'idle' }
  }
}

function hear(state: AskState & { phase: 'asking' }, event: AskSubscription['ask']): AskState {
  switch (event.__typename) {
    case 'AskStage': {
      const stage = { name: event.stage, detail: event.detail, startedAtMs: event.elapsedMs }
      const earlier = state.stages.filter(({ name }) => name !== stage.name)
      return { ...state, stages: [...earlier, stage] }
    }
    case 'ExplanationToken':
      return { ...state, words: state.words + event.text }
    case 'AskFinished':
      return { ...state, phase: 'answered', promptId: event.prompt.id }
  }
}
