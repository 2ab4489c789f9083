import type { Finding } from '../domain.ts'
import { warning } from './finding.ts'
import type { PreviewRequest } from './preview.ts'

export function warnExpensivePlan({ plan, limits: { warnCost } }: PreviewRequest): readonly Finding[] {
  if (warnCost === 0 || (plan.cost ?? 0) < warnCost) return []
  return [
    warning('warn-expensive-plan', null, {
      message: 'This is a lot of work for the database and may take minutes.',
      hint: 'Add a filter, for example a shorter period, or run it at a quiet time.',
    }),
  ]
}
