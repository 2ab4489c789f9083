import type { Failure } from '../failure.ts'
import { SIGN_IN_UNKNOWN } from './connect-failures.ts'

/** What is wrong with a message of the server, or null. */
export type Fault = Failure | null

/** More columns than any server sends (PostgreSQL: 1664); what holds them must not be much larger than the message. */
const MAX_COLUMNS = 10_000
/** The driver computes them without pause: so many take about a tenth of a second. PostgreSQL's default is 4096. */
const MAX_SCRAM_ITERATIONS = 250_000
const COLUMN_BYTES = 18

export const NOT_THE_PROTOCOL: Failure = {
  code: 'DATABASE_CONNECTION_LOST',
  message: 'What answers at this host and port does not keep to PostgreSQL’s protocol, so we hung up.',
  hints: ['Check host and port.', 'Something in between, such as a proxy, may be broken.'],
}

const TOO_MANY_ITERATIONS: Failure = {
  code: 'DATABASE_AUTH_FAILED',
  message: `The database server wants more than ${MAX_SCRAM_ITERATIONS} rounds of hashing to sign in.`,
  hints: ['Ask its administrator to lower scram_iterations, and to set the password of this login anew.'],
}

/** How far the signing in has come. The driver would answer each request as often as it is made. */
export type SignIn = 'NOTHING' | 'SASL' | 'SASL_CONTINUED' | 'ANSWERED'

/** @param message with letter and length */
export function checkSignIn(message: Buffer, before: SignIn): { fault: Failure } | { now: SignIn } {
  const method = message.length < 9 ? -1 : message.readUInt32BE(5)
  if (method === 0) return { now: 'ANSWERED' }
  if (before === 'NOTHING' && method === 3) return { now: 'ANSWERED' }
  if (before === 'NOTHING' && method === 5 && message.length === 13) return { now: 'ANSWERED' }
  if (before === 'NOTHING' && method === 10) return { now: 'SASL' }
  if (before === 'SASL' && method === 11) {
    const fault = checkScram(message.toString('utf8', 9))
    return fault === null ? { now: 'SASL_CONTINUED' } : { fault }
  }
  if (before === 'SASL_CONTINUED' && method === 12) return { now: 'ANSWERED' }
  return { fault: before === 'NOTHING' ? SIGN_IN_UNKNOWN : NOT_THE_PROTOCOL }
}

/** RFC 5802: `r=…,s=…,i=…`. */
function checkScram(text: string): Fault {
  const [, iterations = ''] =
    /^r=[\x21-\x2b\x2d-\x7e]+,s=[A-Za-z0-9+/]+=*,i=([1-9]\d{0,9})(?:,|$)/.exec(text) ?? []
  if (iterations === '') return NOT_THE_PROTOCOL
  return Number(iterations) > MAX_SCRAM_ITERATIONS ? TOO_MANY_ITERATIONS : null
}

/** The names of columns end by a zero, which the driver would seek for ever. @returns how many there are, or null */
export function countColumns(message: Buffer): number | null {
  if (message.length < 7) return null
  const count = message.readUInt16BE(5)
  if (count > MAX_COLUMNS) return null
  let at = 7
  for (let column = 0; column < count; column += 1) {
    const end = message.indexOf(0, at)
    if (end < 0) return null
    at = end + 1 + COLUMN_BYTES
  }
  return at === message.length ? count : null
}

/** Each column takes four bytes at least, so a short message cannot stand for many cells. @param length as the header says it */
export function mayHoldCells(length: number, columns: number): boolean {
  return length >= 6 + 4 * columns
}
