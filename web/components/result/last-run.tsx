import type { ReactNode } from 'react'
import type { ResultSetPartsFragment } from '../../graphql/generated/graphql.ts'
import { LocalTime } from '../parts/local-time.tsx'
import { countOf, formatDuration } from '../parts/quantity.ts'
import { RUN_STATE_WORDS } from '../parts/words.ts'

interface LastRunProps {
  resultSet: ResultSetPartsFragment
  /** False where it cannot be run any more. */
  runnable?: boolean
  /** What else can be done with it. */
  children?: ReactNode
}

/** That it ran before. Rows are never kept, so there is a number and no grid. */
export function LastRun({ resultSet, runnable = true, children }: LastRunProps) {
  const { rowCount, state, durationMs, startedAt } = resultSet
  return (
    <div className="flex flex-wrap items-center gap-x-3 px-1 text-ink-soft">
      <p>
        Last run <LocalTime at={startedAt} />: {countOf(rowCount, 'row')}
        {state !== 'COMPLETED' && `, ${RUN_STATE_WORDS[state]}`}
        {durationMs !== null && ` in ${formatDuration(durationMs)}`}.{' '}
        {runnable ? 'Rows are not kept; run it to see them.' : 'Rows are not kept.'}
      </p>
      {children}
    </div>
  )
}
