/**
 * Work that several callers may wait for: the same key is worked on once, and whoever comes later joins in.
 * When the last one leaves, work without a key is aborted at once; work with a key goes on for a while, because a lost
 * socket looks the same as a caller who lost interest, and the former comes back with the same key.
 */
export interface Waiting<Event> {
  onEvent: (event: Event) => void
  /** Aborted when this caller leaves. */
  signal: AbortSignal
}

interface Running<Event, Result> {
  waiting: Set<Waiting<Event>>
  result: Promise<Result>
  /** Somebody has left. */
  left: () => void
}

export function createSharedWork<Event, Result>({ graceMs }: { graceMs: number }) {
  const running = new Map<string, Running<Event, Result>>()

  function begin(
    key: string | null,
    start: (emit: (event: Event) => void, signal: AbortSignal) => Promise<Result>,
  ): Running<Event, Result> {
    const abort = new AbortController()
    const waiting = new Set<Waiting<Event>>()
    const emit = (event: Event) => waiting.forEach(({ onEvent }) => onEvent(event))
    const result = start(emit, abort.signal).finally(() => {
      if (key !== null) running.delete(key)
    })
    const left = () => {
      if (waiting.size > 0) return
      if (key === null) return abort.abort()
      setTimeout(() => waiting.size === 0 && abort.abort(), graceMs).unref()
    }
    return { waiting, result, left }
  }

  return {
    /** @param key null: never shared */
    join(
      key: string | null,
      caller: Waiting<Event>,
      start: (emit: (event: Event) => void, signal: AbortSignal) => Promise<Result>,
    ): Promise<Result> {
      const found = key === null ? undefined : running.get(key)
      const work = found ?? begin(key, start)
      if (key !== null && !found) running.set(key, work)
      work.waiting.add(caller)
      caller.signal.addEventListener('abort', () => {
        work.waiting.delete(caller)
        work.left()
      })
      return work.result
    },
  }
}
