import { useApolloClient } from '@apollo/client/react'
import { useCallback, useEffect, useReducer, useRef } from 'react'
import { AskDocument } from '../graphql/generated/graphql.ts'
import { listen } from '../graphql/listen.ts'
import { askReducer } from './ask-state.ts'
import type { AskState, Question } from './ask-state.ts'
import { newRequestId } from './request-id.ts'

export interface Ask {
  state: AskState
  ask: (question: Omit<Question, 'followsUpId' | 'requestId'> & { followsUpId?: string }) => void
  /** Repeats a failed question under its own request id. */
  retry: () => void
  /** Stops waiting; what the server still finds out is in the history. */
  stop: () => void
}

/** Asks a question and follows it to its prompt. */
export function useAsk(onAnswer: (promptId: string, question: Question) => void): Ask {
  const client = useApolloClient()
  const [state, dispatch] = useReducer(askReducer, { phase: 'idle' })
  const stopListening = useRef<() => void>(() => undefined)
  const answer = useRef(onAnswer)
  useEffect(() => {
    answer.current = onAnswer
  })
  useEffect(() => () => stopListening.current(), [])

  const send = useCallback(
    (question: Question) => {
      stopListening.current()
      dispatch({ type: 'asked', question })
      stopListening.current = listen(
        client,
        AskDocument,
        { input: question },
        {
          onEvent: ({ ask: event }) => {
            dispatch({ type: 'heard', event })
            if (event.__typename === 'AskFinished') answer.current(event.prompt.id, question)
          },
          onEnd: problem => dispatch({ type: 'ended', problem }),
        },
      )
    },
    [client],
  )

  const ask = useCallback<Ask['ask']>(
    ({ followsUpId = null, ...question }) => send({ ...question, followsUpId, requestId: newRequestId() }),
    [send],
  )
  const retry = useCallback(() => {
    if (state.phase === 'failed') send(state.question)
  }, [state, send])
  const stop = useCallback(() => {
    stopListening.current()
    dispatch({ type: 'left' })
  }, [])
  return { state, ask, retry, stop }
}
