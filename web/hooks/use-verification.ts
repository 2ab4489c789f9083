import { useApolloClient } from '@apollo/client/react'
import { useCallback, useEffect, useState } from 'react'
import { AuditVerificationDocument } from '../graphql/generated/graphql.ts'
import type { AuditVerificationQuery } from '../graphql/generated/graphql.ts'
import { problemOf } from '../graphql/problem.ts'
import type { Problem } from '../graphql/problem.ts'

export interface Verification {
  verifying: boolean
  found: AuditVerificationQuery['auditVerification'] | null
  problem: Problem | null
  /** Null: from the beginning to the head, as it is now. */
  verify: (checkpoint: string | null) => void
}

/** Whether the audit is whole. Asked once when the page is there, since it reads every event. */
export function useVerification(): Verification {
  const client = useApolloClient()
  const [state, setState] = useState<Omit<Verification, 'verify'>>({
    ...{ verifying: true, found: null, problem: null },
  })
  const verify = useCallback(
    (checkpoint: string | null) => {
      setState({ verifying: true, found: null, problem: null })
      client
        .query({ query: AuditVerificationDocument, variables: { checkpoint }, fetchPolicy: 'no-cache' })
        .then(({ data, error }) => {
          const found = data?.auditVerification ?? null
          setState({ verifying: false, found, problem: found === null ? problemOf(error) : null })
        })
        .catch((error: unknown) => setState({ verifying: false, found: null, problem: problemOf(error) }))
    },
    [client],
  )
  useEffect(() => verify(null), [verify])
  return { ...state, verify }
}
