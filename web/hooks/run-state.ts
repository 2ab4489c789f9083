import type { ResultSetPartsFragment } from '../graphql/generated/graphql.ts'
import type { Problem } from '../graphql/problem.ts'
import type { RowStore } from '../components/result/row-store.ts'

interface Requested {
  queryId: string
  /** Made by this page: the server knows the run by it, also when no word of it has arrived here. */
  requestId: string
  rows: RowStore
}

/** One run as the screen sees it. Rows are in the store; what is here changes a few times a run, not per batch. */
export type RunView =
  | { phase: 'idle' }
  | ({ phase: 'starting'; cancelling: boolean } & Requested)
  | ({
      phase: 'running'
      cancelling: boolean
      resultSet: ResultSetPartsFragment
      /** How many are before it, and itself, while the database has enough to do. */
      queuePosition: number | null
    } & Requested)
  | ({
      phase: 'finished'
      cancelling: false
      resultSet: ResultSetPartsFragment
      /** The end was not heard but found out afterwards: rows may be missing here. */
      brokenOff: boolean
    } & Requested)
  /** It never began, or the server stopped talking in the middle; then `resultSet` has what was heard. */
  | ({ phase: 'failed'; resultSet: ResultSetPartsFragment | null; problem: Problem } & Requested)

export type RunAction =
  | ({ type: 'requested' } & Requested)
  | { type: 'started'; resultSet: ResultSetPartsFragment; queuePosition: number | null }
  | { type: 'finished'; resultSet: ResultSetPartsFragment }
  | { type: 'ended'; problem: Problem }
  /** The server answers again, and this is what it has on record of the run. */
  | { type: 'found'; requestId: string; resultSet: ResultSetPartsFragment }
  | { type: 'cancelling' }
  | { type: 'left' }

export function runReducer(view: RunView, action: RunAction): RunView {
  switch (action.type) {
    case 'requested':
      return { ...requestOf(action), phase: 'starting', cancelling: false }
    case 'started': {
      if (!isUnderWay(view)) return view
      const { resultSet, queuePosition } = action
      return { ...requestOf(view), phase: 'running', cancelling: view.cancelling, resultSet, queuePosition }
    }
    case 'finished':
      if (!isUnderWay(view)) return view
      return finished(view, action.resultSet, false)
    case 'ended': {
      if (!isUnderWay(view)) return view
      const resultSet = view.phase === 'running' ? view.resultSet : null
      return { ...requestOf(view), phase: 'failed', resultSet, problem: action.problem }
    }
    case 'found':
      if (view.phase !== 'failed' || view.requestId !== action.requestId) return view
      return finished(view, action.resultSet, true)
    case 'cancelling':
      return isUnderWay(view) ? { ...view, cancelling: true } : view
    case 'left':
      return { phase: 'idle' }
  }
}

function finished(view: Requested, resultSet: ResultSetPartsFragment, brokenOff: boolean): RunView {
  return { ...requestOf(view), phase: 'finished', cancelling: false, resultSet, brokenOff }
}

function requestOf({ queryId, requestId, rows }: Requested): Requested {
  return { queryId, requestId, rows }
}

export function isUnderWay(view: RunView): view is RunView & { phase: 'starting' | 'running' } {
  return view.phase === 'starting' || view.phase === 'running'
}
