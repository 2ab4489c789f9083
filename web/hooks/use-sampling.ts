import { useCallback, useEffect, useState } from 'react'
import type { Sampling } from '../components/connections/sampling-choice.ts'
import { SetValueSamplingDocument } from '../graphql/generated/graphql.ts'
import type { Problem } from '../graphql/problem.ts'
import { useAct } from './use-act.ts'

export interface SamplingControl {
  sampling: Sampling
  /** True while a choice is on its way; another one waits until it has arrived. */
  saving: boolean
  problem: Problem | null
  /** Shown at once, taken back when it could not be saved. */
  set: (sampling: Sampling) => void
}

/** Which columns are sampled; each choice is saved as it is made. */
export function useSampling(connectionId: string, saved: Sampling, onSaved: () => void): SamplingControl {
  const [sampling, setSampling] = useState(saved)
  const { acting, problem, act } = useAct(SetValueSamplingDocument)
  useEffect(() => setSampling(saved), [saved])
  const set = useCallback(
    (chosen: Sampling) => {
      if (acting) return
      setSampling(chosen)
      void act({ connectionId, sampling: chosen }).then(done => {
        if (done === null) setSampling(saved)
        else onSaved()
      })
    },
    [act, acting, connectionId, onSaved, saved],
  )
  return { sampling, saving: acting, problem, set }
}
