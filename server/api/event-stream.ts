import type { Waiting } from '../pipeline/shared-work.ts'

/**
 * Turns work that tells its events to a listener into what a subscription reads. Leaving aborts the listener's signal at
 * once, also before the first event; nothing is lost before the reader comes.
 */
export function streamEvents<Event>(
  work: (caller: Waiting<Event>) => Promise<unknown>,
): AsyncIterableIterator<Event> {
  const abort = new AbortController()
  const events: Event[] = []
  let ended = false
  let failure: { error: unknown } | null = null
  let wake = () => {}
  work({
    signal: abort.signal,
    onEvent(event) {
      events.push(event)
      wake()
    },
  })
    .catch((error: unknown) => (failure = { error }))
    .finally(() => {
      ended = true
      wake()
    })
  const stream: AsyncIterableIterator<Event> = {
    [Symbol.asyncIterator]: () => stream,
    async next() {
      for (;;) {
        const [event] = events.splice(0, 1)
        if (event !== undefined) return { done: false, value: event }
        if (failure) {
          const { error } = failure
          failure = null
          throw error
        }
        if (ended || abort.signal.aborted) return { done: true, value: undefined }
        await new Promise<void>(resolve => (wake = resolve))
      }
    },
    return() {
      abort.abort()
      events.length = 0
      wake()
      return Promise.resolve({ done: true, value: undefined })
    },
  }
  return stream
}
