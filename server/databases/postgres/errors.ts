import { AppError } from '../../errors.ts'
import type { Failure } from './failures.ts'
import {
  CANCELLED_BY_SOMEONE,
  CATALOG_CHANGED_HINTS,
  CONNECTION_LOST,
  DRIVER_FAILURES,
  SQLSTATE_FAILURES,
  TLS_FAILED,
} from './failures.ts'

/** The private cause of our errors: which failure it was, without the words of server or driver. */
class DriverFailure extends Error {
  override readonly name = 'DriverFailure'
  readonly state: string

  constructor(state: string) {
    super(`database failure ${state === '' ? 'without a code' : state}`)
    this.state = state
  }
}

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
  if (known !== null) return failed(known, state)
  return new AppError(
    'DATABASE_UNKNOWN_FAILURE',
    'The database could not be used, for a reason we do not know.',
    {
      hints: ['Try again; if it stays, look into the log of this app.'],
      retryable: true,
      cause: new DriverFailure(state),
    },
  )
}

/** For opening a session: a server without TLS just hangs up when it is asked to encrypt. */
export function toConnectError(error: unknown, requiresTls: boolean): AppError {
  const known = toAppError(error)
  return requiresTls && known.code === 'DATABASE_CONNECTION_LOST' ? failed(TLS_FAILED, 'TLS') : known
}

/** For running what was planned before: an object that is missing now was there then. */
export function toRunError(error: unknown): AppError {
  const known = toAppError(error)
  if (known.code === 'DATABASE_TIMEOUT' && stateOf(known) === '57014') return timeLimit()
  if (!MISSING_OBJECT.test(stateOf(known))) return known
  return new AppError('DATABASE_CATALOG_CHANGED', known.message, {
    hints: CATALOG_CHANGED_HINTS,
    cause: known.cause,
  })
}

export function connectionLost(): AppError {
  return failed(CONNECTION_LOST, 'closed')
}

export function failed(failure: Failure, state: string): AppError {
  const { code, message, hints, retryable } = failure
  return new AppError(code, message, { hints, retryable, cause: new DriverFailure(state) })
}

/** The SQLSTATE behind an AppError of this folder, or an empty string. */
export function stateOf(error: AppError): string {
  return error.cause instanceof DriverFailure ? error.cause.state : ''
}

function timeLimit(): AppError {
  return new AppError('RUN_TIME_LIMIT', 'The query took longer than it may.', {
    hints: ['Add a filter, for example a shorter period.', 'Ask for totals instead of single rows.'],
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
