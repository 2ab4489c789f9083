import type { Row } from '../../domain.ts'
import { toAppError } from './errors.ts'

/** A postgres.js query in cursor mode: thenable, and only run once somebody waits for it. */
export interface CursorQuery {
  result: PromiseLike<readonly Row[]>
  cancel: () => Promise<unknown>
}

/** The rows of one statement in portions; between two portions the server waits. */
export interface Portal {
  /** Fewer than `maxRows` rows mean that it has ended. One call at a time, none after the end. */
  fetch(maxRows: number): Promise<readonly Row[]>
  /** Asks the server to stop the fetch in flight; a request that overtakes its statement is lost. */
  cancel(): void
  /** Closes the portal; resolves when the server has answered. A fetch in flight is waited for. */
  close(): Promise<void>
}

/**
 * Drives the callback form of postgres.js's cursor. Its async iterator is not used: that one's `return()` forgets a
 * fetch in flight, whose backend then stays busy for ever. The driver waits with the next portion for the promise that
 * the callback gives back; `closeToken` as its value closes the portal.
 */
export function createPortal(
  open: (onRows: (rows: readonly Row[]) => unknown) => CursorQuery,
  closeToken: unknown,
): Portal {
  let waiting: { resolve: (rows: readonly Row[]) => void; reject: (error: Error) => void } | null = null
  let resume: ((answer: unknown) => void) | null = null
  let running: Promise<void> | null = null
  let failure: Error | null = null
  let ended = false

  const query = open(rows => {
    const suspended = new Promise(resolve => (resume = resolve))
    waiting?.resolve(rows)
    waiting = null
    return suspended
  })

  function onEnd(rest: readonly Row[]): void {
    ended = true
    // Where the command has no row count (EXPLAIN, SHOW) the driver skips the callback for the last portion.
    waiting?.resolve(rest)
    waiting = null
  }

  function onFailure(error: unknown): void {
    ended = true
    failure = toAppError(error)
    waiting?.reject(failure)
    waiting = null
  }

  return {
    fetch: maxRows =>
      new Promise((resolve, reject) => {
        if (failure !== null) return reject(failure)
        waiting = { resolve, reject }
        // The driver reads this undocumented field at each fetch; the contract tests would notice if it did not.
        Object.assign(query.result, { cursorRows: maxRows })
        if (running === null) running = Promise.resolve(query.result.then(onEnd, onFailure))
        else resume?.(undefined)
        resume = null
      }),
    cancel() {
      // The driver's promise settles when the cancel has been sent and fails when the server is gone: then there is nothing to cancel.
      if (running !== null && !ended) void query.cancel().catch(() => undefined)
    },
    async close() {
      if (!ended) resume?.(closeToken)
      resume = null
      await running
    },
  }
}
