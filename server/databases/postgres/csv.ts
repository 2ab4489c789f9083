import type { CsvBatch, CsvCursor, CsvOptions, CursorLimits } from '../database.ts'
import { createCopySource } from './copy-source.ts'
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
  options: CsvOptions,
  limits: CursorLimits,
): Promise<CsvCursor> {
  const { session, columns } = await describe(parts, sql, limits)
  const text = copyOf(sql, formatOf(options))
  const collector = createCsvCollector()
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

function formatOf({ header, nullText }: CsvOptions): string {
  return ` (format csv, header ${header}, null ${postgresDialect.quoteText(nullText)})`
}
