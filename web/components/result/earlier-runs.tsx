import { useState } from 'react'
import type { ReactNode } from 'react'
import type { ResultSetPartsFragment } from '../../graphql/generated/graphql.ts'
import { Questions } from '../ask/questions.tsx'
import { LocalTime } from '../parts/local-time.tsx'
import { countOf, formatDuration } from '../parts/quantity.ts'
import { RUN_STATE_WORDS } from '../parts/words.ts'
import { ResultColumns } from './result-columns.tsx'

interface EarlierRunsProps {
  /** The newest first; at least one. */
  runs: readonly ResultSetPartsFragment[]
  /** Asks with this answer as the context; absent where nothing can be asked. */
  onFollowUp?: (text: string) => void
  /** What can be done with it, running it again first. */
  children?: ReactNode
}

/** Results that were there before: all that is known of them. Rows are never kept, so there is no grid. */
export function EarlierRuns({ runs, onFollowUp, children }: EarlierRunsProps) {
  const [chosen, setChosen] = useState(runs[0]?.id)
  const run = runs.find(({ id }) => id === chosen) ?? runs[0]
  if (run === undefined) return null
  const { rowCount, state, firstRowMs, durationMs, startedAt, columns, summary, problem, followUps } = run
  return (
    <section
      aria-label="Result of an earlier run"
      className="grid animate-rise grid-cols-[minmax(0,1fr)] gap-3 rounded-lg border border-line bg-surface px-5 py-4"
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <p className="min-w-0 flex-1 basis-64 tabular-nums">
          <span className="font-medium">{countOf(rowCount, 'row')}</span>
          <span className="text-ink-soft">
            {state !== 'COMPLETED' && `, ${RUN_STATE_WORDS[state]}`}
            {firstRowMs !== null && ` · ${formatDuration(firstRowMs)} first`}
            {durationMs !== null && ` · ${formatDuration(durationMs)} total`}
            {' · '}
            <LocalTime at={startedAt} />
          </span>
        </p>
        {runs.length > 1 && (
          <label className="min-w-0">
            <span className="sr-only">Which run</span>
            <select
              value={run.id}
              onChange={event => setChosen(event.target.value)}
              className="h-8 max-w-full rounded-md border border-line-strong bg-surface px-2 text-sm"
            >
              {runs.map(({ id, startedAt, rowCount, state }, index) => (
                <option key={id} value={id}>
                  {index === 0
                    ? 'Last run'
                    : new Date(startedAt).toISOString().slice(0, 16).replace('T', ' ')}
                  {': '}
                  {countOf(rowCount, 'row')}
                  {state === 'COMPLETED' ? '' : `, ${RUN_STATE_WORDS[state]}`}
                </option>
              ))}
            </select>
          </label>
        )}
        <span className="flex flex-wrap items-center gap-1">{children}</span>
      </div>
      <p className="text-sm text-ink-soft">
        Rows are not stored: this is what is known of the result.
        {children !== undefined && ' Run it again to see them.'}
      </p>
      {problem !== null && (
        <p className="text-danger">
          {problem.message} {problem.hints.join(' ')}
        </p>
      )}
      {columns.length > 0 && <ResultColumns columns={columns} />}
      {summary !== null && <p className="max-w-prose leading-7 whitespace-pre-line">{summary}</p>}
      {onFollowUp !== undefined && followUps.length > 0 && (
        <Questions label="Follow-up questions" questions={followUps} onAsk={onFollowUp} />
      )}
    </section>
  )
}
