import { failed } from './failure.ts'
import type { Failure } from './failure.ts'

/** The server ends the work first, where its own time limit still holds. */
const GRACE_MS = 1000

export interface Watchdog {
  /** Waits for the work; past the limit it is ended, and rejects with the failure that the watchdog was made with. */
  watch<T>(work: () => Promise<T>): Promise<T>
  /** Time spent in `watch` so far. */
  waitedMs(): number
}

/**
 * Our own clock around what a server does for us. A server's time limit can be talked out of: by a prefix or a hint of
 * the statement, by a function that changes the setting. It is for all calls of `watch` together.
 * @param end ends the work from outside, so that it rejects; must not reject
 */
export function createWatchdog(limitMs: number, failure: Failure, end: () => Promise<unknown>): Watchdog {
  let waitedMs = 0
  return {
    waitedMs: () => waitedMs,
    async watch(work) {
      let late = false
      const timer = setTimeout(
        () => {
          late = true
          void end()
        },
        Math.max(0, limitMs - waitedMs) + GRACE_MS,
      )
      const startedAt = performance.now()
      try {
        return await work()
      } catch (error) {
        throw late ? failed(failure, 'watchdog') : error
      } finally {
        clearTimeout(timer)
        waitedMs += performance.now() - startedAt
      }
    },
  }
}
