import type { ColumnRef, ColumnSample } from '../domain.ts'
import type { Database } from './database.ts'

const MINUTE_MS = 60_000
const FRESH_MS = 60 * MINUTE_MS
/** A column that gave nothing (not ours to read, too slow, no time left) is left alone for that long. */
const RETRY_MS = 5 * MINUTE_MS
/** Bounds of one sampling: enough for names of cities and products, small enough to be unnoticed. */
const BOUNDS = { maxValues: 1000, maxLength: 100, timeoutMs: 3000 }

export interface ValueSamples {
  /** Samples of these columns, as far as they could be had; reads what is not known yet or old. */
  of(columns: readonly ColumnRef[]): Promise<readonly ColumnSample[]>
  /** What is known now, without asking the database. */
  known(): readonly ColumnSample[]
  forget(): void
}

/** Sample values of one database, by column. Readings are one at a time: who comes meanwhile waits for it. */
export function createValueSamples(database: Pick<Database, 'readValues'>, now: () => Date): ValueSamples {
  const samples = new Map<string, ColumnSample>()
  const tried = new Map<string, number>()
  let reading: Promise<unknown> = Promise.resolve()

  function isDue(column: ColumnRef): boolean {
    const key = keyOf(column)
    const at = now().getTime()
    const sample = samples.get(key)
    if (sample) return at - sample.readAt.getTime() >= FRESH_MS
    return at - (tried.get(key) ?? -Infinity) >= RETRY_MS
  }

  async function readDue(columns: readonly ColumnRef[]): Promise<void> {
    const due = columns.filter(isDue)
    if (due.length === 0) return
    const readAt = now()
    const values = await database.readValues({ ...BOUNDS, columns: due })
    for (const column of due) tried.set(keyOf(column), readAt.getTime())
    for (const sample of values) samples.set(keyOf(sample), { ...sample, readAt })
  }

  return {
    async of(columns) {
      const mine = reading.then(() => readDue(columns))
      reading = mine.catch(() => undefined)
      await mine
      return columns.flatMap(column => samples.get(keyOf(column)) ?? [])
    },
    known: () => [...samples.values()],
    forget() {
      samples.clear()
      tried.clear()
    },
  }
}

function keyOf({ schema, table, column }: ColumnRef): string {
  return JSON.stringify([schema, table, column])
}
