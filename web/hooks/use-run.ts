import { useApolloClient } from '@apollo/client/react'
import { useCallback, useEffect, useReducer, useRef } from 'react'
import { RowStore } from '../components/result/row-store.ts'
import { CancelRunDocument, RunDocument } from '../graphql/generated/graphql.ts'
import { listen } from '../graphql/listen.ts'
import { newRequestId } from './request-id.ts'
import { isUnderWay, runReducer } from './run-state.ts'
import type { RunView } from './run-state.ts'
import { useLostRun } from './use-lost-run.ts'

export interface Run {
  view: RunView
  /** `confirmed`: the person has been told that it is a lot of work. */
  run: (query: { id: string; sqlHash: string; confirmed?: boolean }) => void
  /** Asks the server to stop; the run then ends as CANCELLED with the rows that came. */
  cancel: () => void
}

export function useRun(): Run {
  const client = useApolloClient()
  const [view, dispatch] = useReducer(runReducer, { phase: 'idle' })
  const stopListening = useRef<() => void>(() => undefined)
  useEffect(() => () => stopListening.current(), [])
  useLostRun(view, dispatch)

  const run = useCallback<Run['run']>(
    ({ id, sqlHash, confirmed = false }) => {
      stopListening.current()
      const rows = new RowStore(announce => requestAnimationFrame(announce))
      const requestId = newRequestId()
      dispatch({ type: 'requested', queryId: id, requestId, rows })
      stopListening.current = listen(
        client,
        RunDocument,
        { input: { queryId: id, sqlHash, requestId, confirmed, announceQueue: true } },
        {
          onEvent: ({ run: event }) => {
            if (event.__typename === 'RowBatch') rows.append(event.offset, event.rows, event.byteCount)
            else if (event.__typename === 'RunStarted') {
              const { queuePosition, ...resultSet } = event.resultSet
              dispatch({ type: 'started', resultSet, queuePosition })
            } else dispatch({ type: 'finished', resultSet: event.resultSet })
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
