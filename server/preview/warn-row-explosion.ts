import type { Finding } from '../domain.ts'
import { warning } from './finding.ts'
import type { PreviewRequest } from './preview.ts'

/** A result that many times larger than the largest table in it comes from a join without a condition that holds it. */
const BLOW_UP_FACTOR = 1000
const BLOW_UP_MIN_ROWS = 1_000_000

export function warnRowExplosion({ plan }: PreviewRequest): readonly Finding[] {
  const largest = Math.max(1, ...plan.tables.map(({ rows }) => rows))
  const rows = plan.rows ?? 0
  if (plan.tables.length < 2 || rows < BLOW_UP_MIN_ROWS || rows < largest * BLOW_UP_FACTOR) return []
  return [
    warning('warn-row-explosion', null, {
      message: 'This combines every row of one table with every row of another.',
      hint: 'Say how the tables belong together, for example through a customer number.',
    }),
  ]
}
