import { describe, expect, it } from 'vitest'
import { AppError } from '../../errors.ts'
import { stateOf } from '../failure.ts'
import { toAppError, toConnectError, toRunError } from './errors.ts'

/** As postgres.js throws it. */
function serverError(code: string, message: string) {
  return Object.assign(new Error(message), {
    code,
    severity: 'ERROR',
    detail: 'Key (email)=(anna@example.com) already exists.',
    query: 'select secret_column from t',
    parameters: ['secret parameter'],
  })
}
const socketError = (code: string, message = 'connect failed at 10.1.2.3') =>
  Object.assign(new Error(message), { code })

describe('errors of the server', () => {
  it.each([
    ['28P01', 'DATABASE_AUTH_FAILED'],
    ['28000', 'DATABASE_AUTH_FAILED'],
    ['3D000', 'DATABASE_NOT_FOUND'],
    ['53300', 'DATABASE_TOO_MANY_CONNECTIONS'],
    ['57P03', 'DATABASE_STARTING_UP'],
    ['57P01', 'DATABASE_CONNECTION_LOST'],
    ['08006', 'DATABASE_CONNECTION_LOST'],
    ['42501', 'DATABASE_PERMISSION_DENIED'],
    ['25006', 'DATABASE_READ_ONLY_VIOLATION'],
    ['57014', 'DATABASE_TIMEOUT'],
    ['55P03', 'DATABASE_TIMEOUT'],
    ['42601', 'DATABASE_STATEMENT_FAILED'],
    ['42P01', 'DATABASE_STATEMENT_FAILED'],
    ['22012', 'DATABASE_STATEMENT_FAILED'],
    ['40001', 'DATABASE_STATEMENT_FAILED'],
    ['P0001', 'DATABASE_STATEMENT_FAILED'],
    ['XX000', 'DATABASE_STATEMENT_FAILED'],
  ])('%s is %s', (state, code) => {
    const error = toAppError(serverError(state, 'words of the server'))
    expect(error.code).toBe(code)
    expect(error.hints.length).toBeGreaterThan(0)
    expect(stateOf(error)).toBe(state)
  })

  it.each(['42601', '42703', '42883', '0A000'])('%s says what the server says of the SQL', state => {
    expect(toAppError(serverError(state, 'column "nmae" does not exist')).message).toContain('"nmae"')
  })

  it.each(['22P02', '22007', '22003', '23505', 'P0001', '40001', 'XX000', '42501'])(
    '%s never repeats the server, which can quote rows',
    state => {
      const error = toAppError(
        serverError(state, 'invalid input syntax for type integer: "anna@example.com"'),
      )
      expect(error.message).not.toContain('anna')
    },
  )

  it('lose detail, query and parameters for good, also in the private cause', () => {
    const error = toAppError(serverError('22012', 'division by zero'))
    const everything = JSON.stringify([
      error,
      error.cause,
      error.stack,
      error.cause instanceof Error && error.cause.stack,
    ])
    expect(everything).not.toMatch(/anna|secret/)
  })

  it('tell a cancel by an administrator from a time limit', () => {
    const error = toAppError(serverError('57014', 'canceling statement due to user request'))
    expect(error).toMatchObject({ code: 'DATABASE_STATEMENT_FAILED', retryable: true })
  })

  it.each([
    ['42P01', 'DATABASE_CATALOG_CHANGED'],
    ['42703', 'DATABASE_CATALOG_CHANGED'],
    ['57014', 'RUN_TIME_LIMIT'],
    ['22012', 'DATABASE_STATEMENT_FAILED'],
  ])('%s is %s while running what was planned before', (state, code) => {
    expect(toRunError(toAppError(serverError(state, 'words')))).toMatchObject({ code })
  })
})

describe('errors of the connection', () => {
  it.each([
    ['ENOTFOUND', 'DATABASE_NAME_NOT_RESOLVED'],
    ['EAI_AGAIN', 'DATABASE_NAME_NOT_RESOLVED'],
    ['ECONNREFUSED', 'DATABASE_NOT_LISTENING'],
    ['EHOSTUNREACH', 'DATABASE_NOT_LISTENING'],
    ['ETIMEDOUT', 'DATABASE_CONNECT_TIMEOUT'],
    ['CONNECT_TIMEOUT', 'DATABASE_CONNECT_TIMEOUT'],
    ['CONNECTION_CLOSED', 'DATABASE_CONNECTION_LOST'],
    ['ECONNRESET', 'DATABASE_CONNECTION_LOST'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'DATABASE_TLS_FAILED'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'DATABASE_TLS_FAILED'],
    ['CERT_HAS_EXPIRED', 'DATABASE_TLS_FAILED'],
    ['SOMETHING_NEW', 'DATABASE_UNKNOWN_FAILURE'],
  ])('%s is %s and names no address', (code, expected) => {
    const error = toAppError(socketError(code))
    expect(error.code).toBe(expected)
    expect(error.message).not.toContain('10.1.2.3')
  })

  it('are about TLS when a server hangs up that was asked to encrypt', () => {
    expect(toConnectError(socketError('ECONNRESET'), true).code).toBe('DATABASE_TLS_FAILED')
    expect(toConnectError(socketError('ECONNRESET'), false).code).toBe('DATABASE_CONNECTION_LOST')
  })
})

it('leaves our own errors as they are, and makes one of whatever else is thrown', () => {
  const ours = new AppError('RUN_CANCELLED', 'Cancelled.')
  expect(toAppError(ours)).toBe(ours)
  expect(toAppError('a string').code).toBe('DATABASE_UNKNOWN_FAILURE')
})
