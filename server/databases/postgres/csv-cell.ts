/** A buffer that is being filled, with room for what is written. */
export interface CsvOut {
  bytes: Buffer
  length: number
}

/** How a cell becomes what it is in a run; see `cells.ts`. Never longer than five bytes more than the server's text. */
export type CsvCellForm = (out: CsvOut, bytes: Buffer, start: number, end: number) => void

const [QUOTE, SPACE, TIME, ZONE, LETTER_T, LETTER_C, LETTER_Y, PLUS, ZERO] = Buffer.from(
  '" TZtCy+0',
) as unknown as number[]
const TRUE = Buffer.from('true')
const FALSE = Buffer.from('false')
/** From there on a call that copies is cheaper than a loop. */
const LONG_BYTES = 96

/** By the server's names of types. All others are printed by COPY as they travel in a run. */
export const CSV_CELL_FORMS: Readonly<Record<string, CsvCellForm>> = {
  boolean: (out, bytes, start) => {
    const word = bytes[start] === LETTER_T ? TRUE : FALSE
    copyText(out, word, 0, word.length)
  },
  bytea: (out, bytes, start, end) => {
    // After `\x`.
    const base64 = Buffer.from(bytes.toString('latin1', start + 2, end), 'hex').toString('base64')
    out.length += out.bytes.write(base64, out.length, 'latin1')
  },
  'timestamp without time zone': writeTimestamp,
  'timestamp with time zone': (out, bytes, start, end) => {
    const inUtc =
      end - start > 3 && bytes[end - 1] === ZERO && bytes[end - 2] === ZERO && bytes[end - 3] === PLUS
    if (!inUtc) return copyText(out, bytes, start, end)
    writeTimestamp(out, bytes, start, end - 3)
    out.bytes[out.length++] = ZONE as number
  },
}

/**
 * One cell in its form. What stands for NULL has no quotes, and a cell that happens to read the same has them, before
 * and after.
 */
export function rewriteCell(
  out: CsvOut,
  form: CsvCellForm,
  bytes: Buffer,
  start: number,
  end: number,
  isNull: Buffer,
): void {
  const isQuoted = end - start > 1 && bytes[start] === QUOTE
  if (!isQuoted && end - start === isNull.length && bytes.compare(isNull, 0, isNull.length, start, end) === 0)
    return copyText(out, bytes, start, end)
  const from = out.length
  // None of these types has quotes within its text.
  if (isQuoted) form(out, bytes, start + 1, end - 1)
  else form(out, bytes, start, end)
  quoteIfNull(out, from, isNull)
}

function quoteIfNull(out: CsvOut, from: number, isNull: Buffer): void {
  const { bytes, length } = out
  if (length - from !== isNull.length || bytes.compare(isNull, 0, isNull.length, from, length) !== 0) return
  bytes.copyWithin(from + 1, from, length)
  bytes[from] = bytes[length + 1] = QUOTE as number
  out.length = length + 2
}

/** One space becomes a T; words such as `infinity`, and years before Christ, stay as they are. */
function writeTimestamp(out: CsvOut, bytes: Buffer, start: number, end: number): void {
  const last = bytes[end - 1]
  const stays = last === LETTER_C || last === LETTER_Y
  const target = out.bytes
  let to = out.length
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] as number
    target[to++] = byte === SPACE && !stays ? (TIME as number) : byte
  }
  out.length = to
}

export function copyText(out: CsvOut, bytes: Buffer, start: number, end: number): void {
  if (end - start > LONG_BYTES) {
    out.length += bytes.copy(out.bytes, out.length, start, end)
    return
  }
  const target = out.bytes
  let to = out.length
  for (let at = start; at < end; at += 1) target[to++] = bytes[at] as number
  out.length = to
}
