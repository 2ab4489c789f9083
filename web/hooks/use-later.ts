import type { OperationVariables } from '@apollo/client'
import { useApolloClient } from '@apollo/client/react'
import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { useCallback, useEffect, useRef, useState } from 'react'
import { problemOf } from '../graphql/problem.ts'
import type { Problem } from '../graphql/problem.ts'
import type { Turns } from './turns.ts'

export interface Later<TData> {
  /** What was answered last: it stays while a new answer is awaited. */
  data: TData | null
  problem: Problem | null
  loading: boolean
  again: () => void
}

interface LaterOptions {
  /** Not asked for before this is true. */
  wanted?: boolean
  /** Shared by those who must not all ask at once. */
  turns?: Turns
}

const AT_ONCE: Turns = { take: work => work() }

/**
 * What a page asks for once it is there. Such answers come from users' databases, which may be slow or away: they must
 * not keep the page from appearing. Asked anew when the variables change, and by `again`.
 */
export function useLater<TData, TVariables extends OperationVariables>(
  document: TypedDocumentNode<TData, TVariables>,
  variables: TVariables,
  { wanted = true, turns = AT_ONCE }: LaterOptions = {},
): Later<TData> {
  const client = useApolloClient()
  const [answer, setAnswer] = useState<{ data: TData | null; problem: Problem | null }>({
    data: null,
    problem: null,
  })
  const [loading, setLoading] = useState(true)
  const [asked, setAsked] = useState(0)
  const latest = useRef(variables)
  latest.current = variables
  const key = JSON.stringify(variables)

  useEffect(() => {
    if (!wanted) return
    const asking = new AbortController()
    const { signal } = asking
    setLoading(true)
    turns
      .take(
        () =>
          client.query({
            query: document,
            variables: latest.current,
            fetchPolicy: 'no-cache',
            // One that is asked again must not share the end of the one that was given up.
            context: { fetchOptions: { signal }, queryDeduplication: false },
          } as Parameters<typeof client.query<TData, TVariables>>[0]),
        signal,
      )
      .then(({ data, error }) => {
        if (signal.aborted) return
        const failed = data == null
        setAnswer(last => ({ data: failed ? last.data : data, problem: failed ? problemOf(error) : null }))
        setLoading(false)
      })
      .catch((error: unknown) => {
        if (signal.aborted) return
        setAnswer(last => ({ ...last, problem: problemOf(error) }))
        setLoading(false)
      })
    return () => asking.abort()
  }, [client, document, key, asked, wanted, turns])

  return { ...answer, loading, again: useCallback(() => setAsked(count => count + 1), []) }
}
