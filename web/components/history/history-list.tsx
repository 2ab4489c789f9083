import { Link } from '@remix-run/react'
import type { HistoryQuery } from '../../graphql/generated/graphql.ts'
import { workspacePath } from '../ask/workspace-path.ts'
import { LocalTime } from '../parts/local-time.tsx'
import { countOf } from '../parts/quantity.ts'
import { OUTCOME_WORDS, RUN_STATE_WORDS } from '../parts/words.ts'
import { EnvironmentBadge } from '../shell/environment-badge.tsx'

type PastPrompt = HistoryQuery['history']['nodes'][number]

export function HistoryList({ prompts }: { prompts: readonly PastPrompt[] }) {
  return (
    <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
      {prompts.map(prompt => (
        <li key={prompt.id}>
          <Link
            to={workspacePath({ connectionId: prompt.connection.id, promptId: prompt.id })}
            className="grid gap-x-6 gap-y-1 px-5 py-3.5 transition-colors hover:bg-hover focus-visible:outline-offset-[-2px] md:grid-cols-[1fr_auto]"
          >
            <span className="min-w-0">
              <span className="line-clamp-2 font-medium">{prompt.text}</span>
              <span className="mt-0.5 line-clamp-1 text-ink-soft">{whatCame(prompt)}</span>
            </span>
            <span className="flex items-center gap-3 text-sm text-ink-soft md:flex-col md:items-end md:gap-1">
              <span className="flex items-center gap-2">
                {prompt.connection.name}
                {prompt.connection.deletedAt === null ? (
                  <EnvironmentBadge environment={prompt.connection.environment} />
                ) : (
                  <span className="rounded-full border border-line px-2.5 py-0.5 text-xs text-ink-faint">
                    connection deleted
                  </span>
                )}
              </span>
              <span className="text-xs text-ink-faint">
                <LocalTime at={prompt.createdAt} />
              </span>
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}

/** What became of a question, in a line. */
function whatCame({ outcome, message, query }: PastPrompt): string {
  const words = OUTCOME_WORDS[outcome]
  if (query === null) return message === null ? words : `${words}: ${message}`
  const run = query.runs.at(-1)
  if (run === undefined) return `${words}, not run`
  return `${countOf(run.rowCount, 'row')}${run.state === 'COMPLETED' ? '' : `, ${RUN_STATE_WORDS[run.state]}`}`
}
