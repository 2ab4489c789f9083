import { useApolloClient } from '@apollo/client/react'
import { useCallback, useEffect, useState } from 'react'
import { CheckSqlDocument, ReviseQueryDocument } from '../graphql/generated/graphql.ts'
import type { CheckPartsFragment, QueryPartsFragment } from '../graphql/generated/graphql.ts'
import { problemOf } from '../graphql/problem.ts'
import type { Problem } from '../graphql/problem.ts'

const PAUSE_MS = 400

type Judgement = { sql: string } & ({ check: CheckPartsFragment } | { problem: Problem })

export interface QueryDraft {
  sql: string
  setSql: (sql: string) => void
  /** The query whose SQL was saved last: the generated one, or the person's own. */
  saved: QueryPartsFragment
  /** True while the SQL on the screen is not the generated one. */
  edited: boolean
  reset: () => void
  /** What the guard says of the SQL on the screen; null while it is being asked. */
  check: CheckPartsFragment | null
  problem: Problem | null
  /** The query that stands for the SQL on the screen, saved first if it was edited; null when it may not run. */
  save: () => Promise<QueryPartsFragment | null>
}

/** SQL under the person's hands: judged while they type, saved as a query of its own only when they run it. */
export function useQueryDraft(
  connectionId: string,
  generated: QueryPartsFragment,
  initial: QueryPartsFragment,
  onSaved: (query: QueryPartsFragment) => void,
): QueryDraft {
  const client = useApolloClient()
  const [saved, setSaved] = useState(initial)
  const [sql, setSql] = useState(initial.sql)
  const [judgement, setJudgement] = useState<Judgement | null>(null)
  const changed = sql !== saved.sql

  useEffect(() => {
    if (!changed) return
    const asked = new AbortController()
    const timer = setTimeout(() => {
      client
        .query({
          query: CheckSqlDocument,
          variables: { connectionId, sql },
          fetchPolicy: 'no-cache',
          context: { fetchOptions: { signal: asked.signal } },
        })
        .then(({ data, error }) => {
          if (asked.signal.aborted) return
          setJudgement(
            data === undefined ? { sql, problem: problemOf(error) } : { sql, check: data.checkSql },
          )
        })
        .catch((error: unknown) => {
          if (!asked.signal.aborted) setJudgement({ sql, problem: problemOf(error) })
        })
    }, PAUSE_MS)
    return () => {
      clearTimeout(timer)
      asked.abort()
    }
  }, [client, connectionId, sql, changed])

  const adopt = useCallback(
    (query: QueryPartsFragment) => {
      setSaved(query)
      setSql(query.sql)
      onSaved(query)
    },
    [onSaved],
  )

  const save = useCallback(async () => {
    if (!changed) return saved.check.allowed ? saved : null
    try {
      const { data } = await client.mutate({
        mutation: ReviseQueryDocument,
        variables: { queryId: saved.id, sql },
      })
      if (data === undefined) return null
      adopt(data.reviseQuery)
      return data.reviseQuery.check.allowed ? data.reviseQuery : null
    } catch (error) {
      setJudgement({ sql, problem: problemOf(error) })
      return null
    }
  }, [adopt, changed, client, saved, sql])

  const current = judgement?.sql === sql ? judgement : null
  const judged = current !== null && 'check' in current ? current.check : null
  return {
    sql,
    setSql,
    saved,
    edited: sql !== generated.sql,
    reset: useCallback(() => adopt(generated), [adopt, generated]),
    check: changed ? judged : saved.check,
    problem: changed && current !== null && 'problem' in current ? current.problem : null,
    save,
  }
}
