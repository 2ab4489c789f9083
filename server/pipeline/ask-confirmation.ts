import type { SqlCheck } from '../domain.ts'
import type { EstimateLimits } from './estimate-limits.ts'

export type ConfirmationLimits = Pick<EstimateLimits, 'confirmRows' | 'confirmCost'>

const ROWS = new Intl.NumberFormat('en-US', {
  notation: 'compact',
  compactDisplay: 'long',
  maximumFractionDigits: 1,
})

/** Why a run has to be confirmed, in words; null when it may just run. What has no estimate is not asked about. Pure. */
export function askConfirmation(
  { estimatedCost, estimatedRows }: Pick<SqlCheck, 'estimatedCost' | 'estimatedRows'>,
  { confirmRows, confirmCost }: ConfirmationLimits,
): string | null {
  const isOver = (estimate: number | null, limit: number) => limit > 0 && (estimate ?? 0) > limit
  const manyRows = isOver(estimatedRows, confirmRows)
  const muchWork = isOver(estimatedCost, confirmCost)
  if (!manyRows && !muchWork) return null
  const rows = estimatedRows === null ? 'An unknown number of rows' : `About ${countOf(estimatedRows)}`
  const work = muchWork
    ? 'and so much work for the database that it may take many minutes and slow others down'
    : 'which takes long to read and keeps the database busy meanwhile'
  return `${rows}, ${work}.`
}

function countOf(rows: number): string {
  if (rows >= 1e15) return '1 quadrillion rows or more'
  return rows === 1 ? '1 row' : `${ROWS.format(rows)} rows`
}
