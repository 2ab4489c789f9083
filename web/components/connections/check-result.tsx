import { CircleCheck } from 'lucide-react'
import type { ConnectionCheckPartsFragment } from '../../graphql/generated/graphql.ts'
import { Notice } from '../parts/notice.tsx'
import { formatDuration } from '../parts/quantity.ts'
import { SqlBlock } from '../parts/sql-block.tsx'
import { PrivilegeList } from './privilege-list.tsx'

/** What came of an attempt to connect: that it works and what to know about it, or what is wrong and what to do. */
export function CheckResult({ check }: { check: ConnectionCheckPartsFragment }) {
  const { ok, problem, serverVersion, latencyMs, notices, canWrite, canRead, privileges, readOnlyLoginSql } =
    check
  const answer = [serverVersion, latencyMs === null ? null : `answered in ${formatDuration(latencyMs)}`]
    .filter(part => part !== null)
    .join(' · ')
  return (
    <div className="grid gap-3">
      {ok && canRead === false ? (
        <p className="text-ink-soft">It gets in · {answer}</p>
      ) : ok ? (
        <div className="flex items-start gap-2.5 rounded-lg border border-safe/30 bg-safe-soft px-4 py-3">
          <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-safe" />
          <div className="min-w-0">
            <p className="font-medium">It works</p>
            <p className="text-ink-soft">{answer}</p>
            {canWrite === false && <p className="text-ink-soft">The login can only read, as it should be.</p>}
          </div>
        </div>
      ) : (
        <Notice
          tone="danger"
          title={problem?.message ?? 'The database cannot be reached.'}
          hints={problem?.hints ?? []}
        />
      )}
      {notices.map(({ code, message, hints }) => (
        <Notice key={code} tone="caution" title={message} hints={hints} />
      ))}
      {privileges.length > 0 && <PrivilegeList privileges={privileges} />}
      {readOnlyLoginSql !== null && (
        <SqlBlock label="For the server’s administrator: a login that can only read" sql={readOnlyLoginSql} />
      )}
    </div>
  )
}
