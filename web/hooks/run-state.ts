import type { ResultSetPartsFragment } from '../graphql/generated/graphql.ts'
import type { Problem } from '../graphql/problem.ts'
import type { RowStore } from '../components/result/row-store.ts'

/** One run as the screen sees it. Rows are in the store; what is here changes a few times a run, not per batch. */
export type RunView =
  | { phase: 'idle' }
  | { phase: 'starting'; queryId: string; rows: RowStore; cancelling: boolean }
  | {
      phase: 'running' | 'finished'
      queryId: string
      rows: RowStore
      cancelling: boolean
      resultSet: ResultSetPartsFragment
    }
  /** It never began, or the server stopped talking in the middle; then `resultSet` has what was heard. */
  | {
      phase: 'failed'
      queryId: string
      rows: RowStore
      resultSet: ResultSetPartsFragment | null
      problem: Problem
    }

export type RunAction =
  | { type: 'requested'; queryId: string; rows: RowStore }
  | { type: 'started' | 'finished'; resultSet: ResultSetPartsFragment }
  | { type: 'ended'; problem: Problem }
  | { type: 'cancelling' }
  | { type: 'left' }

export function runReducer(view: RunView, action: RunAction): RunView {
  switch (action.type) {
    case 'requested':
      return { phase: 'starting', queryId: action.queryId, rows: action.rows, cancelling: false }
    case 'started':
    case 'finished':
      if (!isUnderWay(view)) return view
      return {
        ...view,
        phase: action.type === 'started' ? 'running' : 'finished',
        cancelling: action.type === 'started' && view.cancelling,
        resultSet: action.resultSet,
      }
    case 'ended':
      if (!isUnderWay(view)) return view
      return {
        phase: 'failed',
        queryId: view.queryId,
        rows: view.rows,
        resultSet: view.phase === 'running' ? view.resultSet : null,
        problem: action.problem,
      }
    case 'cancelling':
      return isUnderWay(view) ? { ...view, cancelling: true } : view
    case 'left':
      return { phase: 'idle' }
  }
}

export function isUnderWay(view: RunView): view is RunView & { phase: 'starting' | 'running' } {
  return view.phase === 'starting' || view.phase === 'running'
}
