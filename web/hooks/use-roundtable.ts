import { useApolloClient } from '@apollo/client/react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { HoldRoundtableDocument } from '../graphql/generated/graphql.ts'
import { listen } from '../graphql/listen.ts'
import { hear, SILENT } from './roundtable-state.ts'
import type { RoundtableState } from './roundtable-state.ts'

/** A roundtable that is being held; leaving the page leaves it. */
export function useRoundtable(
  proposalId: string,
  onHeld: () => void,
): RoundtableState & { hold: (again: boolean) => void } {
  const client = useApolloClient()
  const [state, setState] = useState<RoundtableState>(SILENT)
  const leave = useRef(() => {})
  useEffect(() => () => leave.current(), [])
  const hold = useCallback(
    (again: boolean) => {
      leave.current()
      setState({ ...SILENT, going: true })
      leave.current = listen(
        client,
        HoldRoundtableDocument,
        { id: proposalId, again },
        {
          onEvent: ({ roundtable: event }) => {
            setState(last => hear(last, event))
            if (event.__typename === 'RoundtableFinished') onHeld()
          },
          // After its last event the end is none of a failure.
          onEnd: problem => setState(last => (last.going ? { ...last, going: false, problem } : last)),
        },
      )
    },
    [client, proposalId, onHeld],
  )
  return { ...state, hold }
}
