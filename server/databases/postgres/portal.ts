import { toAppError } from './errors.ts'
import type { RowFlow } from './row-stream.ts'

/** A postgres.js query: thenable, and only run once somebody waits for it. */
export interface LazyQuery {
  result: PromiseLike<unknown>
  cancel: () => Promise<unknown>
}

/** All rows at once, however many are asked for. */
export function wholeResult(query: LazyQuery): Omit<RowFlow, 'resume'> {
  let isRunning = false
  return {
    async ask() {
      isRunning = true
      try {
        await query.result
        return 'ENDED'
      } catch (error) {
        throw toAppError(error)
      } finally {
        isRunning = false
      }
    },
    cancel() {
      if (isRunning) forget(query.cancel())
    },
    close: () => Promise.resolve(),
  }
}

/** The driver's result, whose rows have gone elsewhere. Only the last portion of a statement knows its command. */
interface Portion {
  command?: string | null
}

/**
 * Rows in portions, between which the server waits. Drives the callback form of postgres.js's cursor; its async iterator is
 * not used: that one's `return()` forgets a fetch in flight, whose backend then stays busy for ever. The driver waits with
 * the next portion for the promise that the callback gives back; `closeToken` as its value closes the portal.
 */
export function createPortal(
  open: (onPortion: (portion: object) => unknown) => LazyQuery,
  closeToken: unknown,
): Omit<RowFlow, 'resume'> {
  let waiting: { resolve: (how: 'SUSPENDED' | 'ENDED') => void; reject: (error: Error) => void } | null = null
  let goOn: ((answer: unknown) => void) | null = null
  let running: Promise<void> | null = null
  let ended = false

  const query = open(portion => {
    // That the statement has ended is said once more, when the server is ready for another one.
    if ((portion as Portion).command) return
    const suspended = new Promise(resolve => (goOn = resolve))
    waiting?.resolve('SUSPENDED')
    waiting = null
    return suspended
  })

  function onEnd(): void {
    ended = true
    waiting?.resolve('ENDED')
  }

  function onFailure(error: unknown): void {
    ended = true
    waiting?.reject(toAppError(error))
  }

  return {
    ask: maxRows =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject }
        // The driver reads this undocumented field at each fetch; the contract tests would notice if it did not.
        Object.assign(query.result, { cursorRows: maxRows })
        if (running === null) running = Promise.resolve(query.result.then(onEnd, onFailure))
        else goOn?.(undefined)
        goOn = null
      }),
    cancel() {
      if (running !== null && !ended) forget(query.cancel())
    },
    async close() {
      if (!ended) goOn?.(closeToken)
      goOn = null
      await running
    },
  }
}

/** The driver's promise settles when the cancel has been sent, and fails when the server is gone: then there is nothing to cancel. */
function forget(cancelling: Promise<unknown>): void {
  cancelling.catch(() => undefined)
}
