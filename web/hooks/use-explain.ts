import { useApolloClient } from '@apollo/client/react'
import { useEffect, useState } from 'react'
import { ExplainDocument } from '../graphql/generated/graphql.ts'
import { listen } from '../graphql/listen.ts'
import type { Problem } from '../graphql/problem.ts'

export interface Explanation {
  resultSetId: string
  words: string
  /** Who wrote them; null: no model, or not known yet. */
  model: string | null
  followUps: readonly string[]
  /** A Vega-Lite specification without data. */
  chart: string | null
  done: boolean
  problem: Problem | null
}

/** Follows the words about a finished run; null while there is none to explain. */
export function useExplain(resultSetId: string | null): Explanation | null {
  const client = useApolloClient()
  const [explanation, setExplanation] = useState<Explanation | null>(null)
  useEffect(() => {
    if (resultSetId === null) return
    let current: Explanation = {
      resultSetId,
      words: '',
      model: null,
      followUps: [],
      chart: null,
      done: false,
      problem: null,
    }
    const update = (change: Partial<Explanation>) => {
      current = { ...current, ...change }
      setExplanation(current)
    }
    update({})
    return listen(
      client,
      ExplainDocument,
      { resultSetId },
      {
        onEvent: ({ explain: event }) => {
          if (event.__typename === 'ExplanationToken') update({ words: current.words + event.text })
          else
            update({
              words: event.resultSet.summary ?? current.words,
              model: event.resultSet.summaryModel,
              followUps: event.resultSet.followUps,
              chart: event.resultSet.chart,
              done: true,
            })
        },
        onEnd: problem => {
          if (!current.done) update({ done: true, problem })
        },
      },
    )
  }, [client, resultSetId])
  return explanation?.resultSetId === resultSetId ? explanation : null
}
