import type { Row } from '../../graphql/cell.ts'

/**
 * The rows of one run, outside of React: batches arrive faster than a screen can draw, so listeners are told at most
 * once per frame. `schedule` is requestAnimationFrame in a browser.
 */
export class RowStore {
  private readonly rows: Row[] = []
  private readonly listeners = new Set<() => void>()
  private announced = 0
  private bytes = 0
  private scheduled = false

  constructor(private readonly schedule: (announce: () => void) => void) {}

  /**
   * A batch that is already here is left out.
   * @param byteCount of everything up to the end of this batch, as the server counts it
   */
  append(offset: number, batch: readonly Row[], byteCount = 0): void {
    this.bytes = Math.max(this.bytes, byteCount)
    for (const row of batch.slice(Math.max(0, this.rows.length - offset))) this.rows.push(row)
    if (this.scheduled) return
    this.scheduled = true
    this.schedule(() => this.announce())
  }

  private announce(): void {
    this.scheduled = false
    this.announced = this.rows.length
    for (const listener of this.listeners) listener()
  }

  row(index: number): Row | undefined {
    return this.rows[index]
  }

  /** Everything loaded so far. */
  all(): readonly Row[] {
    return this.rows
  }

  /** Bytes of what was loaded so far. */
  byteCount(): number {
    return this.bytes
  }

  /** Rows that listeners know of. */
  readonly count = (): number => this.announced

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }
}
