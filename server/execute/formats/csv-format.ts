import type { ResultColumn } from '../../domain.ts'
import type { CsvSettings, FormatWriter } from './export-format.ts'
import { splitCells } from './split-cells.ts'

const NEEDS_QUOTES = /[",\r\n]/
/** What spreadsheets take for the beginning of a formula (OWASP, "CSV Injection"). */
const FORMULA = /^[=+\-@\t\r\n\0＝＋－＠]/
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

/** RFC 4180: a line of names, lines end with CR LF, quotes where they are needed. Cells as in api.graphql's Row. */
export function createCsvWriter(columns: readonly ResultColumn[], settings: CsvSettings): FormatWriter {
  return {
    begin: () => `${columns.map(({ name }) => writeText(name, settings)).join(',')}\r\n`,
    rows(json) {
      let csv = ''
      splitCells(json, cells => {
        for (let index = 0; index < cells.length; index++) {
          if (index > 0) csv += ','
          csv += writeCell(cells[index] ?? 'null', settings)
        }
        csv += '\r\n'
      })
      return csv
    },
    end: () => '',
  }
}

/** Of its JSON text. */
function writeCell(json: string, settings: CsvSettings): string {
  if (json === 'null') return settings.nullText
  if (json.startsWith('"')) {
    return writeText(json.includes('\\') ? (JSON.parse(json) as string) : json.slice(1, -1), settings)
  }
  return NEEDS_QUOTES.test(json) || json === settings.nullText ? quoted(json) : json
}

function writeText(text: string, { nullText, guardFormulas }: CsvSettings): string {
  const shown = guardFormulas && FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text
  return shown === nullText || NEEDS_QUOTES.test(shown) ? quoted(shown) : shown
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}
