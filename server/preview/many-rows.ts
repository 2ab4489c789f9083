import { words } from './finding.ts'
import type { PreviewRequest } from './preview.ts'

/** More than this person is told nothing of, or more than a run gives out. */
export function isManyRows({ plan, maxRows, limits: { warnRows } }: PreviewRequest): boolean {
  const rows = plan.rows ?? 0
  return rows > maxRows || (warnRows > 0 && rows >= warnRows)
}

export function isLimited({ statement }: PreviewRequest): boolean {
  return statement.lookCloser?.().limited === true
}

/** The end of a sentence about rows; empty when all of them are shown. */
export function shownRows({ plan, maxRows }: PreviewRequest): string {
  return (plan.rows ?? 0) > maxRows ? `; only the first ${words(maxRows)} will be shown` : ''
}
