import { CircleAlert, Info, TriangleAlert } from 'lucide-react'
import type { FindingPartsFragment, Severity } from '../../graphql/generated/graphql.ts'

const SIGNS: Record<Severity, { icon: typeof Info; ink: string }> = {
  INFO: { icon: Info, ink: 'text-ink-faint' },
  WARNING: { icon: TriangleAlert, ink: 'text-caution' },
  BLOCKING: { icon: CircleAlert, ink: 'text-danger' },
}

export function FindingList({ findings }: { findings: readonly FindingPartsFragment[] }) {
  return (
    <ul className="grid gap-2.5">
      {findings.map(({ code, severity, message, hint, start }) => {
        const { icon: Icon, ink } = SIGNS[severity]
        return (
          <li key={`${code} ${start} ${message}`} className="flex gap-2.5">
            <Icon aria-label={severity.toLowerCase()} className={`mt-[3px] size-4 shrink-0 ${ink}`} />
            <div className="min-w-0">
              <p>{message}</p>
              {hint !== null && <p className="text-ink-soft">{hint}</p>}
            </div>
          </li>
        )
      })}
    </ul>
  )
}
