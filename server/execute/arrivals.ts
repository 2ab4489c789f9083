/**
 * Runs that begin at the same time are let in one by one, one in each turn of the process's loop. Each has a dozen small
 * steps to its first row; a hundred that take them side by side would all have theirs at the end, and all that time nothing
 * else would be answered. As long as the loop has nothing else to do, its turns are so short that nobody waits.
 */
export function createArrivals() {
  const waiting: (() => void)[] = []
  let isPaced = false

  function letNextIn(): void {
    const next = waiting.shift()
    isPaced = next !== undefined
    if (next === undefined) return
    next()
    setImmediate(letNextIn)
  }

  return {
    countWaiting: () => waiting.length,
    /** Resolves in the order of the calls. */
    async enter(): Promise<void> {
      if (isPaced) return new Promise(resolve => waiting.push(resolve))
      isPaced = true
      setImmediate(letNextIn)
    },
  }
}
