import { useApolloClient } from '@apollo/client/react'
import { useEffect, useState } from 'react'
import { EarlierQuestionsDocument } from '../graphql/generated/graphql.ts'
import type { EarlierQuestionsQuery } from '../graphql/generated/graphql.ts'

export type EarlierQuestion = EarlierQuestionsQuery['earlierQuestions'][number]

const PAUSE_MS = 150
const MIN_TYPED = 2
const NONE: readonly EarlierQuestion[] = []

/**
 * Favourites and approved queries that fit what is being typed; none while nothing is. They are an offer: where they cannot
 * be had, typing goes on without.
 */
export function useEarlierQuestions(
  connectionId: string,
  typed: string,
  wanted: boolean,
): readonly EarlierQuestion[] {
  const client = useApolloClient()
  const [found, setFound] = useState<{ typed: string; questions: readonly EarlierQuestion[] } | null>(null)
  const words = typed.trim()
  const asks = wanted && words.length >= MIN_TYPED
  useEffect(() => {
    if (!asks) return
    const asked = new AbortController()
    const timer = setTimeout(() => {
      client
        .query({
          query: EarlierQuestionsDocument,
          variables: { connectionId, typed: words },
          fetchPolicy: 'no-cache',
          context: { fetchOptions: { signal: asked.signal }, queryDeduplication: false },
        })
        .then(({ data }) => {
          if (!asked.signal.aborted) setFound({ typed: words, questions: data?.earlierQuestions ?? NONE })
        })
        .catch(() => {
          if (!asked.signal.aborted) setFound(null)
        })
    }, PAUSE_MS)
    return () => {
      clearTimeout(timer)
      asked.abort()
    }
  }, [client, connectionId, words, asks])
  return asks ? (found?.questions ?? NONE) : NONE
}
