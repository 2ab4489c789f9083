import { Link } from '@remix-run/react'
import type { WholeProposalFragment } from '../../graphql/generated/graphql.ts'
import { formatDuration } from '../parts/quantity.ts'
import { EnvironmentBadge } from '../shell/environment-badge.tsx'
import { proposalPath } from './proposal-paths.ts'

/** More are found in the list. */
const MOST = 3

/** What other databases say of the very same SQL: development, above all, for production. */
export function AppliedElsewhere({ applied }: { applied: WholeProposalFragment['appliedElsewhere'] }) {
  if (applied.length === 0) return null
  return (
    <ul className="grid gap-1">
      {applied.slice(0, MOST).map(({ number, connection, environment, durationMs }) => (
        <li key={number} className="flex flex-wrap items-center gap-x-2 gap-y-1">
          The same SQL was applied to {connection} <EnvironmentBadge environment={environment} /> as{' '}
          <Link to={proposalPath(number)} className="font-medium text-accent">
            #{number}
          </Link>
          , in {formatDuration(durationMs)}.
        </li>
      ))}
    </ul>
  )
}
