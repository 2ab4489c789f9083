import type { Facts } from '../facts.ts'
import { fact } from '../found.ts'
import type { Found } from '../found.ts'
import { counted, named, timeInWords } from '../one-line.ts'

/** Who holds, at this moment, what the change would have to wait for. */
export function blockerEvidence({ blockers }: Facts): readonly Found[] {
  if (blockers === null) return []
  const [oldest] = blockers
  if (oldest === undefined)
    return [fact('BLOCKERS', 'No session has held what it touches for longer than a second at this moment')]
  const own = blockers.filter(each => each.own).length
  return [
    {
      topic: 'BLOCKERS',
      text: `${counted(blockers.length, 'session holds', 'sessions hold')} what it touches now${own > 0 ? `, ${own} of this app` : ''}: session ${named(oldest.sessionId)} of ${named(oldest.user)} for ${timeInWords(oldest.ageMs)} (${named(oldest.state)})`,
      floor: 'APPROVE_WITH_CONDITIONS',
      hint: 'Wait for it, or have it ended, before the change is applied.',
    },
  ]
}
