import type { Finding } from '../domain.ts'
import { warning, words } from './finding.ts'
import type { PreviewRequest } from './preview.ts'

export function warnTruncatedResult({ plan, maxRows }: PreviewRequest): readonly Finding[] {
  if (plan.rows <= maxRows) return []
  return [
    warning(
      'preview-truncated-result',
      `This gives about ${words(plan.rows)} rows; only the first ${words(maxRows)} will be shown.`,
      'Ask for totals, or add a filter.',
    ),
  ]
}
