import type { ResultColumn } from '../../domain.ts'
import { createCsvWriter } from './csv-format.ts'
import { createJsonWriter, createNdjsonWriter } from './json-formats.ts'

export const EXPORT_FORMATS = ['csv', 'json', 'ndjson'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

export interface CsvSettings {
  /** How NULL is written; a text that is the same is quoted. Empty: nothing between two commas. */
  nullText: string
  /** Puts `'` before a text that a spreadsheet would run as a formula. Changes what the file says. */
  guardFormulas: boolean
}

/** Writes one file; calls come in the order of the file. */
export interface FormatWriter {
  begin(): string
  /** Of encoded rows. */
  rows(json: string): string
  end(): string
}

export const CONTENT_TYPES: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv; charset=utf-8; header=present',
  json: 'application/json; charset=utf-8',
  ndjson: 'application/x-ndjson; charset=utf-8',
}

export function createFormatWriter(
  format: ExportFormat,
  columns: readonly ResultColumn[],
  csv: CsvSettings,
): FormatWriter {
  switch (format) {
    case 'csv':
      return createCsvWriter(columns, csv)
    case 'json':
      return createJsonWriter(columns)
    case 'ndjson':
      return createNdjsonWriter(columns)
  }
}
