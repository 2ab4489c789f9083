import type { Finding } from '../domain.ts'
import { costClass } from './cost-class.ts'
import { warning } from './finding.ts'
import type { PreviewRequest } from './preview.ts'

export function warnExpensivePlan({ plan }: PreviewRequest): readonly Finding[] {
  if (costClass(plan.cost) !== 'expensive') return []
  return [
    warning(
      'preview-expensive-plan',
      'This is a lot of work for the database and may take minutes.',
      'Add a filter, for example a shorter period, or run it at a quiet time.',
    ),
  ]
}
