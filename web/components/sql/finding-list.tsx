import { CircleAlert, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { FindingPartsFragment, Severity } from '../../graphql/generated/graphql.ts'

const SIGNS: Record<Severity, { icon: typeof Info; ink: string }> = {
  INFO: { icon: Info, ink: 'text-ink-faint' },
  WARNING: { icon: TriangleAlert, ink: 'text-caution' },
  BLOCKING: { icon: CircleAlert, ink: 'text-danger' },
}

/** @param actOn what can be done about one, below it */
export function FindingList<Found extends FindingPartsFragment>({
  findings,
  actOn,
}: {
  findings: readonly Found[]
  actOn?: (finding: Found) => ReactNode
}) {
  return (
    <ul className="grid gap-2.5">
      {findings.map(finding => {
        const { code, severity, message, hint, start } = finding
        const { icon: Icon, ink } = SIGNS[severity]
        return (
          <li key={`${code} ${start} ${message}`} className="flex gap-2.5">
            <Icon aria-label={severity.toLowerCase()} className={`mt-[3px] size-4 shrink-0 ${ink}`} />
            <div className="min-w-0">
              <p>{message}</p>
              {hint !== null && <p className="text-ink-soft">{hint}</p>}
              {actOn?.(finding)}
            </div>
          </li>
        )
      })}
    </ul>
  )
}
