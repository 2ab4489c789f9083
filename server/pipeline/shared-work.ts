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
  result: Promise<Result>
  joined: (caller: Waiting<Event>) => void
  left: (caller: Waiting<Event>) => void
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
    let grace: NodeJS.Timeout | undefined
    const joined = (caller: Waiting<Event>) => {
      clearTimeout(grace)
      waiting.add(caller)
    }
    const left = (caller: Waiting<Event>) => {
      waiting.delete(caller)
      if (waiting.size > 0) return
      if (key === null) return abort.abort()
      grace = setTimeout(() => abort.abort(), graceMs).unref()
    }
    return { result, joined, left }
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
      work.joined(caller)
      caller.signal.addEventListener('abort', () => work.left(caller))
      return work.result
    },
  }
}
