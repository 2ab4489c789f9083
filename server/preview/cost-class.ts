export type CostClass = 'cheap' | 'moderate' | 'expensive'

/** In pages read one after another: about a second, and about half a minute, of an idle disk or processor. */
const MODERATE_COST = 10_000
const EXPENSIVE_COST = 1_000_000

export function costClass(cost: number): CostClass {
  if (cost >= EXPENSIVE_COST) return 'expensive'
  return cost >= MODERATE_COST ? 'moderate' : 'cheap'
}
