import { describe, expect, it } from 'vitest'
import { AppError } from '../../errors.ts'
import { stateOf } from '../failure.ts'
import { tlsFailure, toAppError, toConnectError, toRunError } from './errors.ts'

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
  it('speak of the SQL in one short line without anything hidden', () => {
    const { message } = toAppError(serverError('42601', `wrong\u202e\n\u001b[2J here${'!'.repeat(100_000)}`))
    expect(message).toMatch(/^The database does not accept this statement: wrong \[2J here!+…\.$/)
    expect(message.length).toBeLessThan(400)
  })

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
    ['ETIMEDOUT', 'DATABASE_CONNECT_TIMEOUT'],
    ['CONNECT_TIMEOUT', 'DATABASE_CONNECT_TIMEOUT'],
    ['CONNECTION_CLOSED', 'DATABASE_CONNECTION_LOST'],
    ['ECONNRESET', 'DATABASE_CONNECTION_LOST'],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'DATABASE_TLS_FAILED'],
    ['SOMETHING_NEW', 'DATABASE_UNKNOWN_FAILURE'],
  ])('%s is %s and names no address', (code, expected) => {
    const error = toAppError(socketError(code))
    expect(error.code).toBe(expected)
    expect(error.message).not.toContain('10.1.2.3')
  })

  it('tell a server that hangs up at the door from one that is lost later', () => {
    expect(toConnectError(socketError('ECONNRESET')).message).toMatch(/hung up before it let us in/)
    expect(toAppError(socketError('ECONNRESET')).message).toMatch(/was lost/)
  })
})

describe('errors of a certificate', () => {
  it.each([
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'DATABASE_TLS_WRONG_NAME'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'DATABASE_TLS_NOT_TRUSTED'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'DATABASE_TLS_NOT_TRUSTED'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'DATABASE_TLS_NOT_TRUSTED'],
    ['CERT_HAS_EXPIRED', 'DATABASE_TLS_NOT_TRUSTED'],
    ['ERR_SSL_UNSUPPORTED_PROTOCOL', 'DATABASE_TLS_FAILED'],
    ['ECONNRESET', 'DATABASE_TLS_FAILED'],
  ])('%s is %s', (code, expected) => {
    expect(tlsFailure(socketError(code)).code).toBe(expected)
  })
})

describe('errors at the door', () => {
  const refused = (code: string, routine: string, message = 'Worte des Servers') =>
    toConnectError(Object.assign(serverError(code, message), { routine }))

  it.each([
    ['28000', 'InitializeSessionUserId', 'DATABASE_USER_NOT_FOUND'],
    ['28000', 'ClientAuthentication', 'DATABASE_HOST_NOT_ALLOWED'],
    ['28000', 'auth_failed', 'DATABASE_AUTH_FAILED'],
    ['28P01', 'auth_failed', 'DATABASE_AUTH_FAILED'],
    ['55000', 'CheckMyDatabase', 'DATABASE_PERMISSION_DENIED'],
    ['42501', 'CheckMyDatabase', 'DATABASE_PERMISSION_DENIED'],
    ['3D000', 'InitPostgres', 'DATABASE_NOT_FOUND'],
    ['57P03', 'ProcessStartupPacket', 'DATABASE_STARTING_UP'],
    ['57P01', 'ProcessInterrupts', 'DATABASE_CONNECTION_LOST'],
    ['53300', 'InitProcess', 'DATABASE_TOO_MANY_CONNECTIONS'],
  ])('%s by %s is %s in every language', (state, routine, code) => {
    expect(refused(state, routine).code).toBe(code)
  })

  it.each([
    ['no more connections allowed (max_client_conn)', 'DATABASE_TOO_MANY_CONNECTIONS'],
    ['query_wait_timeout', 'DATABASE_TOO_MANY_CONNECTIONS'],
    ['no such database: shop', 'DATABASE_NOT_FOUND'],
    ['no such user: anna', 'DATABASE_USER_NOT_FOUND'],
    ['unsupported startup parameter: extra_float_digits', 'DATABASE_STATEMENT_FAILED'],
    ['SSL required', 'DATABASE_TLS_REQUIRED'],
    ['login rejected', 'DATABASE_HOST_NOT_ALLOWED'],
    ['server login failed: FATAL password authentication failed for user "anna"', 'DATABASE_AUTH_FAILED'],
  ])('of a pooler, "%s", is %s and not repeated', (message, code) => {
    const error = refused('08P01', '', message)
    expect(error.code).toBe(code)
    expect(error.message).not.toMatch(/anna|shop/)
  })
})

it('says when a replica had to stop a statement', () => {
  const error = Object.assign(serverError('40001', 'Worte'), { routine: 'ProcessInterrupts' })
  expect(toAppError(error)).toMatchObject({
    message: expect.stringContaining('replica') as string,
    retryable: true,
  })
})

it('leaves our own errors as they are, and makes one of whatever else is thrown', () => {
  const ours = new AppError('RUN_CANCELLED', 'Cancelled.')
  expect(toAppError(ours)).toBe(ours)
  expect(toAppError('a string').code).toBe('DATABASE_UNKNOWN_FAILURE')
})
