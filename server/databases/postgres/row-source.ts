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

/**
 * A text that the server took for exactly one statement, inside of COPY. Its brackets are in pairs then, and no quote or
 * comment is open at its end, but for a comment that the newline ends: nothing in it can close ours.
 */
export function copyOf(sql: string, options = ''): string {
  return `copy (\n${withoutSemicolon(sql)}\n) to stdout${options}`
}

/**
 * Without the semicolon that ends the text, with comments behind it. What only looks like one, inside of quotes, leaves
 * them open, and the server refuses that.
 */
function withoutSemicolon(sql: string): string {
  let rest = sql.trimEnd()
  while (!rest.endsWith(';')) {
    const comment = rest.indexOf('--', Math.max(rest.lastIndexOf('\n'), rest.lastIndexOf('\r')) + 1)
    if (comment < 0) return sql
    rest = rest.slice(0, comment).trimEnd()
  }
  while (rest.endsWith(';')) rest = rest.slice(0, -1).trimEnd()
  return rest
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
