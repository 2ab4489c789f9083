import { Link, useNavigate } from '@remix-run/react'
import { Play } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { RUN_ON_ARRIVAL } from '../../hooks/use-run-on-arrival.ts'
import { useKept } from '../../hooks/use-kept.ts'
import { useMay } from '../../hooks/use-may.ts'
import { workspacePath } from '../ask/workspace-path.ts'
import { ApproveButtons } from '../keep/approve-buttons.tsx'
import { KeepMenu } from '../keep/keep-menu.tsx'
import { SharingMark } from '../keep/sharing-mark.tsx'
import { StarButton } from '../keep/star-button.tsx'
import { Button } from '../parts/button.tsx'
import { LocalTime } from '../parts/local-time.tsx'
import { countOf } from '../parts/quantity.ts'
import { OUTCOME_WORDS, RUN_STATE_WORDS } from '../parts/words.ts'
import { EnvironmentBadge } from '../shell/environment-badge.tsx'
import type { PastPrompt } from './history-list.tsx'

interface HistoryRowProps {
  prompt: PastPrompt
  /** It is gone, or no longer of this list. */
  onChanged: () => void
}

/** One question: what came of it, and what can be done with it. R runs it again. */
export function HistoryRow({ prompt, onChanged }: HistoryRowProps) {
  const navigate = useNavigate()
  const keeping = useKept(prompt)
  const approves = useMay()('APPROVE_QUERIES')
  const { kept, problem } = keeping
  const { connection, query } = prompt
  const [lastRun] = prompt.runs
  // What ran last is what is opened: it may be SQL of the person's own.
  const queryId = lastRun?.query.origin === 'EDITED' ? lastRun.query.id : undefined
  const path = workspacePath({ connectionId: connection.id, promptId: prompt.id, queryId })
  const runnable = connection.deletedAt === null && prompt.mine && query !== null
  const runAgain = () => void navigate(path, { state: RUN_ON_ARRIVAL })
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key.toLowerCase() !== 'r' || event.metaKey || event.ctrlKey || event.altKey || !runnable) return
    event.preventDefault()
    runAgain()
  }
  return (
    <li className="relative grid gap-x-4 gap-y-1 px-4 py-3 transition-colors hover:bg-hover sm:grid-cols-[1fr_auto] sm:px-5">
      <div className="min-w-0">
        {/* The whole row is the link; what can be done with it stands above. */}
        <Link
          to={path}
          data-question
          aria-keyshortcuts={runnable ? 'R' : undefined}
          onKeyDown={onKeyDown}
          className="line-clamp-2 font-medium wrap-anywhere outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
        >
          {kept.title ?? prompt.text}
        </Link>
        {kept.title !== null && <p className="line-clamp-1 text-sm text-ink-soft">{prompt.text}</p>}
        <p className="mt-0.5 flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-ink-soft">
          {prompt.mine ? whatCame(prompt) : `by ${prompt.author.name}`}
          <SharingMark kept={kept} />
        </p>
        {query !== null && (
          <p className="mt-0.5 truncate font-mono text-xs text-ink-faint">
            {(lastRun?.query ?? query).sql.replace(/\s+/g, ' ')}
          </p>
        )}
        {problem !== null && (
          <p role="alert" className="mt-1 text-sm text-danger">
            {problem.message}. {problem.hints[0]}
          </p>
        )}
      </div>
      <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1 sm:flex-col sm:items-end">
        <span className="flex flex-wrap items-center gap-2 text-sm text-ink-soft">
          {connection.name}
          {connection.deletedAt === null ? (
            <EnvironmentBadge environment={connection.environment} />
          ) : (
            <span className="rounded-full border border-line px-2.5 py-0.5 text-xs text-ink-faint">
              connection deleted
            </span>
          )}
          <span className="text-xs text-ink-faint">
            <LocalTime at={prompt.createdAt} />
          </span>
        </span>
        <span className="relative flex items-center">
          {runnable && (
            <Button look="quiet" onClick={runAgain} aria-label={`Run again: ${kept.title ?? prompt.text}`}>
              <Play aria-hidden className="size-3.5" />
              Run again
            </Button>
          )}
          {prompt.mine && <StarButton keeping={keeping} />}
          {!prompt.mine && approves && <ApproveButtons keeping={keeping} />}
          {prompt.mine && (
            <KeepMenu keeping={keeping} shareable={runnable} queryId={queryId} onDeleted={onChanged} />
          )}
        </span>
      </div>
    </li>
  )
}

/** What became of a question, in a line. */
function whatCame({ outcome, message, query, runs: [run] }: PastPrompt): string {
  const words = OUTCOME_WORDS[outcome]
  if (query === null) return message === null ? words : `${words}: ${message}`
  if (run === undefined) return `${words}, not run`
  return `${countOf(run.rowCount, 'row')}${run.state === 'COMPLETED' ? '' : `, ${RUN_STATE_WORDS[run.state]}`}`
}
