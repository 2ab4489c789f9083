import type { Finding, SqlCheck } from '../domain.ts'
import type { EstimateLimits } from './estimate-limits.ts'

export type CostLimits = Pick<EstimateLimits, 'maxCost' | 'maxEstimatedRows'>

/** Null for what may run. Estimates are the engine's; where it has none, its own limits are all there is. Pure. */
export function refuseCost(
  { estimatedCost, estimatedRows }: Pick<SqlCheck, 'estimatedCost' | 'estimatedRows'>,
  { maxCost, maxEstimatedRows }: CostLimits,
): Finding | null {
  const isOver = (estimate: number | null, limit: number) => limit > 0 && (estimate ?? 0) > limit
  if (!isOver(estimatedCost, maxCost) && !isOver(estimatedRows, maxEstimatedRows)) return null
  return {
    code: 'RUN_TOO_EXPENSIVE',
    severity: 'BLOCKING',
    message: 'By the database’s own estimate this is far too much work, so it is not run.',
    hint: 'Say how the tables belong together, for example through a customer number, or add a filter.',
    start: null,
    end: null,
  }
}
