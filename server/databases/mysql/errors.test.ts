import { describe, expect, it } from 'vitest'
import { toAppError, toRunError, toSessionError } from './errors.ts'

/** As mysql2 makes them; MariaDB's own numbers have no `code` there. */
function serverError(errno: number, sqlMessage = 'near SECRET-OF-A-ROW') {
  return Object.assign(new Error(sqlMessage), {
    errno,
    sqlState: 'HY000',
    sqlMessage,
    sql: 'select SECRET-SQL',
  })
}
function driverError(code: string, more: object = {}) {
  return Object.assign(new Error('SECRET-OF-THE-DRIVER'), { code, errno: -104, ...more })
}

describe('what the server says before it lets us in', () => {
  it.each([
    [1045, 'DATABASE_AUTH_FAILED'],
    [1698, 'DATABASE_AUTH_FAILED'],
    [1862, 'DATABASE_AUTH_FAILED'],
    [3118, 'DATABASE_AUTH_FAILED'],
    [4151, 'DATABASE_AUTH_FAILED'],
    [1251, 'DATABASE_AUTH_FAILED'],
    [1044, 'DATABASE_NOT_FOUND'],
    [1049, 'DATABASE_NOT_FOUND'],
    [1130, 'DATABASE_HOST_NOT_ALLOWED'],
    [1129, 'DATABASE_HOST_NOT_ALLOWED'],
    [1040, 'DATABASE_TOO_MANY_CONNECTIONS'],
    [1203, 'DATABASE_TOO_MANY_CONNECTIONS'],
    [1226, 'DATABASE_TOO_MANY_CONNECTIONS'],
    [3159, 'DATABASE_TLS_REQUIRED'],
    [1053, 'DATABASE_STARTING_UP'],
    [3032, 'DATABASE_STARTING_UP'],
  ])('%i is %s', (number, code) => {
    expect(toAppError(serverError(number))).toMatchObject({ code })
  })
})

describe('what the server says of a statement', () => {
  it.each([
    [1045, 'DATABASE_PERMISSION_DENIED'],
    [1142, 'DATABASE_PERMISSION_DENIED'],
    [1143, 'DATABASE_PERMISSION_DENIED'],
    [1370, 'DATABASE_PERMISSION_DENIED'],
    [1044, 'DATABASE_PERMISSION_DENIED'],
    [1290, 'DATABASE_READ_ONLY_VIOLATION'],
    [1792, 'DATABASE_READ_ONLY_VIOLATION'],
    [1836, 'DATABASE_READ_ONLY_VIOLATION'],
    [1205, 'DATABASE_TIMEOUT'],
    [1969, 'DATABASE_TIMEOUT'],
    [3024, 'DATABASE_TIMEOUT'],
    [1317, 'DATABASE_STATEMENT_FAILED'],
    [1927, 'DATABASE_CONNECTION_LOST'],
    [1690, 'DATABASE_STATEMENT_FAILED'],
    [1292, 'DATABASE_STATEMENT_FAILED'],
    [1366, 'DATABASE_STATEMENT_FAILED'],
    [1105, 'DATABASE_STATEMENT_FAILED'],
    [65000, 'DATABASE_STATEMENT_FAILED'],
  ])('%i is %s and repeats no value', (number, code) => {
    const failure = toSessionError(serverError(number))
    expect(failure.code).toBe(code)
    expect(failure.message + failure.hints.join() + String(failure.cause)).not.toContain('SECRET')
  })

  it.each([1064, 1054, 1146, 1055, 1305])(
    '%i is told in the words of the server, which are about the SQL',
    number => {
      const failure = toSessionError(serverError(number, "something of 'the_name'"))
      expect(failure).toMatchObject({
        code: 'DATABASE_STATEMENT_FAILED',
        message: "The database does not accept this statement: something of 'the_name'.",
      })
    },
  )

  it.each([
    [1054, 'DATABASE_CATALOG_CHANGED'],
    [1109, 'DATABASE_CATALOG_CHANGED'],
    [1146, 'DATABASE_CATALOG_CHANGED'],
    [1049, 'DATABASE_CATALOG_CHANGED'],
    [1969, 'RUN_TIME_LIMIT'],
    [3024, 'RUN_TIME_LIMIT'],
    [1205, 'DATABASE_TIMEOUT'],
    [1064, 'DATABASE_STATEMENT_FAILED'],
  ])('%i is %s of a run', (number, code) => {
    expect(toRunError(toSessionError(serverError(number)))).toMatchObject({ code })
  })
})

describe('what the driver says', () => {
  it.each([
    ['ECONNRESET', 'DATABASE_CONNECTION_LOST'],
    ['EPIPE', 'DATABASE_CONNECTION_LOST'],
    ['PROTOCOL_CONNECTION_LOST', 'DATABASE_CONNECTION_LOST'],
    ['ETIMEDOUT', 'DATABASE_CONNECT_TIMEOUT'],
    ['HANDSHAKE_NO_SSL_SUPPORT', 'DATABASE_TLS_NOT_OFFERED'],
    ['AUTH_SWITCH_PLUGIN_ERROR', 'DATABASE_AUTH_FAILED'],
    ['MYSQL_CLEAR_PASSWORD_NOT_ENABLED', 'DATABASE_AUTH_FAILED'],
    ['SOMETHING_NEW', 'DATABASE_UNKNOWN_FAILURE'],
  ])('%s is %s', (driverCode, code) => {
    const failure = toAppError(driverError(driverCode))
    expect(failure.code).toBe(code)
    expect(failure.message + String(failure.cause)).not.toContain('SECRET')
  })

  it.each([
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'DATABASE_TLS_WRONG_NAME'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'DATABASE_TLS_NOT_TRUSTED'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'DATABASE_TLS_NOT_TRUSTED'],
    ['CERT_HAS_EXPIRED', 'DATABASE_TLS_NOT_TRUSTED'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'DATABASE_TLS_NOT_TRUSTED'],
    ['ERR_SSL_UNSUPPORTED_PROTOCOL', 'DATABASE_TLS_FAILED'],
    ['EPROTO', 'DATABASE_TLS_FAILED'],
  ])('TLS that fails with %s is %s', (tlsCode, code) => {
    expect(toAppError(driverError('HANDSHAKE_SSL_ERROR', { tlsCode }))).toMatchObject({ code })
  })

  it('is no error of a server because it has a number', () => {
    expect(toAppError('thrown text')).toMatchObject({ code: 'DATABASE_UNKNOWN_FAILURE' })
  })
})
