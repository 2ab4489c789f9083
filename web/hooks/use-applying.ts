import { useApolloClient } from '@apollo/client/react'
import { useEffect, useState } from 'react'
import { WatchApplyingDocument } from '../graphql/generated/graphql.ts'
import { listen } from '../graphql/listen.ts'

/** Listens again after that when the server has gone away meanwhile. */
const LISTEN_AGAIN_MS = 2000

/** Says when something has happened to a proposal that is being applied. */
export function useApplying(proposalId: string, isApplying: boolean, onChanged: () => void): void {
  const client = useApolloClient()
  const [attempt, setAttempt] = useState(0)
  useEffect(() => {
    if (!isApplying) return
    let timer: ReturnType<typeof setTimeout>
    const leave = listen(
      client,
      WatchApplyingDocument,
      { id: proposalId },
      {
        onEvent: onChanged,
        onEnd: () => {
          timer = setTimeout(() => {
            onChanged()
            setAttempt(count => count + 1)
          }, LISTEN_AGAIN_MS)
        },
      },
    )
    return () => {
      leave()
      clearTimeout(timer)
    }
  }, [client, proposalId, isApplying, onChanged, attempt])
}
