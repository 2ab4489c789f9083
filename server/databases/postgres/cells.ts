import type { Cell } from '../../domain.ts'
import { readJsonCell } from '../json-cell.ts'

/** Makes a cell from the text that the server sent. */
export type CellReader = (text: string) => Cell

/**
 * Readers by type OID (stable for the built-in types, pg_type.dat). A type that is not here travels as the server's
 * own text: numeric, money, uuid, date, time, interval (ISO 8601 by IntervalStyle), enums, ranges, addresses …
 * They rely on the settings of `transaction.ts`: UTC, ISO dates, hex bytea, shortest exact floats.
 */
export const BUILT_IN_READERS: ReadonlyMap<number, CellReader> = new Map<number, CellReader>([
  [16, text => text === 't'],
  [17, readBytes],
  [20, readInteger],
  [21, Number],
  [23, Number],
  [26, Number],
  [114, readJsonCell],
  [700, readFloat],
  [701, readFloat],
  [1114, readTimestamp],
  [1184, readInstant],
  [3802, readJsonCell],
])

function readInteger(text: string): Cell {
  const value = Number(text)
  return Number.isSafeInteger(value) ? value : text
}

/** JSON has no NaN or Infinity, so they stay the server's words. */
function readFloat(text: string): Cell {
  const value = Number(text)
  return Number.isFinite(value) ? value : text
}

function readBytes(text: string): Cell {
  return Buffer.from(text.slice(2), 'hex').toString('base64')
}

/** `2024-05-01 12:30:00.123456` to ISO 8601; `infinity` and years before Christ stay the server's text. */
function readTimestamp(text: string): Cell {
  return text.endsWith('y') || text.endsWith('C') ? text : text.replace(' ', 'T')
}

/** As readTimestamp; the session is in UTC, so the offset is always `+00`. */
function readInstant(text: string): Cell {
  return text.endsWith('+00') ? `${text.slice(0, -3).replace(' ', 'T')}Z` : text
}
