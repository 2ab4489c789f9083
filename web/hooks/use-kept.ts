import { useCallback, useEffect, useState } from 'react'
import {
  ApproveQueryDocument,
  DeletePromptDocument,
  SetFavouriteDocument,
  ShareQueryDocument,
  WithdrawQueryDocument,
} from '../graphql/generated/graphql.ts'
import type { KeptPartsFragment } from '../graphql/generated/graphql.ts'
import type { Problem } from '../graphql/problem.ts'
import { useAct } from './use-act.ts'

export interface Kept {
  /** As it is now: what was done here is in it. */
  kept: KeptPartsFragment
  acting: boolean
  problem: Problem | null
  /** @param title undefined: as it was */
  setFavourite: (favourite: boolean, title?: string) => Promise<boolean>
  share: (title: string, queryId?: string) => Promise<boolean>
  withdraw: () => Promise<boolean>
  /** False takes an approval back, or declines. */
  approve: (approved: boolean) => Promise<boolean>
  remove: () => Promise<boolean>
}

/** Everything that is done with a question once it was asked. Each answers whether it worked. */
export function useKept(prompt: KeptPartsFragment): Kept {
  const [kept, setKept] = useState(prompt)
  useEffect(() => setKept(prompt), [prompt])
  const favouring = useAct(SetFavouriteDocument)
  const sharing = useAct(ShareQueryDocument)
  const withdrawing = useAct(WithdrawQueryDocument)
  const approving = useAct(ApproveQueryDocument)
  const removing = useAct(DeletePromptDocument)
  const all = [favouring, sharing, withdrawing, approving, removing]
  const promptId = prompt.id
  const queryId = kept.sharedQuery?.id

  const take = useCallback((changed: KeptPartsFragment | undefined) => {
    if (changed !== undefined) setKept(changed)
    return changed !== undefined
  }, [])
  return {
    kept,
    acting: all.some(({ acting }) => acting),
    problem: all.find(({ problem }) => problem !== null)?.problem ?? null,
    setFavourite: async (favourite, title) =>
      take((await favouring.act({ promptId, favourite, title }))?.setFavourite),
    share: async (title, queryId) => take((await sharing.act({ promptId, queryId, title }))?.shareQuery),
    withdraw: async () => take((await withdrawing.act({ promptId }))?.withdrawQuery),
    approve: async approved =>
      queryId !== undefined && take((await approving.act({ promptId, queryId, approved }))?.approveQuery),
    remove: async () => (await removing.act({ id: promptId }))?.deletePrompt === true,
  }
}
