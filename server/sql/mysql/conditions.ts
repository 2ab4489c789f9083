/** Collects, while ON and WHERE are read, which tables their comparisons tie together. */
export interface Conditions {
  /** The ties of the condition that `read` reads; null when a column in it does not say whose it is. */
  collect(read: () => void): readonly (readonly string[])[] | null
  /** A column, by its path of names. */
  column(path: readonly string[]): void
  /** AND, OR or XOR: a new comparison begins. */
  next(): void
  /** Inside a call, CASE or sub-select, where AND does not divide the condition. */
  whole<T>(read: () => T): T
}

interface Level {
  ties: string[][]
  unclear: boolean
  undivided: number
}

export function createConditions(): Conditions {
  const levels: Level[] = []
  return {
    collect(read) {
      const level: Level = { ties: [[]], unclear: false, undivided: 0 }
      levels.push(level)
      read()
      levels.pop()
      return level.unclear ? null : level.ties
    },
    column(path) {
      const table = path.at(-2)
      for (const level of levels)
        if (table === undefined) level.unclear = true
        else level.ties.at(-1)?.push(table)
    },
    next() {
      const level = levels.at(-1)
      if (level?.undivided === 0) level.ties.push([])
    },
    whole(read) {
      const level = levels.at(-1)
      if (level === undefined) return read()
      level.undivided++
      const result = read()
      level.undivided--
      return result
    },
  }
}
