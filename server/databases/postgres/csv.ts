import type { ResultColumn } from '../../domain.ts'
import type { CsvBatch, CsvCursor, CsvOptions, CursorLimits } from '../database.ts'
import { createCopySource } from './copy-source.ts'
import { createCsvCollector } from './csv-collector.ts'
import { describe, readAndClose } from './cursor.ts'
import type { CursorParts } from './cursor.ts'
import { postgresDialect } from './dialect.ts'
import { copyOf } from './row-source.ts'

const NOTHING: CsvBatch = { bytes: new Uint8Array(), rows: 0, done: true }

/** Types by name whose cells the server prints in another way than they travel, and how it can be made to. See `cells.ts`. */
const AS_CELLS: Readonly<Record<string, (value: string) => string>> = {
  boolean: value => `${value}::pg_catalog.text`,
  bytea: value => `pg_catalog.translate(pg_catalog.encode(${value}, 'base64'), E'\\n', '')`,
  // Words such as `infinity`, and years before Christ, stay as they are.
  'timestamp without time zone': value =>
    `case when pg_catalog.right(${value}::pg_catalog.text, 1) in ('y', 'C') then ${value}::pg_catalog.text
     else pg_catalog.replace(${value}::pg_catalog.text, ' ', 'T') end`,
  'timestamp with time zone': value =>
    `case when pg_catalog.right(${value}::pg_catalog.text, 3) <> '+00' then ${value}::pg_catalog.text
     else pg_catalog.replace(pg_catalog.left(${value}::pg_catalog.text, -3), ' ', 'T') operator(pg_catalog.||) 'Z' end`,
}

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
  const text = copyOf(
    sql,
    options,
    columns.some(({ type }) => type in AS_CELLS) ? asCells(columns) : undefined,
  )
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

/** What stands before and after the statement; its columns get names of ours, as two of them may have the same. */
function asCells(columns: readonly ResultColumn[]): readonly [before: string, after: string] {
  const names = columns.map((_, index) => `c${index + 1}`)
  const values = columns.map(({ type }, index) => {
    const value = `r.${names[index] ?? ''}`
    return AS_CELLS[type]?.(value) ?? value
  })
  return [`select ${values.join(', ')} from (\n`, `\n) as r (${names.join(', ')})`]
}
