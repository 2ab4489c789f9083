import type { ApolloClient, OperationVariables } from '@apollo/client'
import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { CONNECTION_LOST, problemOf } from './problem.ts'
import type { Problem } from './problem.ts'

export interface Listener<TData> {
  onEvent: (data: TData) => void
  /** Called at most once, and nothing after it. An end is a problem too: the listener knows when it had its last event. */
  onEnd: (problem: Problem) => void
}

/** Subscribes; the returned function stops listening, which also tells the server to stop. */
export function listen<TData, TVariables extends OperationVariables>(
  client: ApolloClient,
  query: TypedDocumentNode<TData, TVariables>,
  variables: TVariables,
  { onEvent, onEnd }: Listener<TData>,
): () => void {
  let listening = true
  const end = (problem: Problem) => {
    if (!listening) return
    listening = false
    onEnd(problem)
  }
  const options = { query, variables, fetchPolicy: 'no-cache' } as ApolloClient.SubscribeOptions<
    TData,
    TVariables
  >
  const subscription = client.subscribe<TData, TVariables>(options).subscribe({
    next: ({ data, error }) => {
      if (error !== undefined) end(problemOf(error))
      else if (listening && data !== undefined && data !== null) onEvent(data)
    },
    error: (error: unknown) => end(problemOf(error)),
    complete: () => end(CONNECTION_LOST),
  })
  return () => {
    listening = false
    subscription.unsubscribe()
  }
}
