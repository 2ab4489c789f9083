const OFTEN = 3
const MAX_KEPT = 200
const MAX_COUNTED = 1000
/** Longer ones are inserts of many rows, which hardly come twice. */
const MAX_LENGTH = 8 * 1024

/**
 * Which statements of one session it is worth that the server keeps them: one that it knows takes one message in place of
 * two, and is neither parsed nor planned again. A server lets none of them go, so they are counted first.
 */
export function createFrequentStatements() {
  const kept = new Set<string>()
  const uses = new Map<string, number>()
  return {
    /** Whether the server is to keep it from now on, or does already; to be asked at each use. */
    isKept(text: string): boolean {
      if (kept.has(text)) return true
      const count = (uses.get(text) ?? 0) + 1
      if (count < OFTEN || kept.size >= MAX_KEPT || text.length > MAX_LENGTH) {
        if (uses.size >= MAX_COUNTED) uses.clear()
        uses.set(text, count)
        return false
      }
      uses.delete(text)
      kept.add(text)
      return true
    },
  }
}
