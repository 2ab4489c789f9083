import type { CsvCursor, CsvOptions, CursorLimits } from '../database.ts'
import { copyOf } from './copy-of.ts'
import { CSV_CELL_FORMS } from './csv-cell.ts'
import { createCsvCollector } from './csv-collector.ts'
import { describe, readAndClose } from './cursor.ts'
import type { CursorParts } from './cursor.ts'
import { postgresDialect } from './dialect.ts'
import type { Session } from './driver.ts'
import { createRowStream } from './row-stream.ts'

const NOTHING = { bytes: Buffer.alloc(0), rows: 0 }

/** Fulfils `Database.copyCsv`: the same walls as for a cursor, and nothing in between that looks at cells. */
export async function openCsv(
  parts: CursorParts,
  sql: string,
  { nullText }: CsvOptions,
  limits: CursorLimits,
): Promise<CsvCursor | null> {
  const { session, columns } = await describe(parts, sql, limits)
  const text = copyOf(sql, ` (format csv, null ${postgresDialect.quoteText(nullText)})`)
  // An array travels as JSON, which the server would write with other rules for its elements.
  const hasArrays = columns.some(({ type }) => type.endsWith('[]'))
  if (hasArrays || !(await isTaken(session, text))) {
    await parts.pool.release(session)
    return null
  }
  const forms = columns.map(({ type }) => CSV_CELL_FORMS[type] ?? null)
  const lines = createRowStream({
    open: sink => session.openRows(text, sink, false),
    form: 'COPY',
    columns: columns.length,
    collector: createCsvCollector(forms, nullText),
    inPortions: false,
  })
  const { read, close } = readAndClose(parts, limits, session, lines, NOTHING)
  return {
    columns,
    async read(bounds) {
      const { batch, done } = await read(bounds)
      return { ...batch, done }
    },
    close,
  }
}

/** Not for EXPLAIN and SHOW, nor for a text with what only looks like a semicolon at its end. Whatever else is wrong, a cursor will say. */
function isTaken(session: Session, text: string): Promise<boolean> {
  return session.describe(text).then(
    () => true,
    () => false,
  )
}
