export interface Turns {
  /** Runs `work` when it is its turn; an aborted one gives its turn away. */
  take<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T>
}

/** Lets so many at a time work, in the order in which they came: a long list must not ask for everything at once. */
export function createTurns(atOnce: number): Turns {
  const waiting: (() => void)[] = []
  let working = 0

  const next = () => {
    while (working < atOnce) {
      const begin = waiting.shift()
      if (begin === undefined) return
      begin()
    }
  }

  return {
    take: (work, signal) =>
      new Promise((resolve, reject) => {
        waiting.push(() => {
          if (signal.aborted) return reject(new DOMException('Nobody waits for it any more', 'AbortError'))
          working += 1
          void work()
            .then(resolve, reject)
            .finally(() => {
              working -= 1
              next()
            })
        })
        next()
      }),
  }
}
