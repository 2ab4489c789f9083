import { Link } from '@remix-run/react'
import type { ListedProposalFragment } from '../../graphql/generated/graphql.ts'
import { LocalTime } from '../parts/local-time.tsx'
import { EnvironmentBadge } from '../shell/environment-badge.tsx'
import { proposalPath } from './proposal-paths.ts'
import { StateMark } from './state-mark.tsx'

export function ProposalList({ proposals }: { proposals: readonly ListedProposalFragment[] }) {
  return (
    <ul
      aria-label="Proposals, newest first"
      className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface"
    >
      {proposals.map(({ id, number, title, state, drifted, connection, author, createdAt }) => (
        <li
          key={id}
          className="relative flex flex-wrap items-center gap-x-4 gap-y-1.5 px-4 py-3 hover:bg-hover"
        >
          <div className="min-w-0 flex-1 basis-72">
            <p className="flex gap-2">
              <span className="text-ink-faint tabular-nums">#{number}</span>
              <Link
                to={proposalPath(number)}
                className="min-w-0 font-medium wrap-anywhere after:absolute after:inset-0"
              >
                {title}
              </Link>
            </p>
            <p className="text-sm text-ink-soft">
              {author.name} · <LocalTime at={createdAt} />
            </p>
          </div>
          <span className="flex items-center gap-2 text-sm text-ink-soft">
            {connection.name}
            <EnvironmentBadge environment={connection.environment} />
          </span>
          <StateMark state={state} drifted={drifted} />
        </li>
      ))}
    </ul>
  )
}
