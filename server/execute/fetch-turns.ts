/** A newcomer who takes longer waits for its database. */
const NEWCOMER_MS = 500
/** While more than so many wait for a first row, the others have one turn in that time. */
const CROWD = 4
const SELDOM_MS = 100
/** A turn is over after that, whatever the fetch does: then it waits for the database and does not use our processor. */
const TURN_MS = 50

/**
 * Fairness among runs. A hundred sockets that become readable at once would each parse a thousand rows before anything
 * else in this process moves; so batches are fetched in a few turns at a time. A turn is held while a batch is fetched
 * and parsed, never while it is sent: a reader who has stopped reading holds none. While there are newcomers, who still have
 * many small steps to their first row, the others share a single turn, and have it seldom while it is a crowd that waits.
 * @param countComing how many more of them are on their way here
 */
export function createFetchTurns(concurrent: number, countComing: () => number = () => 0) {
  const waiting: (() => void)[] = []
  let taken = 0
  let newcomers = 0
  let lastAt = -Infinity
  let later: NodeJS.Timeout | null = null

  const countNewcomers = () => newcomers + countComing()
  const hasNewcomers = () => countNewcomers() > 0
  const isCrowd = () => countNewcomers() > CROWD

  function areTaken(): boolean {
    if (isCrowd()) return taken > 0 || performance.now() - lastAt < SELDOM_MS
    return taken >= (hasNewcomers() ? 1 : concurrent)
  }

  function take(): void {
    taken += 1
    lastAt = performance.now()
  }

  function passOn(): void {
    if (waiting.length > 0 && isCrowd())
      later ??= setTimeout(() => {
        later = null
        passOn()
      }, SELDOM_MS)
    while (waiting.length > 0 && !areTaken()) {
      take()
      // A breath between two batches, in which small requests are answered.
      setImmediate(waiting.shift() as () => void)
    }
  }

  /** Calls `undo` once: when the returned function is called, or after a time. */
  function forAWhile(timeoutMs: number, undo: () => void): () => void {
    let over = false
    const end = () => {
      if (over) return
      over = true
      clearTimeout(timer)
      undo()
      passOn()
    }
    const timer = setTimeout(end, timeoutMs)
    return end
  }

  return {
    /** Whether somebody waits for a first row. */
    hasNewcomers,

    /** A run begins; to be told when it has its first rows. */
    arrive(): () => void {
      newcomers += 1
      return forAWhile(NEWCOMER_MS, () => (newcomers -= 1))
    },

    /** Resolves, in the order of the calls, with the function that ends the turn. */
    async take(): Promise<() => void> {
      if (areTaken() || waiting.length > 0)
        await new Promise<void>(resolve => {
          waiting.push(resolve)
          passOn()
        })
      else take()
      return forAWhile(TURN_MS, () => (taken -= 1))
    },
  }
}
