import type { ResultSetPartsFragment } from '../../graphql/generated/graphql.ts'
import { LocalTime } from '../parts/local-time.tsx'
import { countOf, formatDuration } from '../parts/quantity.ts'
import { RUN_STATE_WORDS } from '../parts/words.ts'

interface LastRunProps {
  resultSet: ResultSetPartsFragment
  /** False where it cannot be run any more. */
  runnable?: boolean
}

/** That it ran before. Rows are never kept, so there is a number and no grid. */
export function LastRun({ resultSet, runnable = true }: LastRunProps) {
  const { rowCount, state, durationMs, startedAt } = resultSet
  return (
    <p className="px-1 text-ink-soft">
      Last run <LocalTime at={startedAt} />: {countOf(rowCount, 'row')}
      {state !== 'COMPLETED' && `, ${RUN_STATE_WORDS[state]}`}
      {durationMs !== null && ` in ${formatDuration(durationMs)}`}.{' '}
      {runnable ? 'Rows are not kept; run it to see them.' : 'Rows are not kept.'}
    </p>
  )
}
