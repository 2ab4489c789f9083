import { wrongEngine } from '../failure.ts'
import type { Failure } from '../failure.ts'
import { SIGN_IN_UNKNOWN } from './connect-failures.ts'

/** What the first bytes of a server are: not enough to tell, PostgreSQL's, or the reason to hang up. */
export type FirstMessage = 'INCOMPLETE' | 'POSTGRES' | Failure

const PROTOCOL = 'PostgreSQL'
/** AuthenticationRequest, ErrorResponse, NoticeResponse, NegotiateProtocolVersion (protocol-message-formats). */
const FIRST_LETTERS = 'RENv'
/** libpq holds what is longer for a server that does not speak the protocol (fe-connect.c). */
const MAX_LENGTH = 30_000
/** AuthenticationOk, CleartextPassword, MD5Password: what the driver can answer beside SASL. */
const KNOWN_SIGN_INS: readonly number[] = [0, 3, 5]
const SASL = 10

/** Judges what a server sends before it has let us in. Other ways of signing in would make the driver wait for ever. */
export function judgeFirstMessage(bytes: Buffer): FirstMessage {
  if (bytes.length < 6)
    return bytes.length > 0 && !FIRST_LETTERS.includes(letterOf(bytes)) ? judgeForeign(bytes) : 'INCOMPLETE'
  if (isMysqlGreeting(bytes) || !FIRST_LETTERS.includes(letterOf(bytes))) return judgeForeign(bytes)
  const length = bytes.readUInt32BE(1)
  if (length > MAX_LENGTH) return wrongEngine(PROTOCOL, null)
  if (letterOf(bytes) !== 'R') return 'POSTGRES'
  if (bytes.length < 1 + length) return 'INCOMPLETE'
  return judgeSignIn(bytes.subarray(5, 1 + length))
}

/** Names what does not speak PostgreSQL's protocol, where it can be told. */
export function judgeForeign(bytes: Buffer): FirstMessage {
  if (bytes.length < 6 && bytes.subarray(2, 5).every(byte => byte === 0 || byte === 10 || byte === 255))
    return 'INCOMPLETE'
  return wrongEngine(PROTOCOL, isMysqlGreeting(bytes) ? 'MySQL or MariaDB' : null)
}

/**
 * Those servers speak first: three bytes of length, the number 0, then their protocol's version 10 or an error (255).
 * An ErrorResponse of PostgreSQL can begin alike, but its first field is the severity, `S`.
 */
export function isMysqlGreeting(bytes: Buffer): boolean {
  if (bytes.length < 6 || bytes[5] === 0x53) return false
  return bytes[2] === 0 && bytes[3] === 0 && (bytes[4] === 10 || bytes[4] === 255)
}

function judgeSignIn(body: Buffer): FirstMessage {
  const method = body.length < 4 ? -1 : body.readUInt32BE(0)
  if (KNOWN_SIGN_INS.includes(method)) return 'POSTGRES'
  const mechanisms = body.subarray(4).toString('latin1').split('\0')
  return method === SASL && mechanisms.includes('SCRAM-SHA-256') ? 'POSTGRES' : SIGN_IN_UNKNOWN
}

function letterOf(bytes: Buffer): string {
  return String.fromCharCode(bytes[0] ?? 0)
}
