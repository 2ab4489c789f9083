import { LoaderCircle, RefreshCw } from 'lucide-react'
import { ConnectionHealthDocument } from '../../graphql/generated/graphql.ts'
import { useElapsed } from '../../hooks/use-elapsed.ts'
import { useLater } from '../../hooks/use-later.ts'
import { Button } from '../parts/button.tsx'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { formatDuration } from '../parts/quantity.ts'
import { CheckResult } from './check-result.tsx'
import { DetailSection } from './detail-section.tsx'

/** Whether it works now, and what to know about it. */
export function HealthSection({ connectionId }: { connectionId: string }) {
  const { data, problem, loading, again } = useLater(ConnectionHealthDocument, { id: connectionId })
  const elapsedMs = useElapsed(loading)
  const check = data?.connection?.check
  return (
    <DetailSection title="Health" words={<p>Signs in, looks at what the login may do, and leaves.</p>}>
      <div aria-live="polite" className="grid gap-3">
        {loading && check === undefined && (
          <p className="flex items-center gap-2.5 py-2 text-ink-soft">
            <LoaderCircle aria-hidden className="size-3.5 animate-spin text-accent" />
            Connecting…
            <span aria-hidden className="text-xs text-ink-faint tabular-nums">
              {formatDuration(elapsedMs)}
            </span>
          </p>
        )}
        {check !== undefined && <CheckResult check={check} />}
        {problem !== null && <ProblemNotice problem={problem} retryWords="Check again" onRetry={again} />}
      </div>
      {problem === null && (
        <div>
          <Button look="quiet" disabled={loading} onClick={again} className="-ml-2.5">
            <RefreshCw aria-hidden className={`size-3.5 ${loading ? 'animate-spin' : ''}`} />
            Check again
          </Button>
        </div>
      )}
    </DetailSection>
  )
}
