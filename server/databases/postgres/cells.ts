import type { Cell } from '../../domain.ts'
import { readJsonCell, readJsonText } from '../json-cell.ts'
import { putJson, putString, reserve } from '../json-bytes.ts'
import type { JsonBytes } from '../json-bytes.ts'

/** Makes a cell from the text that the server sent. */
export type CellReader = (text: string) => Cell

/** Writes the cell that the server sent as these bytes, which is not NULL, as JSON. */
export type CellWriter = (json: JsonBytes, bytes: Buffer, start: number, end: number) => void

/** How the cells of one type go out: the two say the same of every value. */
export interface CellRule {
  read: CellReader
  write: CellWriter
}

/**
 * By type OID (stable for the built-in types, pg_type.dat). A type that is not here travels as the server's own text:
 * numeric, money, uuid, date, time, interval (ISO 8601 by IntervalStyle), enums, ranges, addresses …
 * They rely on the settings of `transaction.ts`: UTC, ISO dates, hex bytea, shortest exact floats.
 */
export const BUILT_IN_CELLS: ReadonlyMap<number, CellRule> = new Map<number, CellRule>([
  [16, { read: text => text === 't', write: writeBoolean }],
  [17, writtenAsRead(readBytes)],
  [20, { read: readInteger, write: writeInteger }],
  [21, { read: Number, write: writeInteger }],
  [23, { read: Number, write: writeInteger }],
  [26, { read: Number, write: writeInteger }],
  [114, { read: readJsonCell, write: writeJson }],
  [700, { read: readFloat, write: writeFloat }],
  [701, { read: readFloat, write: writeFloat }],
  [1114, { read: readTimestamp, write: writeTimestamp }],
  [1184, { read: readInstant, write: writeInstant }],
  [3802, { read: readJsonCell, write: writeJson }],
])

/** For what nobody sends by the million. */
export function writtenAsRead(read: CellReader): CellRule {
  const write: CellWriter = (json, bytes, start, end) =>
    putJson(json, JSON.stringify(read(bytes.toString('utf8', start, end))))
  return { read, write }
}

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

const TRUE = Buffer.from('true')
const FALSE = Buffer.from('false')
const [LETTER_T, LETTER_C, LETTER_Y, LETTER_Z, LETTER_E] = Buffer.from('tCyZe') as unknown as number[]
const [SPACE, QUOTE, PLUS, MINUS, POINT, ZERO, NINE, TIME] = Buffer.from(' "+-.09T') as unknown as number[]
/** Of the characters of dates and times: plus to colon. */
const [FIRST_OF_TIME, LAST_OF_TIME] = Buffer.from('+:') as unknown as [number, number]
/** A number of so many digits is always exact in JavaScript. */
const SAFE_DIGITS = 15

function writeBoolean(json: JsonBytes, bytes: Buffer, start: number): void {
  const word = bytes[start] === LETTER_T ? TRUE : FALSE
  reserve(json, word.length)
  json.length += word.copy(json.bytes, json.length)
}

function copyBytes(json: JsonBytes, bytes: Buffer, start: number, end: number): void {
  reserve(json, end - start)
  let to = json.length
  for (let at = start; at < end; at += 1) json.bytes[to++] = bytes[at] as number
  json.length = to
}

const writeIntegerAsRead = writtenAsRead(readInteger).write
const writeFloatAsRead = writtenAsRead(readFloat).write

/** The server's digits are JSON; what is anything else, or long, is read first. */
function writeInteger(json: JsonBytes, bytes: Buffer, start: number, end: number): void {
  const first = bytes[start] === MINUS ? start + 1 : start
  if (endOfDigits(bytes, first, end) === end && isPlain(bytes, first, end)) copyBytes(json, bytes, start, end)
  else writeIntegerAsRead(json, bytes, start, end)
}

/** Also `0.1` and `1e-07`; not `-0`, which JSON.stringify writes without its sign. */
function writeFloat(json: JsonBytes, bytes: Buffer, start: number, end: number): void {
  const first = bytes[start] === MINUS ? start + 1 : start
  let at = endOfDigits(bytes, first, end)
  const isJson = isPlain(bytes, first, at) || (bytes[first] === ZERO && at === first + 1 && at < end)
  if (at < end && bytes[at] === POINT) at = afterDigits(bytes, at + 1, end)
  if (at > 0 && at < end && bytes[at] === LETTER_E) {
    const sign = bytes[at + 1]
    at = afterDigits(bytes, sign === MINUS || sign === PLUS ? at + 2 : at + 1, end)
  }
  if (isJson && at === end) copyBytes(json, bytes, start, end)
  else writeFloatAsRead(json, bytes, start, end)
}

/** Some digits, without a zero before others and without minus zero. */
function isPlain(bytes: Buffer, first: number, end: number): boolean {
  return end > first && end - first <= SAFE_DIGITS && (bytes[first] as number) > (ZERO as number)
    ? true
    : end === first + 1 && bytes[first] === ZERO && bytes[first - 1] !== MINUS
}

function endOfDigits(bytes: Buffer, start: number, end: number): number {
  let at = start
  while (at < end && (bytes[at] as number) >= (ZERO as number) && (bytes[at] as number) <= (NINE as number))
    at += 1
  return at
}

/** @returns -1 where there is none */
function afterDigits(bytes: Buffer, start: number, end: number): number {
  const at = endOfDigits(bytes, start, end)
  return at === start ? -1 : at
}

/** One space becomes a T; see `readTimestamp` for what stays. */
function writeTimestamp(json: JsonBytes, bytes: Buffer, start: number, end: number): void {
  const last = bytes[end - 1]
  if (last === LETTER_C || last === LETTER_Y) putString(json, bytes, start, end)
  else writeTime(json, bytes, start, end, false)
}

function writeInstant(json: JsonBytes, bytes: Buffer, start: number, end: number): void {
  const inUtc =
    end - start > 3 && bytes[end - 1] === ZERO && bytes[end - 2] === ZERO && bytes[end - 3] === PLUS
  if (inUtc) writeTime(json, bytes, start, end - 3, true)
  else putString(json, bytes, start, end)
}

/** Digits and their signs, with a T for the space; what has anything else in it is a text like any other. */
function writeTime(json: JsonBytes, bytes: Buffer, start: number, end: number, withZone: boolean): void {
  reserve(json, end - start + 3)
  const out = json.bytes
  let to = json.length
  out[to++] = QUOTE as number
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] as number
    if (byte > LAST_OF_TIME || byte < FIRST_OF_TIME) {
      if (byte !== SPACE) return putString(json, bytes, start, withZone ? end + 3 : end)
      out[to++] = TIME as number
    } else out[to++] = byte
  }
  if (withZone) out[to++] = LETTER_Z as number
  out[to++] = QUOTE as number
  json.length = to
}

function writeJson(json: JsonBytes, bytes: Buffer, start: number, end: number): void {
  putJson(json, readJsonText(bytes.toString('utf8', start, end)))
}
