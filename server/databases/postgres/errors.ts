import { AppError } from '../../errors.ts'
import {
  CANCELLED_BY_SOMEONE,
  CATALOG_CHANGED_HINTS,
  failed,
  stateOf,
  TIME_LIMIT,
  TLS_FAILED,
  UNKNOWN_FAILURE,
} from '../failure.ts'
import type { Failure } from '../failure.ts'
import { DRIVER_FAILURES, SQLSTATE_FAILURES } from './failures.ts'

/** SQLSTATEs whose primary message speaks of the SQL only: names, syntax and types that its author wrote. */
const MESSAGE_IS_ABOUT_THE_SQL = /^(0A|3F|34|42)/
const MISSING_OBJECT = /^(42P01|42703|3F000)$/

/**
 * Turns what the driver threw into an AppError in words of ours. `detail`, `where`, `query` and `parameters` are never
 * looked at: they hold row values and SQL text.
 */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  const { state, message, fromServer } = readError(error)
  if (fromServer) return failed(serverFailure(state, message), state)
  const known = driverFailure(state, message)
  return failed(known ?? UNKNOWN_FAILURE, state)
}

/** For opening a session: a server without TLS just hangs up when it is asked to encrypt. */
export function toConnectError(error: unknown, requiresTls: boolean): AppError {
  const known = toAppError(error)
  return requiresTls && known.code === 'DATABASE_CONNECTION_LOST' ? failed(TLS_FAILED, 'TLS') : known
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

function readError(error: unknown): { state: string; message: string; fromServer: boolean } {
  if (!(error instanceof Error)) return { state: '', message: '', fromServer: false }
  const state = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return { state, message: error.message, fromServer: 'severity' in error }
}

function serverFailure(state: string, message: string): Failure {
  // The protocol has one state for every cancel; English servers tell in the message who did it.
  if (state === '57014' && message.includes('user request')) return CANCELLED_BY_SOMEONE
  const known = SQLSTATE_FAILURES.get(state) ?? SQLSTATE_FAILURES.get(state.slice(0, 2))
  if (known !== undefined) return known
  const aboutSql = MESSAGE_IS_ABOUT_THE_SQL.test(state)
  return {
    code: 'DATABASE_STATEMENT_FAILED',
    message: aboutSql
      ? `The database does not accept this statement: ${message}.`
      : `The database could not finish the statement (SQLSTATE ${state}).`,
    hints: [aboutSql ? 'Check names and spelling in the SQL.' : 'The database’s own log names the reason.'],
  }
}

function driverFailure(code: string, message: string): Failure | null {
  if (message.includes('secure TLS connection')) return TLS_FAILED
  if (/^(ERR_(TLS|SSL|OSSL)|EPROTO|CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_|HOSTNAME_)/.test(code))
    return TLS_FAILED
  return DRIVER_FAILURES.get(code) ?? null
}
