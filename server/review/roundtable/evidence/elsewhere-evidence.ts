import type { Facts } from '../facts.ts'
import { fact } from '../found.ts'
import type { Found } from '../found.ts'
import { named, timeInWords } from '../one-line.ts'

/** Whether the very same SQL has been applied before, and how that went. */
export function elsewhereEvidence({ appliedElsewhere, environment }: Facts): readonly Found[] {
  const [first] = appliedElsewhere
  if (first !== undefined)
    return [
      fact(
        'ELSEWHERE',
        `The same SQL was applied to ${named(first.connection)} (${first.environment.toLowerCase()}) as proposal ${first.number}, in ${timeInWords(first.durationMs)}`,
      ),
    ]
  if (environment !== 'PRODUCTION') return []
  return [
    {
      topic: 'ELSEWHERE',
      text: 'The same SQL has not been applied to any development database',
      floor: 'APPROVE_WITH_CONDITIONS',
      hint: 'Apply it to development first, where there is one.',
    },
  ]
}
