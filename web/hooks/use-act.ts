import type { OperationVariables } from '@apollo/client'
import { useApolloClient } from '@apollo/client/react'
import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { useCallback, useEffect, useRef, useState } from 'react'
import { problemOf } from '../graphql/problem.ts'
import type { Problem } from '../graphql/problem.ts'

export interface Act<TData, TVariables> {
  acting: boolean
  /** Of the last try; null after one that worked. */
  problem: Problem | null
  /** Null when it did not work. */
  act: (variables: TVariables) => Promise<TData | null>
}

/** One thing that a page asks the server to do. */
export function useAct<TData, TVariables extends OperationVariables>(
  document: TypedDocumentNode<TData, TVariables>,
): Act<TData, TVariables> {
  const client = useApolloClient()
  const [acting, setActing] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const here = useRef(true)
  useEffect(() => {
    here.current = true
    return () => {
      here.current = false
    }
  }, [])

  const act = useCallback(
    async (variables: TVariables): Promise<TData | null> => {
      setActing(true)
      try {
        const options = { mutation: document, variables, fetchPolicy: 'no-cache' }
        const { data, error } = await client.mutate<TData, TVariables>(
          options as Parameters<typeof client.mutate<TData, TVariables>>[0],
        )
        if (here.current) setProblem(data == null ? problemOf(error) : null)
        return data ?? null
      } catch (error) {
        if (here.current) setProblem(problemOf(error))
        return null
      } finally {
        if (here.current) setActing(false)
      }
    },
    [client, document],
  )
  return { acting, problem, act }
}
