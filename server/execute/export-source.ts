import type { CsvCursor, CursorLimits, Database, RowCursor } from '../databases/database.ts'
import type { Portion, RowsOf, RowSource } from './execute.ts'
import { createFormatWriter } from './formats/export-format.ts'
import type { CsvSettings, ExportFormat, FormatWriter } from './formats/export-format.ts'

export interface ExportSettings {
  format: ExportFormat
  csv: CsvSettings
}

export interface ExportedRows extends Portion {
  text: string | Uint8Array
}

type Source = Pick<Database, 'openCursor' | 'copyCsv'>

/** Rows in the format of the file; `begin` and `end` may be asked when the cursor is open. */
export function exportSource(database: Source, settings: ExportSettings) {
  let writer: FormatWriter | null = null
  const opened = (): FormatWriter => {
    if (writer === null) throw new Error('Nothing is open yet')
    return writer
  }
  const source: RowSource<ExportedRows> = {
    async openCursor(sql, limits) {
      const copied = await openCopy(database, sql, settings, limits)
      const cursor = copied ?? (await database.openCursor(sql, limits))
      const own = createFormatWriter(settings.format, cursor.columns, settings.csv)
      writer = own
      return copied === null ? written(cursor as RowCursor, own) : passedOn(copied)
    },
  }
  return { source, begin: () => opened().begin(), end: () => opened().end() }
}

/** The engine's own CSV, where it has one and nobody has to look at the cells; else null. */
async function openCopy(
  { copyCsv }: Source,
  sql: string,
  { format, csv }: ExportSettings,
  limits: CursorLimits,
): Promise<CsvCursor | null> {
  if (format !== 'csv' || csv.guardFormulas || copyCsv === null) return null
  return copyCsv(sql, { nullText: csv.nullText }, limits)
}

function written({ columns, read, close }: RowCursor, writer: FormatWriter): RowsOf<ExportedRows> {
  return {
    ...{ columns, close },
    async read(bounds) {
      const { rows, done } = await read(bounds)
      const text = rows.count === 0 ? '' : writer.rows(rows.json.toString())
      return { rows: { count: rows.count, bytes: rows.bytes, text }, done }
    },
  }
}

function passedOn({ columns, read, close }: CsvCursor): RowsOf<ExportedRows> {
  return {
    ...{ columns, close },
    async read(bounds) {
      const { bytes, rows, done } = await read(bounds)
      return { rows: { count: rows, bytes: bytes.byteLength, text: bytes }, done }
    },
  }
}
