import type { Evidence, RoundtableStance, RoundtableVerdict } from '../../domain.ts'

/** The mildest first. */
export const FLOORS = ['APPROVE', 'APPROVE_WITH_CONDITIONS', 'CHANGES_REQUESTED', 'BLOCK'] as const
const STANCES = ['SUPPORT', 'CONCERN', 'BLOCK'] as const

export function worstVerdict(...verdicts: readonly RoundtableVerdict[]): RoundtableVerdict {
  return FLOORS[Math.max(0, ...verdicts.map(verdict => FLOORS.indexOf(verdict)))] ?? 'BLOCK'
}

export function worstStance(...stances: readonly RoundtableStance[]): RoundtableStance {
  return STANCES[Math.max(0, ...stances.map(stance => STANCES.indexOf(stance)))] ?? 'BLOCK'
}

/** What the evidence asks for at least; nobody at the table can be milder. */
export function floorOf(evidence: readonly Pick<Evidence, 'floor'>[]): RoundtableVerdict {
  return worstVerdict(...evidence.map(({ floor }) => floor))
}

/** The mildest stance that the evidence of a role allows. */
export function stanceOf(evidence: readonly Pick<Evidence, 'floor'>[]): RoundtableStance {
  const floor = floorOf(evidence)
  return floor === 'BLOCK' ? 'BLOCK' : floor === 'APPROVE' ? 'SUPPORT' : 'CONCERN'
}
