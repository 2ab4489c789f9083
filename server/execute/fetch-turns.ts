/** A turn is over after that, whatever the fetch does: then it waits for the database and does not use our processor. */
const TURN_MS = 50

/**
 * Fairness among runs. A hundred sockets that become readable at once would each parse a thousand rows before anything
 * else in this process moves; so batches are fetched in a few turns at a time. A turn is held while a batch is fetched
 * and parsed, never while it is sent: a reader who has stopped reading holds none.
 */
export function createFetchTurns(concurrent: number) {
  const waiting: (() => void)[] = []
  let free = concurrent

  function giveBack(): void {
    const next = waiting.shift()
    if (next === undefined) free += 1
    // A breath between two batches, in which small requests are answered.
    else setImmediate(next)
  }

  function begin(): () => void {
    let over = false
    const end = () => {
      if (over) return
      over = true
      clearTimeout(timer)
      giveBack()
    }
    const timer = setTimeout(end, TURN_MS)
    return end
  }

  return {
    /** True when a turn would have to be waited for. */
    areTaken: (): boolean => free === 0,

    /** Resolves, in the order of the calls, with the function that ends the turn. */
    async take(): Promise<() => void> {
      if (free > 0) free -= 1
      else await new Promise<void>(resolve => waiting.push(resolve))
      return begin()
    },
  }
}
