export type CopyCell = string | number | null

/** Large enough that a chunk's cost is its bytes, small enough that memory never matters. */
const CHUNK_CHARACTERS = 65_536

/** Rows as the text format of PostgreSQL's COPY, in chunks of about 64 kB. Nothing is read ahead. */
export function* copyText(rows: Iterable<readonly CopyCell[]>): Generator<string, void> {
  let chunk = ''
  for (const row of rows) {
    chunk += `${row.map(copyCell).join('\t')}\n`
    if (chunk.length >= CHUNK_CHARACTERS) {
      yield chunk
      chunk = ''
    }
  }
  if (chunk !== '') yield chunk
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

function copyCell(cell: CopyCell): string {
  if (cell === null) return '\\N'
  if (typeof cell === 'number') return String(cell)
  return cell.replace(/[\\\t\n\r]/g, character => ESCAPES[character] ?? character)
}
