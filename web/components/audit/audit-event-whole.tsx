import { Link } from '@remix-run/react'
import type { ReactNode } from 'react'
import type { AuditEventQuery } from '../../graphql/generated/graphql.ts'
import { LocalTime } from '../parts/local-time.tsx'
import { SqlBlock } from '../parts/sql-block.tsx'
import { nameOf } from './audit-list.tsx'
import { auditPath } from './audit-search.ts'
import { readDetail } from './detail-summary.ts'
import { ResultMark } from './result-mark.tsx'

/** Everything that is on record of one event, and what ties it to the one before. */
export function AuditEventWhole({ event }: { event: NonNullable<AuditEventQuery['auditEvent']> }) {
  const { sql, ...fields } = readDetail(event.detail)
  return (
    <article className="grid grid-cols-1 gap-4">
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <h1 className="text-xl font-semibold tracking-tight break-words">{event.action}</h1>
        <ResultMark result={event.result} />
        <span className="font-mono text-sm text-ink-faint">#{event.sequence}</span>
      </div>
      <dl className="grid gap-x-6 gap-y-2 rounded-lg border border-line bg-surface px-4 py-3 sm:grid-cols-[9rem_1fr]">
        <Fact name="When">
          <LocalTime at={event.at} /> <span className="font-mono text-xs text-ink-faint">{event.at}</span>
        </Fact>
        <Fact name="Who">
          {nameOf(event)}
          {event.actor && <span className="text-ink-soft"> · {event.actor.email}</span>}
        </Fact>
        {event.connection && <Fact name="Connection">{event.connection.name}</Fact>}
        {event.subjectId != null && (
          <Fact name="Subject">
            <Link
              to={auditPath({ words: event.subjectId })}
              className="font-mono text-sm text-accent underline"
            >
              {event.subjectId}
            </Link>
          </Fact>
        )}
        {Object.entries(fields).map(([name, value]) => (
          <Fact key={name} name={name}>
            {typeof value === 'string' ? value : <code className="text-sm">{JSON.stringify(value)}</code>}
          </Fact>
        ))}
      </dl>
      {typeof sql === 'string' && <SqlBlock label="SQL" sql={sql} />}
      <dl className="grid gap-x-6 gap-y-1 px-4 text-ink-faint sm:grid-cols-[9rem_1fr]">
        <Fact name="Event before">
          <code className="text-xs">{event.previousHash}</code>
        </Fact>
        <Fact name="This event">
          <code className="text-xs">{event.hash}</code>
        </Fact>
      </dl>
    </article>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-sm text-ink-soft">{name}</dt>
      <dd className="min-w-0 break-words whitespace-pre-wrap">{children}</dd>
    </>
  )
}
