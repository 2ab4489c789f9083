/** Where a run may work: one connection, say, and how many may do so at the same time. */
export interface Workplace {
  key: string
  places: number
}

export interface Place {
  /** Null: it is ours. Else how many are before us, and we: 1 is next. */
  position(): number | null
  /** Resolves when the position is another than it was at the call. */
  change(): Promise<void>
  /** Gives the place back, or leaves the queue. Idempotent. */
  leave(): void
}

interface Waiting {
  position: number | null
  wake: () => void
}

/** Runs that are more than a database should have at once wait in the order of their coming, and know their place. */
export function createRunQueue() {
  const working = new Map<string, number>()
  const queues = new Map<string, Waiting[]>()

  function moveUp(key: string): void {
    for (const [index, waiting] of (queues.get(key) ?? []).entries()) {
      if (waiting.position === index + 1) continue
      waiting.position = index + 1
      waiting.wake()
    }
  }

  function giveBack(key: string): void {
    const next = queues.get(key)?.shift()
    if (next === undefined) {
      const left = (working.get(key) ?? 1) - 1
      if (left > 0) working.set(key, left)
      else working.delete(key)
      queues.delete(key)
      return
    }
    next.position = null
    next.wake()
    moveUp(key)
  }

  function leaveQueue(key: string, waiting: Waiting): void {
    const queue = queues.get(key) ?? []
    queue.splice(queue.indexOf(waiting), 1)
    if (queue.length === 0) queues.delete(key)
    moveUp(key)
  }

  return {
    /** Runs that have a place, wherever that is. */
    countAtWork: () => [...working.values()].reduce((sum, count) => sum + count, 0),

    take({ key, places }: Workplace): Place {
      const waiting: Waiting = { position: null, wake: () => undefined }
      let changed = new Promise<void>(resolve => (waiting.wake = resolve))
      const atWork = working.get(key) ?? 0
      if (atWork < places) {
        working.set(key, atWork + 1)
      } else {
        const queue = queues.get(key) ?? []
        queues.set(key, queue)
        waiting.position = queue.push(waiting)
      }
      let hasLeft = false
      return {
        position: () => waiting.position,
        async change() {
          await changed
          changed = new Promise<void>(resolve => (waiting.wake = resolve))
        },
        leave() {
          if (hasLeft) return
          hasLeft = true
          if (waiting.position === null) giveBack(key)
          else leaveQueue(key, waiting)
        },
      }
    },
  }
}
