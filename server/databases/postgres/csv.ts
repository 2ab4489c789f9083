import type { CsvBatch, CsvCursor, CsvOptions, CursorLimits } from '../database.ts'
import { createCopySource } from './copy-source.ts'
import { CSV_CELL_FORMS } from './csv-cell.ts'
import { createCsvCollector } from './csv-collector.ts'
import { describe, readAndClose } from './cursor.ts'
import type { CursorParts } from './cursor.ts'
import { postgresDialect } from './dialect.ts'
import { copyOf } from './row-source.ts'

const NOTHING: CsvBatch = { bytes: new Uint8Array(), rows: 0, done: true }

/** Fulfils `Database.copyCsv`: the same walls as for a cursor, and nothing in between that looks at cells. */
export async function openCsv(
  parts: CursorParts,
  sql: string,
  { nullText }: CsvOptions,
  limits: CursorLimits,
): Promise<CsvCursor | null> {
  const { session, columns } = await describe(parts, sql, limits)
  // An array travels as JSON, which the server would write with other rules for its elements.
  if (columns.some(({ type }) => type.endsWith('[]'))) {
    await parts.pool.release(session)
    return null
  }
  const options = ` (format csv, null ${postgresDialect.quoteText(nullText)})`
  const text = copyOf(sql, options)
  const forms = columns.map(({ type }) => CSV_CELL_FORMS[type] ?? null)
  const collector = createCsvCollector(forms, nullText)
  const source = createCopySource(sink => session.openCopy(text, sink), columns.length, collector)
  const { read, close } = readAndClose<CsvBatch>(parts, limits, session, {
    source: {
      ...source,
      async read(bounds) {
        const { batch, done } = await source.read(bounds)
        return { ...batch, done }
      },
      close: () => Promise.resolve(),
    },
    instead: null,
    none: NOTHING,
  })
  return { columns, read, close }
}
