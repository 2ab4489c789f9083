import type { Cell, Row } from '../../graphql/cell.ts'
import { cellText } from './cell-text.ts'

export type CopyFormat = 'tsv' | 'csv' | 'json'

/** Rows with their header as text for the clipboard: TSV for spreadsheets, RFC 4180 CSV, or a JSON array of objects. */
export function serializeRows(format: CopyFormat, names: readonly string[], rows: readonly Row[]): string {
  switch (format) {
    case 'tsv':
      return lines(names, rows, tsvField, '\t', '\n')
    case 'csv':
      return lines(names, rows, csvField, ',', '\r\n')
    case 'json': {
      const keys = distinct(names)
      return JSON.stringify(
        rows.map(row => Object.fromEntries(keys.map((key, index) => [key, row[index] ?? null]))),
        null,
        2,
      )
    }
  }
}

function lines(
  names: readonly string[],
  rows: readonly Row[],
  field: (cell: Cell | undefined) => string,
  separator: string,
  end: string,
): string {
  return [names, ...rows].map(row => row.map(field).join(separator)).join(end)
}

/** A spreadsheet reads a tab or a line break as the next cell, so they become spaces. */
function tsvField(cell: Cell | undefined): string {
  return cellText(cell).replace(/[\t\r\n]+/g, ' ')
}

function csvField(cell: Cell | undefined): string {
  const text = cellText(cell)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Two columns may share a name (a join); an object may not, so the second becomes `name_2`. */
function distinct(names: readonly string[]): string[] {
  const taken = new Set<string>()
  return names.map(name => {
    let key = name
    for (let count = 2; taken.has(key); count++) key = `${name}_${count}`
    taken.add(key)
    return key
  })
}
