import { AppError } from '../../errors.ts'
import {
  CANCELLED_BY_SOMEONE,
  CATALOG_CHANGED_HINTS,
  failed,
  stateOf,
  TIME_LIMIT,
  TLS_FAILED,
  TLS_NOT_TRUSTED,
  TLS_WRONG_NAME,
  UNKNOWN_FAILURE,
  wordsOfServer,
} from '../failure.ts'
import type { Failure } from '../failure.ts'
import { HUNG_UP, knownRefusal, POOLER_STATE } from './connect-failures.ts'
import type { Refusal } from './connect-failures.ts'
import { DRIVER_FAILURES, SQLSTATE_FAILURES } from './failures.ts'

/** SQLSTATEs whose primary message speaks of the SQL only: names, syntax and types that its author wrote. */
const MESSAGE_IS_ABOUT_THE_SQL = /^(0A|3F|34|42)/
/** OpenSSL's reasons to distrust a certificate, by the names that Node gives them (tls documentation, "X509 certificate error codes"). */
const NOT_TRUSTED =
  /^(CERT_|CRL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERROR_IN_CERT_|INVALID_(CA|PURPOSE)|PATH_LENGTH_EXCEEDED)/
const MISSING_OBJECT = /^(42P01|42703|3F000)$/

/**
 * Turns what the driver threw into an AppError in words of ours. `detail`, `where`, `query` and `parameters` are never
 * looked at: they hold row values and SQL text.
 */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  const { state, routine, message, fromServer } = readError(error)
  if (fromServer) return failed(serverFailure(state, routine, message), state)
  return failed(driverFailure(state) ?? UNKNOWN_FAILURE, state)
}

/** For opening a session: what the server says there is about the login and the database, not about a statement. */
export function toConnectError(error: unknown): AppError {
  if (!(error instanceof AppError)) {
    const { fromServer, ...refusal } = readError(error)
    const known = fromServer ? knownRefusal(refusal) : null
    if (known !== null) return failed(known, refusal.state)
  }
  const known = toAppError(error)
  return known.code === 'DATABASE_CONNECTION_LOST' ? failed(HUNG_UP, stateOf(known)) : known
}

/** For agreeing on TLS. */
export function tlsFailure(error: NodeJS.ErrnoException): AppError {
  if (error instanceof AppError) return error
  const code = error.code ?? ''
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return failed(TLS_WRONG_NAME, code)
  return failed(NOT_TRUSTED.test(code) ? TLS_NOT_TRUSTED : TLS_FAILED, code)
}

/** For running what was planned before: an object that is missing now was there then. */
export function toRunError(error: unknown): AppError {
  const known = toAppError(error)
  if (known.code === 'DATABASE_TIMEOUT' && stateOf(known) === '57014') return failed(TIME_LIMIT, '57014')
  if (!MISSING_OBJECT.test(stateOf(known))) return known
  return new AppError('DATABASE_CATALOG_CHANGED', known.message, {
    hints: CATALOG_CHANGED_HINTS,
    cause: known.cause,
  })
}

/** Poolers leave out the severity that is the same in all languages. */
function readError(error: unknown): Refusal & { fromServer: boolean } {
  if (!(error instanceof Error)) return { state: '', routine: '', message: '', fromServer: false }
  const state = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const routine = 'routine' in error && typeof error.routine === 'string' ? error.routine : ''
  return {
    state,
    routine,
    message: error.message,
    fromServer: 'severity' in error || 'severity_local' in error,
  }
}

function serverFailure(state: string, routine: string, message: string): Failure {
  // The protocol has one state for every cancel; English servers tell in the message who did it.
  if (state === '57014' && message.includes('user request')) return CANCELLED_BY_SOMEONE
  if (state === POOLER_STATE) {
    const refused = knownRefusal({ state, routine, message })
    if (refused !== null) return refused
  }
  const known = [`${state}/${routine}`, state, state.slice(0, 2)].find(key => SQLSTATE_FAILURES.has(key))
  const failure = known === undefined ? undefined : SQLSTATE_FAILURES.get(known)
  if (failure !== undefined) return failure
  const aboutSql = MESSAGE_IS_ABOUT_THE_SQL.test(state)
  return {
    code: 'DATABASE_STATEMENT_FAILED',
    message: aboutSql
      ? `The database does not accept this statement: ${wordsOfServer(message)}.`
      : `The database could not finish the statement (SQLSTATE ${state}).`,
    hints: [aboutSql ? 'Check names and spelling in the SQL.' : 'The database’s own log names the reason.'],
  }
}

/** A server that wants a client certificate says so only after the handshake of TLS 1.3. */
function driverFailure(code: string): Failure | null {
  if (/^(ERR_(TLS|SSL|OSSL)|EPROTO)/.test(code)) return TLS_FAILED
  return DRIVER_FAILURES.get(code) ?? null
}
