import type { Socket } from 'node:net'
import { CONNECTION_LOST, failed, TOO_MUCH_DATA } from '../failure.ts'
import type { Failure } from '../failure.ts'
import { checkSignIn, countColumns, mayHoldCells, NOT_THE_PROTOCOL } from './message-check.ts'
import type { SignIn } from './message-check.ts'

/** What the driver's answer to one call of ours may take. */
export interface Allowance {
  rows: number
  bytes: number
}

/** In which form the rows of a statement come: as those of a query (DataRow), or as lines of a COPY TO STDOUT. */
export type RowForm = 'QUERY' | 'COPY'

/** Takes rows in place of the driver: see `MessageGate.rowsTo`. */
export interface RowSink {
  form: RowForm
  columns: number
  /** What the message of one row says. @returns what is wrong with it, or whether it wants more for now */
  take(bytes: Buffer, start: number, end: number): Failure | 'MORE' | 'WAIT'
  /** No row is left; the driver will hear of the end of the statement. */
  end(): void
}

export interface MessageGate {
  /** From now on, in place of what was left. */
  allow(allowance: Allowance): void
  /** The rows of the next statement go to the sink, which the socket waits for. */
  rowsTo(sink: RowSink): void
  /** The sink wants more. */
  resume(): void
}

const LETTERS_OF_SIGN_IN = 'RSKNEvZ'
/** Without function calls, and without COPY, which the driver never sees: it would make streams of it. */
const LETTERS_OF_ANSWERS = '123CDEITZnstANS'
/** What a server says unasked: of its settings, notices, its end. */
const LETTERS_UNASKED = 'ANSE'
const ROW = 'D'.charCodeAt(0)
const [COPY_OUT, COPY_DATA, COPY_DONE] = Buffer.from('Hdc') as unknown as number[]
/** What comes after the last row of a statement, or of what was asked for. */
const [COMPLETE, SUSPENDED] = Buffer.from('Cs') as unknown as number[]
/** Overall format (0: text), number of columns. */
const COPY_OUT_BYTES = 3
const NOTHING = Buffer.alloc(0)
const NOTICE = 'N'.charCodeAt(0)
const HEADER_BYTES = 5
/** Before anything is allowed, the server says who it is. */
const ROWS_OF_IDENTIFY = 1
/** Of one row. PostgreSQL's own limit is 1 GB, which no text of Node.js can hold. */
const MAX_ROW_BYTES = 64 * 2 ** 20
/** Of any other message: names of columns, errors, notices. */
const MAX_MESSAGE_BYTES = 2 ** 20
/** Of all other messages for one call, notices apart: the driver keeps what they say. */
const MAX_OTHER_BYTES = 4 * 2 ** 20
/** Of what a server says unasked between two calls. */
const MAX_UNASKED_BYTES = 2 ** 20

/**
 * Lets the driver see only what a server of PostgreSQL may say at that point, each message whole and well-formed, and
 * hangs up otherwise. The driver (postgres.js 3.4) trusts its server: there are messages that make it search for ever,
 * fail where nobody can catch it, or fill the memory, and any user may name a server. Rows are looked at by their
 * header only and go on as they come; all other messages are held until they are complete.
 */
export function standBefore(socket: Socket): MessageGate {
  const push = socket.push.bind(socket)
  const write = socket.write.bind(socket)
  let signIn: SignIn | 'DONE' = 'NOTHING'
  /** Statements, and at first the signing in, that the server owes a ReadyForQuery for. */
  let owed = 1
  let started = false
  /** After an error it waits until we have asked to go on; after the last row there is no portion any more. */
  let failing = false
  let complete = false
  /** Between two portions of rows it waits for us, and what it said then would find the driver unprepared. */
  let suspended = false
  let columns = 0
  let rowsLeft = ROWS_OF_IDENTIFY
  let bytesLeft = MAX_MESSAGE_BYTES
  let otherLeft = MAX_OTHER_BYTES
  let unaskedLeft = MAX_UNASKED_BYTES
  /** Of a row that is passing through. */
  let passing = 0
  let held: Buffer[] = []
  let heldBytes = 0
  let neededBytes = HEADER_BYTES
  /** Where in the next chunk a message begins whose header was judged before it was complete. */
  let judgedAt = -1
  let sink: RowSink | null = null
  let copy: 'NONE' | 'ASKED' | 'RUNNING' = 'NONE'
  /** Statements before that of the sink that the server still owes a ReadyForQuery for: a description is used before it comes. */
  let owedBefore = 0
  /** What has come and nobody has looked at, while the sink does not want more. */
  let waiting: Buffer | null = null

  function lettersNow(): string {
    if (signIn !== 'DONE') return LETTERS_OF_SIGN_IN
    if (waitsForUs()) return LETTERS_UNASKED
    // Between the first row and the last no statement ends.
    return { NONE: LETTERS_OF_ANSWERS, ASKED: `${LETTERS_OF_ANSWERS}H`, RUNNING: 'cENSA' }[copy]
  }

  const waitsForUs = () => owed === 0 || suspended
  /** The statement of the sink is at work, and may send rows. */
  const isForSink = (letter: number) =>
    letter === COPY_DATA
      ? copy === 'RUNNING'
      : letter === ROW && sink?.form === 'QUERY' && owedBefore === 0 && !(waitsForUs() || failing || complete)

  function judgeHeader(letter: number, length: number): Failure | null {
    const bytes = length + 1
    if (length < 4 || !lettersNow().includes(String.fromCharCode(letter))) return NOT_THE_PROTOCOL
    if (waitsForUs()) {
      unaskedLeft -= bytes
      return unaskedLeft < 0 || length > MAX_MESSAGE_BYTES ? NOT_THE_PROTOCOL : null
    }
    bytesLeft -= bytes
    if (letter === ROW) {
      rowsLeft -= 1
      if (rowsLeft < 0 || !mayHoldCells(length, columns)) return NOT_THE_PROTOCOL
      return length > MAX_ROW_BYTES || bytesLeft < 0 ? TOO_MUCH_DATA : null
    }
    if (letter !== NOTICE) otherLeft -= bytes
    if (length > MAX_MESSAGE_BYTES || otherLeft < 0) return NOT_THE_PROTOCOL
    return bytesLeft < 0 ? TOO_MUCH_DATA : null
  }

  function judgeMessage(message: Buffer): Failure | null {
    switch (String.fromCharCode(message[0] ?? 0)) {
      case 'R': {
        const verdict = checkSignIn(message, signIn === 'DONE' ? 'ANSWERED' : signIn)
        if ('fault' in verdict) return verdict.fault
        signIn = verdict.now
        return null
      }
      case 'K':
        return message.length < 13 ? NOT_THE_PROTOCOL : null
      case 'T': {
        const count = countColumns(message)
        columns = count ?? 0
        return count === null ? NOT_THE_PROTOCOL : null
      }
      case 't':
        return message.length < 7 || message.length !== 7 + 4 * message.readUInt16BE(5)
          ? NOT_THE_PROTOCOL
          : null
      case 'A':
        // A process id and two texts.
        return message.subarray(9).filter(byte => byte === 0).length < 2 ? NOT_THE_PROTOCOL : null
      case 'E':
        if (suspended) return CONNECTION_LOST
        // After a second one the driver would ask twice to go on.
        if (failing) return NOT_THE_PROTOCOL
        failing = owed > 0
        if (owedBefore === 0) copy = 'NONE'
        return null
      case 'H':
        return beginCopy(message)
      case 'c':
        copy = 'NONE'
        sink?.end()
        return null
      case 'C':
        complete = true
        if (sink?.form === 'QUERY' && owedBefore === 0) sink.end()
        return null
      case 's':
        if (failing || complete) return NOT_THE_PROTOCOL
        suspended = true
        return null
      case 'Z':
        signIn = 'DONE'
        owed -= 1
        failing = false
        complete = false
        if (owedBefore > 0) owedBefore -= 1
        else {
          copy = 'NONE'
          sink = null
        }
        return null
      default:
        return null
    }
  }

  function beginCopy(message: Buffer): Failure | null {
    const isText = message.length >= HEADER_BYTES + COPY_OUT_BYTES && message[HEADER_BYTES] === 0
    if (!isText || message.readUInt16BE(HEADER_BYTES + 1) !== sink?.columns) return NOT_THE_PROTOCOL
    copy = 'RUNNING'
    return null
  }

  /** @returns false once we have hung up, and where the socket is to wait */
  function take(chunk: Buffer): boolean {
    /** From here … */
    let from = 0
    /** … up to here it is the driver's. */
    let end = 0
    let at = 0
    while (at < chunk.length) {
      if (passing > 0) {
        const step = Math.min(passing, chunk.length - at)
        passing -= step
        at += step
        end = at
        continue
      }
      const rest = chunk.length - at
      if (rest < HEADER_BYTES) return hold(chunk, from, end, HEADER_BYTES, at)
      const letter = chunk[at] ?? 0
      const length = chunk.readUInt32BE(at + 1)
      const next = at + length + 1
      if (isForSink(letter)) {
        // By far the most of all messages.
        if (length > MAX_ROW_BYTES) return hangUp(TOO_MUCH_DATA)
        if (rest < length + 1) return hold(chunk, from, end, length + 1, at)
        const answer = sink?.take(chunk, at + HEADER_BYTES, next) ?? NOT_THE_PROTOCOL
        if (typeof answer !== 'string') return hangUp(answer)
        if (end > from) push(chunk.subarray(from, end))
        at = from = end = next
        // So that the end comes with the last row.
        if (answer === 'MORE' || (at < chunk.length && isEndOfRows(chunk[at]))) continue
        waiting = chunk.subarray(at)
        return false
      }
      const fault = judgedAt === at ? null : judgeHeader(letter, length)
      judgedAt = -1
      if (fault !== null) return hangUp(fault)
      if (letter === ROW) {
        passing = length + 1
        continue
      }
      if (rest < length + 1) {
        judgedAt = 0
        return hold(chunk, from, end, length + 1, at)
      }
      const wrong = judgeMessage(chunk.subarray(at, next))
      if (wrong !== null) return hangUp(wrong)
      at = next
      if (letter !== COPY_OUT && letter !== COPY_DONE) end = at
      else {
        if (end > from) push(chunk.subarray(from, end))
        from = end = at
      }
    }
    return end === from || push(from === 0 ? chunk : chunk.subarray(from))
  }

  function hold(chunk: Buffer, from: number, end: number, needed: number, at: number): boolean {
    held = [chunk.subarray(at)]
    heldBytes = chunk.length - at
    neededBytes = needed
    return end === from || push(chunk.subarray(from, end))
  }

  function hangUp(failure: Failure): boolean {
    socket.destroy(failed(failure, 'protocol'))
    return false
  }

  socket.push = (chunk: Buffer | null) => {
    if (chunk === null) return push(null)
    if (socket.destroyed) return false
    if (waiting !== null) {
      // TLS had it decrypted already.
      waiting = Buffer.concat([waiting, chunk])
      return false
    }
    return takeNext(chunk)
  }

  function takeNext(chunk: Buffer): boolean {
    if (heldBytes === 0) return take(chunk)
    const missing = neededBytes - heldBytes
    if (chunk.length < missing) {
      held.push(chunk)
      heldBytes += chunk.length
      return true
    }
    // Of what has come only as much is copied as the message still lacks.
    const message = Buffer.concat([...held, chunk.subarray(0, missing)])
    const rest = chunk.subarray(missing)
    held = []
    heldBytes = 0
    const goesOn = take(message)
    if (socket.destroyed) return false
    if (waiting === null) return takeNext(rest) && goesOn
    waiting = rest
    return false
  }

  /** What is written is whole messages; each statement is one Query or one Parse. */
  socket.write = (bytes: Buffer, ...rest: []) => {
    if (started) owed += countStatements(bytes)
    started = true
    suspended = false
    unaskedLeft = MAX_UNASKED_BYTES
    return write(bytes, ...rest)
  }

  return {
    allow({ rows, bytes }) {
      rowsLeft = rows
      bytesLeft = bytes
      otherLeft = MAX_OTHER_BYTES
    },
    rowsTo(next) {
      sink = next
      copy = next.form === 'COPY' ? 'ASKED' : 'NONE'
      owedBefore = owed
    },
    resume() {
      if (waiting === null) return
      const rest = waiting
      waiting = null
      // Of a stream that was told to wait, an empty piece is what begins the reading again.
      if (rest.length === 0 || takeNext(rest)) push(NOTHING)
    },
  }
}

function isEndOfRows(letter: number | undefined): boolean {
  return letter === COPY_DONE || letter === COMPLETE || letter === SUSPENDED
}

function countStatements(bytes: Buffer): number {
  let count = 0
  for (let at = 0; at + HEADER_BYTES <= bytes.length; at += 1 + bytes.readUInt32BE(at + 1)) {
    if (bytes[at] === 0x51 || bytes[at] === 0x50) count += 1
  }
  return count
}
