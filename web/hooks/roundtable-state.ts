import type {
  HoldRoundtableSubscription,
  RoundtableRole,
  RoundtableStance,
} from '../graphql/generated/graphql.ts'
import type { Problem } from '../graphql/problem.ts'

type Event = HoldRoundtableSubscription['roundtable']

/** What a role has said so far. */
export interface Spoken {
  role: RoundtableRole
  stance: RoundtableStance
  text: string
}

export interface RoundtableState {
  /** In the order in which the roles began to speak. */
  spoken: readonly Spoken[]
  going: boolean
  problem: Problem | null
}

export const SILENT: RoundtableState = { spoken: [], going: false, problem: null }

/** Words of a role are put together; others may speak in between. */
export function hear(state: RoundtableState, event: Event): RoundtableState {
  if (event.__typename === 'RoundtableFinished') return { ...state, going: false }
  const { role, stance, text } = event
  const known = state.spoken.find(each => each.role === role)
  return {
    ...state,
    spoken:
      known === undefined
        ? [...state.spoken, { role, stance, text }]
        : state.spoken.map(each => (each === known ? { ...known, text: known.text + text } : each)),
  }
}
