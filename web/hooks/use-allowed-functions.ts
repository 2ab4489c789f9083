import { useCallback } from 'react'
import { SetAllowedFunctionsDocument } from '../graphql/generated/graphql.ts'
import type { ConnectionDetailsFragment } from '../graphql/generated/graphql.ts'
import type { Problem } from '../graphql/problem.ts'
import { useAct } from './use-act.ts'

export interface AllowedFunctionsControl {
  /** As they are saved. */
  listed: readonly string[]
  saving: boolean
  problem: Problem | null
  /** True when they were listed. */
  list: (paths: readonly string[]) => Promise<boolean>
  takeOff: (path: string) => void
}

/** The functions of users that queries on a connection may call. */
export function useAllowedFunctions(
  { id, allowedFunctions }: Pick<ConnectionDetailsFragment, 'id' | 'allowedFunctions'>,
  onSaved: () => void,
): AllowedFunctionsControl {
  const { acting, problem, act } = useAct(SetAllowedFunctionsDocument)
  const listed = allowedFunctions.map(({ path }) => path)
  const save = useCallback(
    async (functions: readonly string[]) => {
      const done = (await act({ connectionId: id, functions: [...functions] })) !== null
      if (done) onSaved()
      return done
    },
    [act, id, onSaved],
  )
  return {
    ...{ listed, saving: acting, problem },
    list: paths => save([...listed, ...paths]),
    takeOff: path => void save(listed.filter(each => each !== path)),
  }
}
