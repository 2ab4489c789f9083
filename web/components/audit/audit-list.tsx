import { Link } from '@remix-run/react'
import type { ListedAuditEventFragment } from '../../graphql/generated/graphql.ts'
import { LocalTime } from '../parts/local-time.tsx'
import { AUDIT_PATH } from './audit-search.ts'
import { detailSummary } from './detail-summary.ts'
import { ResultMark } from './result-mark.tsx'

interface AuditListProps {
  events: readonly ListedAuditEventFragment[]
  label: string
  /** The one that the page is about. */
  current?: number
}

/** Events, each a link to itself as a whole. */
export function AuditList({ events, label, current }: AuditListProps) {
  return (
    <ol aria-label={label} className="overflow-hidden rounded-lg border border-line bg-surface">
      {events.map(event => (
        <li key={event.sequence} className="border-b border-line last:border-b-0">
          <Link
            to={`${AUDIT_PATH}/${event.sequence}`}
            aria-current={event.sequence === current ? 'true' : undefined}
            className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-0.5 px-3 py-2 hover:bg-hover focus-visible:outline-offset-[-2px] aria-[current]:bg-accent-soft lg:grid-cols-[4.5rem_10.5rem_10rem_minmax(11rem,1fr)_minmax(0,1.6fr)_6.5rem] lg:items-baseline"
          >
            <span className="order-6 text-right font-mono text-xs text-ink-faint tabular-nums lg:order-none lg:text-left">
              {event.sequence}
            </span>
            <span className="order-5 text-sm text-ink-soft tabular-nums lg:order-none">
              <LocalTime at={event.at} />
            </span>
            <span className="order-4 col-span-2 truncate text-sm lg:order-none lg:col-span-1">
              {nameOf(event)}
              {event.connection && (
                <span className="text-ink-faint lg:hidden"> · {event.connection.name}</span>
              )}
            </span>
            <span className="order-1 min-w-0 font-medium break-words lg:order-none">{event.action}</span>
            <span className="order-3 col-span-2 min-w-0 truncate text-sm text-ink-soft lg:order-none lg:col-span-1">
              {detailSummary(event.detail)}
              {event.connection && (
                <span className="hidden text-ink-faint lg:inline">
                  {detailSummary(event.detail) !== '' && ' · '}
                  {event.connection.name}
                </span>
              )}
            </span>
            <span className="order-2 text-sm lg:order-none">
              <ResultMark result={event.result} />
            </span>
          </Link>
        </li>
      ))}
    </ol>
  )
}

export function nameOf({ actor, actorId }: Pick<ListedAuditEventFragment, 'actor' | 'actorId'>): string {
  if (actor) return actor.name
  return actorId == null ? 'Nobody signed in' : 'Somebody who is gone'
}
