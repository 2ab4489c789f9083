import type { Cell, Row } from '../../domain.ts'
import { readJsonCell } from '../json-cell.ts'
import { isBinary, isJson, typeOf } from './field.ts'
import type { Field } from './field.ts'

/** Makes a cell from what the driver read of the binary row. */
type CellReader = (value: unknown) => Cell

/**
 * How the columns of one result become cells, by the types of the binary protocol; the driver is set up (`connect.ts`)
 * so that what it hands over has lost nothing. NULL is null. The rules that are choices:
 * - bigint and bit(n): a number while it is exact, else the digits as text. tinyint(1) is 0 or 1: MySQL has no boolean.
 * - decimal: text. float: the shortest number that is the same float.
 * - date, time (also beyond 24 hours and below zero): the server's text. datetime: ISO 8601 without a zone. timestamp:
 *   with Z, since the session is in UTC. With a zero for month or day it is no ISO date and stays the server's text.
 * - binary strings and blobs: base64. geometry: base64 of its WKB, as ST_AsBinary gives it. json: JSON.
 */
export function createRowReader(fields: readonly Field[]): (values: readonly unknown[]) => Row {
  const readers = fields.map(readerOf)
  // Most columns come from the driver as they go out: only the others cost anything.
  const needed = readers.flatMap((reader, index) => (reader === null ? [] : [{ reader, index }]))
  return values => {
    const row = values as Cell[]
    for (const { reader, index } of needed) {
      if (row[index] !== null) row[index] = reader(row[index])
    }
    return row
  }
}

/** Before the WKB, four bytes for the spatial reference system. */
const SRID_BYTES = 4

function readerOf(field: Field): CellReader | null {
  if (isJson(field)) return value => readJson(asText(value))
  switch (typeOf(field)) {
    case 'FLOAT':
      return value => shortestFloat(value as number)
    case 'DATETIME':
      return value => readDateTime(asText(value), '')
    case 'TIMESTAMP':
      return value => readDateTime(asText(value), 'Z')
    case 'BIT':
      return value => readBits(value as Buffer)
    case 'GEOMETRY':
      return value => (value as Buffer).subarray(SRID_BYTES).toString('base64')
    default:
      return isBinary(field) ? readBytes : null
  }
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** Numeric and date types have the binary character set too, and come as numbers and text. */
function readBytes(value: unknown): Cell {
  return Buffer.isBuffer(value) ? value.toString('base64') : (value as Cell)
}

function readBits(bytes: Buffer): Cell {
  const value = BigInt(`0x${bytes.toString('hex') || '0'}`)
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : String(value)
}

function readDateTime(text: string, zone: string): Cell {
  return /^\d+-(00|\d\d-00)/.test(text) ? text : `${text.replace(' ', 'T')}${zone}`
}

/** 0.1 as a float is 0.10000000149011612 as a double; nine digits always suffice to tell a float. */
function shortestFloat(value: number): Cell {
  for (let digits = 6; digits < 9; digits += 1) {
    const shorter = Number(value.toPrecision(digits))
    if (Math.fround(shorter) === value) return shorter
  }
  return Number(value.toPrecision(9))
}

/** MariaDB's JSON is a text that a CHECK holds to the form, so without the CHECK it can be anything. */
function readJson(text: string): Cell {
  try {
    return readJsonCell(text)
  } catch {
    return text
  }
}
