import { useApolloClient } from '@apollo/client/react'
import { useEffect } from 'react'
import { RunOfRequestDocument } from '../graphql/generated/graphql.ts'
import { CONNECTION_LOST } from '../graphql/problem.ts'
import type { RunAction, RunView } from './run-state.ts'

const FIRST_TRY_MS = 500
const LONGEST_PAUSE_MS = 30_000
/** A server that answers and knows nothing of the run for so long has never begun it. */
const UNKNOWN_UNTIL_MS = 8_000

/**
 * After the connection to the server broke in a run: asks, until somebody answers, what became of it. Nothing is run again
 * by that.
 */
export function useLostRun(view: RunView, dispatch: (action: RunAction) => void): void {
  const client = useApolloClient()
  const isLost = view.phase === 'failed' && view.problem.code === CONNECTION_LOST.code
  const requestId = isLost ? view.requestId : null
  useEffect(() => {
    if (requestId === null) return
    let timer: ReturnType<typeof setTimeout>
    let isHere = true
    const askIn = (pauseMs: number) => {
      if (isHere) timer = setTimeout(() => void askNow(pauseMs), pauseMs)
    }
    const askNow = async (pauseMs: number) => {
      const variables = { requestId }
      const found = await client
        .query({ query: RunOfRequestDocument, variables, fetchPolicy: 'no-cache' })
        .then(({ data }) => data?.resultSetOfRequest)
        .catch(() => undefined)
      if (!isHere || (found === null && pauseMs > UNKNOWN_UNTIL_MS)) return
      if (found && found.state !== 'RUNNING') dispatch({ type: 'found', requestId, resultSet: found })
      else askIn(Math.min(pauseMs * 2, LONGEST_PAUSE_MS))
    }
    askIn(FIRST_TRY_MS)
    return () => {
      isHere = false
      clearTimeout(timer)
    }
  }, [client, dispatch, requestId])
}
