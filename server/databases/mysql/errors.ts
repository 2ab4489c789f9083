import { AppError } from '../../errors.ts'
import {
  CATALOG_CHANGED_HINTS,
  CONNECTION_LOST,
  failed,
  stateOf,
  statementFailed,
  TIME_LIMIT,
  TLS_FAILED,
  TLS_NOT_TRUSTED,
  TLS_WRONG_NAME,
  UNKNOWN_FAILURE,
  wordsOfServer,
} from '../failure.ts'
import type { Failure } from '../failure.ts'
import { DRIVER_FAILURES, MESSAGE_IS_ABOUT_THE_SQL, PERMISSION_DENIED, SERVER_FAILURES } from './failures.ts'

/** Unknown database, column, table in FROM, table: what was there when the query was made. */
const MISSING_OBJECT = /^(1049|1054|1109|1146)$/
const DATABASE_MISSING = statementFailed(
  'The server has no database of a name that the statement uses.',
  'Check the names before the dots in the SQL.',
)
/** max_statement_time of MariaDB, max_execution_time of MySQL. */
const STOPPED_BY_TIME_LIMIT = /^(1969|3024)$/
/** X509_V_ERR_ of OpenSSL, as Node spells them. */
const CERTIFICATE_REFUSED =
  /^(CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_|INVALID_CA|CRL_|PATH_LENGTH|HOSTNAME_MISMATCH)/

/**
 * Turns what the driver threw into an AppError in words of ours, by the number of the error: MariaDB's have no names in
 * the driver. `sqlMessage` is looked at only for numbers whose message speaks of nothing but the SQL.
 */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  const { number, code, tlsCode, message } = readError(error)
  if (number !== null) return failed(serverFailure(number, message), String(number))
  if (tlsCode !== null) return failed(tlsFailure(tlsCode), tlsCode)
  return failed(driverFailure(code), code)
}

/**
 * For a session that is open. Some numbers mean another thing there: no FILE privilege is an "access denied for user"
 * too, and the database that is missing is one that the SQL names.
 */
export function toSessionError(error: unknown): AppError {
  const known = toAppError(error)
  const state = stateOf(known)
  if (/^(1044|1045)$/.test(state)) return failed(PERMISSION_DENIED, state)
  if (state === '1049') return failed(DATABASE_MISSING, state)
  return known
}

/** For running what was planned before: an object that is missing now was there then. */
export function toRunError(error: unknown): AppError {
  const known = toAppError(error)
  const state = stateOf(known)
  if (STOPPED_BY_TIME_LIMIT.test(state)) return failed(TIME_LIMIT, state)
  if (!MISSING_OBJECT.test(state)) return known
  return new AppError('DATABASE_CATALOG_CHANGED', known.message, {
    hints: CATALOG_CHANGED_HINTS,
    cause: known.cause,
  })
}

/** @returns `number` of an error that the server sent; errors of sockets have negative ones and no state */
function readError(error: unknown) {
  if (!(error instanceof Error)) return { number: null, code: '', tlsCode: null, message: '' }
  const fields = error as Error & Partial<Record<'errno' | 'code' | 'tlsCode' | 'sqlMessage', unknown>>
  const fromServer = typeof fields.errno === 'number' && fields.errno > 0
  return {
    number: fromServer ? Number(fields.errno) : null,
    code: typeof fields.code === 'string' ? fields.code : '',
    tlsCode: typeof fields.tlsCode === 'string' ? fields.tlsCode : null,
    message: typeof fields.sqlMessage === 'string' ? fields.sqlMessage : error.message,
  }
}

function serverFailure(number: number, message: string): Failure {
  const known = SERVER_FAILURES.get(number)
  if (known !== undefined) return known
  const aboutSql = MESSAGE_IS_ABOUT_THE_SQL.has(number)
  return {
    code: 'DATABASE_STATEMENT_FAILED',
    message: aboutSql
      ? `The database does not accept this statement: ${wordsOfServer(message)}.`
      : `The database could not finish the statement (error ${number}).`,
    hints: [aboutSql ? 'Check names and spelling in the SQL.' : 'The database’s own log names the reason.'],
  }
}

function driverFailure(code: string): Failure {
  if (code.startsWith('PROTOCOL_')) return CONNECTION_LOST
  return DRIVER_FAILURES.get(code) ?? UNKNOWN_FAILURE
}

/** By the code of OpenSSL or Node, kept by `tls.ts`. */
function tlsFailure(tlsCode: string): Failure {
  if (tlsCode === 'ERR_TLS_CERT_ALTNAME_INVALID') return TLS_WRONG_NAME
  if (CERTIFICATE_REFUSED.test(tlsCode)) return TLS_NOT_TRUSTED
  return DRIVER_FAILURES.get(tlsCode) ?? TLS_FAILED
}
