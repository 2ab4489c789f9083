import { useApolloClient } from '@apollo/client/react'
import { useCallback, useEffect, useReducer, useRef } from 'react'
import { RowStore } from '../components/result/row-store.ts'
import { CancelRunDocument, RunDocument } from '../graphql/generated/graphql.ts'
import { listen } from '../graphql/listen.ts'
import { newRequestId } from './request-id.ts'
import { isUnderWay, runReducer } from './run-state.ts'
import type { RunView } from './run-state.ts'

export interface Run {
  view: RunView
  run: (query: { id: string; sqlHash: string }) => void
  /** Asks the server to stop; the run then ends as CANCELLED with the rows that came. */
  cancel: () => void
}

export function useRun(): Run {
  const client = useApolloClient()
  const [view, dispatch] = useReducer(runReducer, { phase: 'idle' })
  const stopListening = useRef<() => void>(() => undefined)
  useEffect(() => () => stopListening.current(), [])

  const run = useCallback<Run['run']>(
    ({ id, sqlHash }) => {
      stopListening.current()
      const rows = new RowStore(announce => requestAnimationFrame(announce))
      dispatch({ type: 'requested', queryId: id, rows })
      stopListening.current = listen(
        client,
        RunDocument,
        { input: { queryId: id, sqlHash, requestId: newRequestId() } },
        {
          onEvent: ({ run: event }) => {
            if (event.__typename === 'RowBatch') rows.append(event.offset, event.rows)
            else if (event.__typename === 'RunStarted')
              dispatch({ type: 'started', resultSet: event.resultSet })
            else dispatch({ type: 'finished', resultSet: event.resultSet })
          },
          onEnd: problem => dispatch({ type: 'ended', problem }),
        },
      )
    },
    [client],
  )

  const cancel = useCallback(() => {
    if (!isUnderWay(view) || view.cancelling) return
    // Without a result set yet there is nothing to name: unsubscribing cancels it in the database.
    const giveUp = () => {
      stopListening.current()
      dispatch({ type: 'left' })
    }
    if (view.phase === 'starting') return giveUp()
    dispatch({ type: 'cancelling' })
    client
      .mutate({ mutation: CancelRunDocument, variables: { resultSetId: view.resultSet.id } })
      .catch(giveUp)
  }, [client, view])

  return { view, run, cancel }
}
