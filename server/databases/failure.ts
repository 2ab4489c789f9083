/** Failures that all engines have in common, and how one becomes an AppError. */
import { AppError } from '../errors.ts'
import type { ErrorCode } from '../errors.ts'

/** What an error code of a server, a socket or a driver means to the reader. */
export interface Failure {
  code: ErrorCode
  message: string
  hints: readonly string[]
  retryable?: boolean
}

/** The private cause of our errors: which failure it was, without the words of server or driver. */
class DriverFailure extends Error {
  override readonly name = 'DriverFailure'
  readonly state: string

  constructor(state: string) {
    super(`database failure ${state === '' ? 'without a code' : state}`)
    this.state = state
  }
}

/** @param state the code of server, socket or driver, for the log; words of theirs never go in here */
export function failed(failure: Failure, state: string): AppError {
  const { code, message, hints, retryable } = failure
  return new AppError(code, message, { hints, retryable, cause: new DriverFailure(state) })
}

/** The code behind an AppError that `failed` made, or an empty string. */
export function stateOf(error: AppError): string {
  return error.cause instanceof DriverFailure ? error.cause.state : ''
}

export function connectionLost(): AppError {
  return failed(CONNECTION_LOST, 'closed')
}

/** The SQL was fine by the grammar, and still could not be finished. */
export function statementFailed(message: string, hint: string): Failure {
  return { code: 'DATABASE_STATEMENT_FAILED', message, hints: [hint] }
}

const MAX_WORDS = 300

/** What a server says about SQL, for people: any user may name a server, and it may say anything. */
export function wordsOfServer(message: string): string {
  const visible = message
    .slice(0, 2 * MAX_WORDS)
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
  return visible.length <= MAX_WORDS ? visible : `${visible.slice(0, MAX_WORDS)}…`
}

export const CONNECTION_LOST: Failure = {
  code: 'DATABASE_CONNECTION_LOST',
  message: 'The connection to the database was lost.',
  hints: ['Run it again: the next run connects anew.'],
  retryable: true,
}

export const CONNECT_TIMEOUT: Failure = {
  code: 'DATABASE_CONNECT_TIMEOUT',
  message: 'The database server did not answer in time.',
  hints: ['Check host and port.', 'A firewall in between may drop the packets.'],
  retryable: true,
}

export const UNKNOWN_FAILURE: Failure = {
  code: 'DATABASE_UNKNOWN_FAILURE',
  message: 'The database could not be used, for a reason we do not know.',
  hints: ['Try again; if it stays, look into the log of this app.'],
  retryable: true,
}

export const READ_ONLY_VIOLATION: Failure = {
  code: 'DATABASE_READ_ONLY_VIOLATION',
  message: 'The statement tried to change something. It was stopped and nothing was changed.',
  hints: ['Only statements that read are run here.'],
}

export const TOO_MANY_CONNECTIONS: Failure = {
  code: 'DATABASE_TOO_MANY_CONNECTIONS',
  message: 'The database has no connection left for us.',
  hints: ['Try again in a minute.', 'Ask the database’s administrator to raise the limit of connections.'],
  retryable: true,
}

export const TIME_LIMIT: Failure = {
  code: 'RUN_TIME_LIMIT',
  message: 'The query took longer than it may.',
  hints: ['Add a filter, for example a shorter period.', 'Ask for totals instead of single rows.'],
}

export const TIMEOUT: Failure = {
  code: 'DATABASE_TIMEOUT',
  message: 'The database did not answer within the time limit.',
  hints: ['Add a filter, or ask for less at once.'],
  retryable: true,
}

export const TOO_MUCH_DATA: Failure = statementFailed(
  'The database sent more at once than this app takes.',
  'Ask for fewer columns, or for shorter texts.',
)

export const CANCELLED_BY_SOMEONE: Failure = {
  code: 'DATABASE_STATEMENT_FAILED',
  message: 'Someone cancelled the statement in the database.',
  hints: ['Run it again, or ask the database’s administrator.'],
  retryable: true,
}

export const CATALOG_CHANGED_HINTS: readonly string[] = [
  'A table or column was renamed or removed since the query was made: ask once more.',
]

export const TLS_NOT_OFFERED: Failure = {
  code: 'DATABASE_TLS_NOT_OFFERED',
  message: 'The database server does not offer encrypted connections.',
  hints: [
    'Ask its administrator to switch on TLS.',
    'On a network you trust, choose the TLS mode “prefer” or “off”.',
  ],
}

export const TLS_REQUIRED: Failure = {
  code: 'DATABASE_TLS_REQUIRED',
  message: 'The database server takes encrypted connections only.',
  hints: ['Choose the TLS mode “require” or “verify”.'],
}

export const TLS_NOT_TRUSTED: Failure = {
  code: 'DATABASE_TLS_NOT_TRUSTED',
  message:
    'The database server’s certificate is not signed by an authority that this app trusts, or it is out of date.',
  hints: [
    'Ask its administrator for a certificate of a known authority, or add theirs to NODE_EXTRA_CA_CERTS of this app.',
    'The TLS mode “require” encrypts without checking the certificate.',
  ],
}

export const TLS_WRONG_NAME: Failure = {
  code: 'DATABASE_TLS_WRONG_NAME',
  message: 'The database server’s certificate is for another host name.',
  hints: [
    'Use the host name that the certificate is for.',
    'The TLS mode “require” encrypts without checking the certificate.',
  ],
}

export const TLS_FAILED: Failure = {
  code: 'DATABASE_TLS_FAILED',
  message: 'No encrypted connection to the database server could be agreed on.',
  hints: [
    'The server may support only outdated versions of TLS.',
    'Try another TLS mode for this connection.',
  ],
}

/** What answered on the port does not speak the engine's protocol. */
export function wrongEngine(expected: string, found: string | null): Failure {
  return {
    code: 'DATABASE_WRONG_ENGINE',
    message:
      found === null
        ? `What answers at this host and port is not ${expected}.`
        : `${found} answers at this host and port, not ${expected}.`,
    hints: [...(found === null ? [] : [`Choose ${found} as the kind of database.`]), 'Check the port.'],
  }
}

export const CHANGE_LOCK_TIMEOUT: Failure = {
  code: 'PROPOSAL_LOCK_TIMEOUT',
  message: 'Other sessions of the database held what the change needs for too long. Nothing of it was done.',
  hints: ['End the sessions that are named as blockers, or choose a quieter time.'],
  retryable: true,
}

export const MAY_NOT_CHANGE: Failure = {
  code: 'DATABASE_PERMISSION_DENIED',
  message: 'The login of this connection, or its database, is set to read only.',
  hints: ['Use a login that may change the structure.'],
}
