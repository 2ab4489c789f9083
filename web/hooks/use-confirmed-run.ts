import { useCallback, useState } from 'react'
import type { QueryPartsFragment } from '../graphql/generated/graphql.ts'
import type { Run } from './use-run.ts'

/** A query that waits for the person's word. */
interface Asking {
  query: QueryPartsFragment
  /** What it would cost, in words. */
  reason: string
}

export interface ConfirmedRun {
  asking: Asking | null
  /** Texts of SQL that the person has been asked about, and wanted. */
  texts: Set<string>
  /** Runs it, or asks first what is a lot of work; never twice for the same text. */
  start: (query: QueryPartsFragment) => void
  confirm: () => void
  leave: () => void
}

export function useConfirmedRun({ view, run }: Pick<Run, 'view' | 'run'>): ConfirmedRun {
  const [asking, setAsking] = useState<Asking | null>(null)
  const [texts] = useState(() => new Set<string>())

  const start = (query: QueryPartsFragment) => {
    const reason = query.check.confirmationReason ?? askedByServer(view, query)
    if (reason === null || texts.has(query.sql)) run({ ...query, confirmed: texts.has(query.sql) })
    else setAsking({ query, reason })
  }
  const leave = useCallback(() => setAsking(null), [])
  const confirm = () => {
    if (asking === null) return
    texts.add(asking.query.sql)
    setAsking(null)
    run({ ...asking.query, confirmed: true })
  }
  return { asking, texts, start, confirm, leave }
}

/** The limits have changed since the query was checked, and the last run was refused for that. */
function askedByServer(view: Run['view'], { id }: QueryPartsFragment): string | null {
  const asked =
    view.phase === 'failed' && view.queryId === id && view.problem.code === 'RUN_NEEDS_CONFIRMATION'
  return asked ? view.problem.message : null
}
