import { readJsonText } from '../json-cell.ts'
import { isBinary, isJson, isUnsigned, typeOf } from './field.ts'
import type { Field } from './field.ts'
import { toWkt } from './geometry-text.ts'
import {
  putAscii,
  putBase64,
  putByte,
  putDigits,
  putInteger,
  putJson,
  putString,
  putTwoDigits,
  reserve,
} from '../json-bytes.ts'
import type { JsonBytes } from '../json-bytes.ts'
import { readSpan } from './row-packet.ts'
import type { RowPacket } from './row-packet.ts'

/** Writes one cell that is not NULL as JSON and moves on to the next one. */
export type CellWriter = (out: JsonBytes, packet: RowPacket) => void

const QUOTE = 0x22
const DASH = 0x2d
const COLON = 0x3a
const DOT = 0x2e
const TWO_TO_32 = 2 ** 32

/**
 * How a column of the binary protocol becomes JSON, straight from its bytes. NULL is null. The rules that are choices:
 * - bigint and bit(n): a number while it is exact, else the digits as text. tinyint(1) is 0 or 1: MySQL has no boolean.
 * - decimal: text. float: the shortest number that is the same float.
 * - date, time (also beyond 24 hours and below zero): the server's text. datetime: ISO 8601 without a zone. timestamp:
 *   with Z, since the session is in UTC. With a zero for month or day it is no ISO date and stays the server's text.
 * - binary strings and blobs: base64. geometry: its WKT. json: JSON.
 */
export function cellWriterOf(field: Field): CellWriter {
  if (isJson(field)) return putJsonCell
  const unsigned = isUnsigned(field)
  switch (typeOf(field)) {
    case 'TINY':
      return unsigned ? putUnsigned8 : putSigned8
    case 'SHORT':
      return unsigned ? putUnsigned16 : putSigned16
    case 'YEAR':
      return putUnsigned16
    case 'LONG':
    case 'INT24':
      return unsigned ? putUnsigned32 : putSigned32
    case 'LONGLONG':
      return unsigned ? putUnsigned64 : putSigned64
    case 'FLOAT':
      return putFloat
    case 'DOUBLE':
      return putDouble
    case 'DATE':
      return putDate
    case 'DATETIME':
      return putDateTime(fractionOf(field), '')
    case 'TIMESTAMP':
      return putDateTime(fractionOf(field), 'Z')
    case 'TIME':
      return putTime(fractionOf(field))
    case 'BIT':
      return putBits
    case 'GEOMETRY':
      return putGeometry
    case 'DECIMAL':
      return putText
    case 'NULL':
      return putNull
    default:
      return isBinary(field) ? putBytes : putText
  }
}

export function putNull(out: JsonBytes): void {
  const { bytes, length } = out
  bytes[length] = 0x6e
  bytes[length + 1] = 0x75
  bytes[length + 2] = bytes[length + 3] = 0x6c
  out.length = length + 4
}

function putSigned8(out: JsonBytes, packet: RowPacket): void {
  putInteger(out, packet.bytes.readInt8(packet.at))
  packet.at += 1
}

function putUnsigned8(out: JsonBytes, packet: RowPacket): void {
  putInteger(out, packet.bytes.readUInt8(packet.at))
  packet.at += 1
}

function putSigned16(out: JsonBytes, packet: RowPacket): void {
  putInteger(out, packet.bytes.readInt16LE(packet.at))
  packet.at += 2
}

function putUnsigned16(out: JsonBytes, packet: RowPacket): void {
  putInteger(out, packet.bytes.readUInt16LE(packet.at))
  packet.at += 2
}

function putSigned32(out: JsonBytes, packet: RowPacket): void {
  putInteger(out, packet.bytes.readInt32LE(packet.at))
  packet.at += 4
}

function putUnsigned32(out: JsonBytes, packet: RowPacket): void {
  putInteger(out, packet.bytes.readUInt32LE(packet.at))
  packet.at += 4
}

function putSigned64(out: JsonBytes, packet: RowPacket): void {
  const { bytes, at } = packet
  put64(out, bytes.readUInt32LE(at), bytes.readInt32LE(at + 4))
  packet.at += 8
}

function putUnsigned64(out: JsonBytes, packet: RowPacket): void {
  const { bytes, at } = packet
  put64(out, bytes.readUInt32LE(at), bytes.readUInt32LE(at + 4))
  packet.at += 8
}

function put64(out: JsonBytes, low: number, high: number): void {
  const value = high * TWO_TO_32 + low
  if (Number.isSafeInteger(value)) return putInteger(out, value)
  putQuoted(out, String((BigInt(high) << 32n) + BigInt(low)))
}

/** 0.1 as a float is 0.10000000149011612 as a double; nine digits always suffice to tell a float. */
function putFloat(out: JsonBytes, packet: RowPacket): void {
  const value = packet.bytes.readFloatLE(packet.at)
  packet.at += 4
  putNumber(out, shortestFloat(value))
}

function shortestFloat(value: number): number {
  for (let digits = 6; digits < 9; digits += 1) {
    const shorter = Number(value.toPrecision(digits))
    if (Math.fround(shorter) === value) return shorter
  }
  return Number(value.toPrecision(9))
}

function putDouble(out: JsonBytes, packet: RowPacket): void {
  const value = packet.bytes.readDoubleLE(packet.at)
  packet.at += 8
  putNumber(out, value)
}

/** The engines know neither infinities nor NaN; JSON does not either. */
function putNumber(out: JsonBytes, value: number): void {
  if (!Number.isFinite(value)) putNull(out)
  else putAscii(out, Object.is(value, -0) ? '-0' : String(value))
}

function putDate(out: JsonBytes, packet: RowPacket): void {
  const length = readLength(packet)
  putByte(out, QUOTE)
  putDay(out, packet, length)
  putByte(out, QUOTE)
  packet.at += length
}

function putDateTime(fraction: number, zone: string): CellWriter {
  return (out, packet) => {
    const length = readLength(packet)
    const { bytes, at } = packet
    const isIso = length >= 4 && bytes[at + 2] !== 0 && bytes[at + 3] !== 0
    putByte(out, QUOTE)
    putDay(out, packet, length)
    putAscii(out, isIso ? 'T' : ' ')
    putClock(out, packet, length >= 7 ? at + 4 : -1)
    putFraction(out, length >= 11 ? bytes.readUInt32LE(at + 7) : 0, fraction)
    if (isIso) putAscii(out, zone)
    putByte(out, QUOTE)
    packet.at += length
  }
}

function putTime(fraction: number): CellWriter {
  return (out, packet) => {
    const length = readLength(packet)
    const { bytes, at } = packet
    putByte(out, QUOTE)
    if (length >= 8) {
      if (bytes[at] !== 0) putByte(out, DASH)
      const hours = bytes.readUInt32LE(at + 1) * 24 + bytes.readUInt8(at + 5)
      if (hours < 100) putTwoDigits(out, hours)
      else putInteger(out, hours)
      putMinutes(out, packet, at + 6)
    } else putAscii(out, '00:00:00')
    putFraction(out, length >= 12 ? bytes.readUInt32LE(at + 8) : 0, fraction)
    putByte(out, QUOTE)
    packet.at += length
  }
}

/** What is zero at its end is not sent. */
function putDay(out: JsonBytes, { bytes, at }: RowPacket, length: number): void {
  const isSent = length >= 4
  putDigits(out, isSent ? bytes.readUInt16LE(at) : 0, 4)
  putByte(out, DASH)
  putTwoDigits(out, isSent ? bytes.readUInt8(at + 2) : 0)
  putByte(out, DASH)
  putTwoDigits(out, isSent ? bytes.readUInt8(at + 3) : 0)
}

function putClock(out: JsonBytes, packet: RowPacket, at: number): void {
  if (at < 0) return putAscii(out, '00:00:00')
  putTwoDigits(out, packet.bytes.readUInt8(at))
  putMinutes(out, packet, at + 1)
}

function putMinutes(out: JsonBytes, { bytes }: RowPacket, at: number): void {
  putByte(out, COLON)
  putTwoDigits(out, bytes.readUInt8(at))
  putByte(out, COLON)
  putTwoDigits(out, bytes.readUInt8(at + 1))
}

const MICROSECOND_DIGITS = 6

/** As many digits as the column has, as in the server's own text. 31: as many as there are. */
function fractionOf({ decimals }: Field): number {
  return decimals <= MICROSECOND_DIGITS ? decimals : -1
}

/** What one unit of the last digit is, in microseconds. */
const UNITS = [1_000_000, 100_000, 10_000, 1000, 100, 10, 1]

function putFraction(out: JsonBytes, microseconds: number, digits: number): void {
  const shown = digits >= 0 ? digits : microseconds === 0 ? 0 : MICROSECOND_DIGITS
  if (shown === 0) return
  putByte(out, DOT)
  putDigits(out, microseconds / (UNITS[shown] ?? 1), shown)
}

function putBits(out: JsonBytes, packet: RowPacket): void {
  const end = readSpan(packet)
  let value = 0n
  for (const byte of packet.bytes.subarray(packet.at, end)) value = (value << 8n) | BigInt(byte)
  packet.at = end
  if (value <= BigInt(Number.MAX_SAFE_INTEGER)) putInteger(out, Number(value))
  else putQuoted(out, String(value))
}

function putText(out: JsonBytes, packet: RowPacket): void {
  const end = readSpan(packet)
  putString(out, packet.bytes, packet.at, end)
  packet.at = end
}

function putBytes(out: JsonBytes, packet: RowPacket): void {
  const end = readSpan(packet)
  putBase64(out, packet.bytes, packet.at, end)
  packet.at = end
}

/** Where a function makes something else of it, its bytes. */
function putGeometry(out: JsonBytes, packet: RowPacket): void {
  const end = readSpan(packet)
  const value = packet.bytes.subarray(packet.at, end)
  packet.at = end
  let text: string
  try {
    text = toWkt(value)
  } catch {
    return putBase64(out, value, 0, value.length)
  }
  reserve(out, text.length + 2)
  putQuoted(out, text)
}

/** MariaDB's JSON is a text that a CHECK holds to the form, so without the CHECK it can be anything. */
function putJsonCell(out: JsonBytes, packet: RowPacket): void {
  const end = readSpan(packet)
  const start = packet.at
  packet.at = end
  let text: string
  try {
    text = readJsonText(packet.bytes.toString('utf8', start, end))
  } catch {
    return putString(out, packet.bytes, start, end)
  }
  putJson(out, text)
}

function putQuoted(out: JsonBytes, text: string): void {
  putByte(out, QUOTE)
  putAscii(out, text)
  putByte(out, QUOTE)
}

function readLength(packet: RowPacket): number {
  const length = packet.bytes.readUInt8(packet.at)
  packet.at += 1
  return length
}
