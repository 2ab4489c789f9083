/** How many there are of each key, e.g. sockets of an address; no key stays when none is left. */
export interface OpenCounts {
  /** Counts one more, if that is within the limit; what is returned counts it down again, once. */
  enter(key: string): (() => void) | null
  of(key: string): number
  total(): number
}

export function createOpenCounts(limit: number): OpenCounts {
  const counts = new Map<string, number>()
  let total = 0
  const change = (key: string, by: 1 | -1) => {
    const count = (counts.get(key) ?? 0) + by
    if (count === 0) counts.delete(key)
    else counts.set(key, count)
    total += by
  }
  return {
    enter(key) {
      if ((counts.get(key) ?? 0) >= limit) return null
      change(key, 1)
      let isOpen = true
      return () => {
        if (isOpen) change(key, -1)
        isOpen = false
      }
    },
    of: key => counts.get(key) ?? 0,
    total: () => total,
  }
}
