import type { Finding } from '../domain.ts'
import { warning, words } from './finding.ts'
import { isLimited, isManyRows, shownRows } from './many-rows.ts'
import type { PreviewRequest } from './preview.ts'

/** Although there is a LIMIT; without one it is `warn-no-limit`. */
export function warnManyRows(request: PreviewRequest): readonly Finding[] {
  if (!isLimited(request) || !isManyRows(request)) return []
  return [
    warning('warn-many-rows', null, {
      message: `This gives about ${words(request.plan.rows ?? 0)} rows${shownRows(request)}.`,
      hint: 'Ask for totals, add a filter, or lower the LIMIT.',
    }),
  ]
}
