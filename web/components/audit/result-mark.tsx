import { Ban, Check, CircleAlert, CircleDashed, OctagonX } from 'lucide-react'
import type { AuditResult } from '../../graphql/generated/graphql.ts'
import { RESULT_WORDS } from './audit-search.ts'

const LOOKS: Record<AuditResult, { icon: typeof Check; ink: string }> = {
  INTENT: { icon: CircleDashed, ink: 'text-ink-faint' },
  DONE: { icon: Check, ink: 'text-ink-soft' },
  REFUSED: { icon: OctagonX, ink: 'text-caution' },
  CANCELLED: { icon: Ban, ink: 'text-ink-soft' },
  FAILED: { icon: CircleAlert, ink: 'text-danger' },
}

/** What came of it, in a word with a mark. */
export function ResultMark({ result }: { result: AuditResult }) {
  const { icon: Icon, ink } = LOOKS[result]
  return (
    <span className={`inline-flex items-center gap-1.5 whitespace-nowrap ${ink}`}>
      <Icon aria-hidden className="size-3.5 shrink-0" />
      {RESULT_WORDS[result]}
    </span>
  )
}
