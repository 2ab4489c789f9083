import type { ReadBatch, ReadBounds } from '../database.ts'
import { createBatchReader } from '../encoded-rows.ts'
import type { CellWriter } from './cells.ts'
import { createCopySource } from './copy-source.ts'
import type { Session } from './driver.ts'
import { createJsonCollector } from './json-collector.ts'

/** Where a cursor has the rows of its statement from. */
export interface RowSource<Batch> {
  read(bounds: ReadBounds): Promise<Batch>
  /** The server is at work on it although nobody reads: settles when it no longer is. */
  running(): Promise<unknown> | null
  /** Asks the server to stop. */
  cancel(): void
  /** Lets go of it when nothing is running. */
  close(): Promise<void>
}

/** The statement inside of COPY. The newline ends a comment; what follows a semicolon at the very end is only such a comment. */
export function copyOf(sql: string, options = ''): string {
  return `copy (\n${sql.replace(/[;\s]+$/, '')}\n) to stdout${options}`
}

/** By COPY: the server sends all rows without being asked for each portion, and may use parallel workers. */
export function copiedRows(
  session: Session,
  sql: string,
  writers: readonly CellWriter[],
): RowSource<ReadBatch> {
  const collector = createJsonCollector(writers)
  const source = createCopySource(sink => session.openCopy(copyOf(sql), sink), writers.length, collector)
  return {
    ...source,
    async read(bounds) {
      const { batch, done } = await source.read(bounds)
      return { rows: batch, done }
    },
    close: () => Promise.resolve(),
  }
}

/** By a portal that is asked for portions: for what COPY does not take, such as EXPLAIN and SHOW. */
export function portalRows(session: Session, sql: string): RowSource<ReadBatch> {
  const portal = session.openPortal(sql)
  const read = createBatchReader(async maxRows => {
    const rows = await portal.fetch(maxRows)
    return { rows, done: rows.length < maxRows }
  })
  return { read, running: () => null, cancel: () => portal.cancel(), close: () => portal.close() }
}
