import type { ResultSetPartsFragment } from '../../graphql/generated/graphql.ts'
import { LocalTime } from '../parts/local-time.tsx'
import { countOf, formatDuration } from '../parts/quantity.ts'
import { RUN_STATE_WORDS } from '../parts/words.ts'

/** That it ran before. Rows are never kept, so there is a number and no grid. */
export function LastRun({ resultSet }: { resultSet: ResultSetPartsFragment }) {
  const { rowCount, state, durationMs, startedAt } = resultSet
  return (
    <p className="px-1 text-ink-soft">
      Last run <LocalTime at={startedAt} />: {countOf(rowCount, 'row')}
      {state !== 'COMPLETED' && `, ${RUN_STATE_WORDS[state]}`}
      {durationMs !== null && ` in ${formatDuration(durationMs)}`}. Rows are not kept; run it to see them.
    </p>
  )
}
