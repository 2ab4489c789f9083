import { useApolloClient } from '@apollo/client/react'
import { useCallback, useEffect, useState } from 'react'
import { ProposalOnTargetDocument } from '../graphql/generated/graphql.ts'
import type { ProposalOnTargetQuery } from '../graphql/generated/graphql.ts'
import { problemOf } from '../graphql/problem.ts'
import type { Problem } from '../graphql/problem.ts'

export interface OnTarget {
  looking: boolean
  found: ProposalOnTargetQuery['proposalOnTarget'] | null
  problem: Problem | null
  look: () => void
}

/** A proposal beside what its database is now: read when the page is there, and when it is asked for again. */
export function useProposalOnTarget(id: string): OnTarget {
  const client = useApolloClient()
  const [state, setState] = useState<Omit<OnTarget, 'look'>>({ looking: true, found: null, problem: null })
  const look = useCallback(() => {
    setState({ looking: true, found: null, problem: null })
    client
      .query({ query: ProposalOnTargetDocument, variables: { id }, fetchPolicy: 'no-cache' })
      .then(({ data, error }) => {
        const found = data?.proposalOnTarget ?? null
        setState({ looking: false, found, problem: found === null ? problemOf(error) : found.problem })
      })
      .catch((error: unknown) => setState({ looking: false, found: null, problem: problemOf(error) }))
  }, [client, id])
  useEffect(look, [look])
  return { ...state, look }
}
